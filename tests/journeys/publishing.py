"""The privacy officer's desk and what follows on people's phones."""

from datetime import date

from playwright.sync_api import Page, expect

from tests.journeys.consulting import PATIENCE
from tests.journeys.phone import Phone

OFFICER, SECOND = "19900000022", "19900000026"
SOURCE = 'id = "message_text"\nneed = "basic"\nbasis = "contract"\nsource = ["given"]'
WIDER = SOURCE.replace('["given"]', '["given", "automatic"]')
EMAIL = """[[purpose.item]]
id = "email"
need = "extra"
basis = "consent"
source = ["given"]
after = "delete"
when = "您填写时"
"""
PASTE = """(field, text) => { field.value = text; field.dispatchEvent(new Event("input", {bubbles: true})); }"""
ANSWER = "请求先核实身份，十五天内答复"


def begin_draft(desk: Phone, name: str = "医生") -> Page:
    """From the list of policies to a fresh draft."""
    page = desk.go("/console/policies/")
    desk.press(f"起草下一版：{name}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("草稿", timeout=PATIENCE)
    return page


def replace(desk: Phone, *pairs: tuple[str, str]) -> None:
    """Open the text, change these words, save."""
    page = desk.page
    address = page.get_by_role("link", name="policy.md").first.get_attribute("href")
    page.goto(str(address))
    field = page.get_by_label("文字和声明")
    text = field.input_value()
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    field.evaluate(PASTE, text)
    desk.press("保存")


def saved(desk: Phone) -> None:
    expect(desk.page.get_by_role("status")).to_contain_text("已保存", timeout=PATIENCE)


def back_to_draft(desk: Phone) -> None:
    desk.press("返回草稿")
    expect(desk.page.get_by_role("heading", name="4 发布")).to_be_visible(timeout=PATIENCE)


def publish(desk: Phone, day: date | None = None) -> None:
    """From the draft's page; lands on the list, where the act stands."""
    if day is not None:
        desk.page.get_by_label("生效日期").fill(day.isoformat())
    desk.press("发布")


def published(desk: Phone, number: str) -> None:
    expect(desk.page.get_by_role("cell", name=f"V{number}").first).to_be_visible(timeout=PATIENCE)


def widen(desk: Phone) -> None:
    """The doctors' next version, in force at once: texts may be taken down automatically too."""
    begin_draft(desk)
    replace(desk, (SOURCE, WIDER))
    saved(desk)
    back_to_draft(desk)
    publish(desk)
    published(desk, "4.3.0")
