"""Steps 2 and 3: a doctor reads, registers, qualifies; the reviewer asks for a correction and approves."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.arriving import Papers, approve, fill_papers, open_review, photograph, watch_permissions
from tests.journeys.consulting import DOCTOR_NAME, PATIENCE, doctor_page, new_number
from tests.journeys.phone import Phone
from tests.journeys.product import Product

REVIEWER = "19900000021"
PAPERS = Papers()
OPTIONAL = ("性别", "科室电话", "个人介绍")


@pytest.mark.clause("1.1a")
@pytest.mark.clause("2")
@pytest.mark.clause("7")
def test_before_the_confirmation_nothing_is_ticked_asked_or_kept(product: Product, browser: Browser) -> None:
    phone = Phone(browser, product)
    asked = watch_permissions(phone)
    page = phone.go("/")
    phone.press("医生隐私政策")
    expect(page.get_by_text("4.2.0").first).to_be_visible()
    for version in ("4.0.0", "3.10.9", "3.10.8"):
        phone.press("查看上个版本")
        expect(page.get_by_text(version).first).to_be_visible()
    phone.press("查看当前版本")
    expect(page.get_by_text("4.2.0").first).to_be_visible()
    page = phone.go("/accounts/doctor/register/")
    assert page.locator("input:checked").count() == 0
    choices = page.locator(".actions .button")
    expect(choices).to_have_text(["不同意", "同意并继续"])
    boxes: list[Any] = [choices.nth(place).bounding_box() or {} for place in (0, 1)]
    assert boxes[0].get("width") == boxes[1].get("width")
    assert boxes[0].get("height") == boxes[1].get("height")
    assert phone.cookies() <= {"yinuo_csrf"}
    assert phone.storage() == {"local": [], "session": [], "databases": [], "caches": []}
    assert asked == []
    phone.press("不同意")
    expect(page.get_by_text("我们没有收集您的任何信息")).to_be_visible()
    assert phone.cookies() <= {"yinuo_csrf"}
    phone.register("doctor", new_number())
    assert asked == []
    phone.close()


@pytest.mark.clause("1.1b")
def test_a_doctor_qualifies_after_one_correction_and_patients_find_her(product: Product, browser: Browser) -> None:
    phone, desk = Phone(browser, product), Phone(browser, product, width=1280, height=800)
    asked = watch_permissions(phone)
    phone.register("doctor", new_number())
    page = phone.go("/doctor/")
    expect(page.get_by_text("我的认证").first).to_be_visible()
    assert doctor_is_unknown(product, browser, PAPERS.name)

    page = phone.go("/credentials/fields/")
    for name in vars(PAPERS):
        about = page.locator(f"#{name}")
        expect(about.get_by_role("link", name="第 1.1b 条")).to_have_count(1)
        expect(about.locator(".field-hint")).not_to_be_empty()
        expect(about.locator(".field-cost")).to_contain_text("不填：")
    for label in OPTIONAL:
        expect(page.locator(".field-label").filter(has_text=label).get_by_text("可不填")).to_be_visible()
    fill_papers(phone, PAPERS)
    expect(page.get_by_role("heading", name="上传照片")).to_be_visible(timeout=PATIENCE)
    assert asked == []
    for item in ("licence", "portrait", "personal_photo"):
        photograph(page, item)
    assert set(asked) == {"getUserMedia"}
    phone.press("下一步：核对并提交")
    phone.press("提交审核")
    expect(page.get_by_text("资料已提交")).to_be_visible(timeout=PATIENCE)

    desk.log_in("staff", REVIEWER)
    review = open_review(desk, PAPERS.name)
    beside, licence = review.locator("#t-hospital"), review.locator("#t-licence")
    left, right = beside.bounding_box(), licence.bounding_box()
    assert left is not None
    assert right is not None
    assert right["x"] > left["x"] + 200
    image = review.locator("section[aria-labelledby=t-licence] img")
    expect(image).to_have_js_property("complete", True, timeout=PATIENCE)
    assert image.evaluate("image => image.naturalWidth") > 200
    review.locator("input[name=mark][value=hospital]").check()
    review.locator("input[name=note-hospital]").fill("请写执照上的全称。")
    desk.press("退回，请补正")
    expect(review.get_by_text("请写执照上的全称。").first).to_be_visible(timeout=PATIENCE)

    expect(page.get_by_text("审核员请您补正")).to_be_visible(timeout=PATIENCE)  # told without a reload
    page = phone.go("/credentials/fields/")
    expect(page.locator("#hospital").get_by_text("请写执照上的全称。")).to_be_visible()
    page.locator("[name=hospital]").fill("青石市第一人民医院")
    phone.press("同意，下一步")
    phone.go("/credentials/")
    phone.press("再次提交审核")
    expect(page.get_by_text("资料已提交")).to_be_visible(timeout=PATIENCE)
    approve(desk, PAPERS.name)
    expect(page.get_by_text("审核已通过，可以接诊了")).to_be_visible(timeout=PATIENCE)
    phone.press("去工作台")
    expect(page.get_by_role("heading", name=re.compile("等候接诊"))).to_be_visible(timeout=PATIENCE)

    patient = Phone(browser, product)
    patient.register("patient", new_number())
    page = patient.go(doctor_page(patient, PAPERS.name))
    for words in (PAPERS.name, PAPERS.title, "青石市第一人民医院", PAPERS.department, PAPERS.introduction, "45"):
        expect(page.get_by_text(words).first).to_be_visible()
    expect(page.get_by_text("提交之后付款")).to_be_visible()
    for private in (PAPERS.department_phone, PAPERS.city):
        expect(page.get_by_text(private)).to_have_count(0)
    for somebody in (phone, desk, patient):
        assert somebody.faults == []
        somebody.close()


def doctor_is_unknown(product: Product, browser: Browser, name: str) -> bool:
    """A visitor's phone never finds who is not approved; a patient's list has only the others."""
    patient = Phone(browser, product)
    patient.register("patient", new_number())
    page = patient.go("/patient/doctors/")
    expect(page.get_by_text(DOCTOR_NAME)).to_be_visible()
    found = page.get_by_text(name).count()
    patient.close()
    return found == 0
