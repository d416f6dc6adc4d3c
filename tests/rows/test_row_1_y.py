"""1.y: an exception to consent is opened by name, with a case, items, an expiry and a second person."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.phone import Phone
from tests.journeys.product import Product

pytestmark = pytest.mark.clause("1.y")
DOCTOR, FIRST, SECOND = "19900000001", "19900000022", "19900000026"


def desk(browser: Browser, product: Product, number: str) -> Phone:
    phone = Phone(browser, product, width=1280, height=800)
    phone.log_in("staff", number)
    return phone


def apply(phone: Phone, *, letter: str, items: tuple[str, ...], reference: str) -> None:
    page = phone.go("/console/exceptions/apply/")
    page.locator(f"input[name=letter][value={letter}]").check()
    page.locator("input[name=role][value=doctor]").check()
    page.get_by_role("textbox", name="手机号码").fill(DOCTOR)
    for item in items:
        box = page.locator(f"input[name=item][value='{item}']")
        box.evaluate("box => box.closest('details').open = true")
        box.check()
    page.get_by_label("案件或工单编号").fill(reference)
    page.get_by_role("textbox", name="案由", exact=True).fill("核对一次异常登录的来源")
    page.get_by_label("开放几小时").fill("2")
    phone.press("提交申请")


def test_a_second_person_opens_what_was_named_and_nothing_else(product: Product, browser: Browser) -> None:
    doctor = Phone(browser, product)
    doctor.log_in("doctor", DOCTOR)
    first, second = desk(browser, product, FIRST), desk(browser, product, SECOND)

    apply(first, letter="i", items=("doctor|security.logs|ip_address",), reference="工单 2026-1")
    row = first.page.get_by_role("row").filter(has_text="工单 2026-1")
    expect(row.get_by_text("待第二人批准")).to_be_visible()
    expect(row.get_by_role("button", name="批准")).to_have_count(0)

    theirs = second.go("/console/exceptions/").get_by_role("row").filter(has_text="工单 2026-1")
    case = theirs.locator("form").first.get_attribute("action").removesuffix("approve/")  # type: ignore[union-attr]
    answer = first.page.goto(case)
    assert answer is not None
    assert answer.status == 403
    expect(first.page.get_by_text("还没有由第二位隐私专员批准")).to_be_visible()

    theirs.get_by_role("button", name="批准").click()
    first.go("/console/exceptions/").get_by_role("row").filter(has_text="工单 2026-1").get_by_role(
        "link", name="查看"
    ).click()
    expect(first.page.get_by_role("cell", name="IP地址").first).to_be_visible()
    expect(first.page.get_by_text("林知夏")).to_have_count(0)
    for phone in (doctor, first, second):
        phone.close()


def test_safe_running_opens_no_name_and_nobody_else_may_ask(product: Product, browser: Browser) -> None:
    first = desk(browser, product, FIRST)
    apply(first, letter="i", items=("doctor|credentials.qualification|name",), reference="工单 2026-2")
    expect(first.page.get_by_role("alert")).to_contain_text("只能用于设备信息和日志信息")
    audit = desk(browser, product, "19900000024")
    answer = audit.page.goto("/console/exceptions/")
    assert answer is not None
    assert answer.status == 404
    for phone in (first, audit):
        phone.close()
