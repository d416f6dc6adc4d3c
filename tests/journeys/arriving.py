"""A doctor's papers: typing, photographing, and the reviewer's desk."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.journeys.consulting import PATIENCE
from tests.journeys.phone import Phone

WATCH = """
    for (const [holder, name] of [
        [MediaDevices.prototype, "getUserMedia"], [MediaDevices.prototype, "getDisplayMedia"],
        [Geolocation.prototype, "getCurrentPosition"], [Geolocation.prototype, "watchPosition"],
        [Clipboard.prototype, "read"], [Clipboard.prototype, "readText"],
        [Notification, "requestPermission"],
    ]) {
        const plain = holder[name];
        holder[name] = function (...given) { window.permission_asked(name); return plain.apply(this, given); };
    }
"""


@dataclass(frozen=True)
class Papers:
    """The typed fields of clause 1.1b, by the names of the form; all fictional."""

    name: str = "苏见微"
    gender: str = "女"
    city: str = "临溪市"
    hospital: str = "青石市第一医院"
    department: str = "内分泌科"
    title: str = "主治医师"
    consult_price: str = "45"
    department_phone: str = "0870-5550100"
    introduction: str = "做内分泌科门诊九年，常看糖尿病与甲状腺病的复诊。"


def watch_permissions(phone: Phone) -> list[str]:
    """The names of the device permissions that this phone's pages ask for from now on."""
    asked: list[str] = []
    phone.context.expose_function("permission_asked", lambda name: asked.append(name))
    phone.context.add_init_script(WATCH)
    return asked


def fill_papers(phone: Phone, papers: Papers) -> None:
    page = phone.go("/credentials/fields/")
    for name, value in vars(papers).items():
        field = page.locator(f"[name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    phone.press("同意，下一步")


def photograph(page: Page, item: str) -> None:
    """Agree, shoot, look at it, and save it."""
    section = page.locator(f"section#{item}")
    section.get_by_role("button", name="拍照").click()
    box = page.get_by_role("dialog")
    shutter = box.get_by_role("button", name="拍摄", exact=True)
    agree = box.get_by_role("button", name="同意", exact=True)
    expect(shutter.or_(agree).first).to_be_visible(timeout=PATIENCE)
    if agree.count():
        agree.click()
    expect(page.locator("video.photo-live")).to_have_js_property("paused", False, timeout=PATIENCE)
    shutter.click()
    box.get_by_role("button", name="用这张", exact=True).click()
    expect(section.locator("img.photo-preview")).to_be_visible(timeout=PATIENCE)
    section.get_by_role("button", name="保存这张照片").or_(section.get_by_role("button", name="换成这张")).click()
    expect(section.locator("media-picture img")).to_be_visible(timeout=PATIENCE)


def open_review(desk: Phone, name: str) -> Page:
    page = desk.go("/console/review/")
    page.get_by_role("row").filter(has_text=name).get_by_role("link").click()
    return page


def approve(desk: Phone, name: str) -> None:
    page = open_review(desk, name)
    for check in ("name_checked", "three_years", "institution_agrees"):
        page.locator(f"input[name={check}]").check()
    desk.press("审核通过")
    expect(page.get_by_text("已通过，医生可以接诊了")).to_be_visible(timeout=PATIENCE)
