"""The walk through the product: who asks, what is said, and where each picture is taken. Everybody is fictional."""

from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.journeys.consulting import (
    DOCTOR,
    PATIENCE,
    STORY,
    Story,
    accept,
    ask,
    come_in,
    expect_state,
    hold_to_talk,
    new_number,
    press,
    said,
    say,
    shoot,
)
from tests.journeys.phone import Phone
from tests.journeys.product import Product
from tests.pictures.album import keep, side_by_side, take
from tests.pictures.drawn import record

DARK = "Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' })"
REVIEWER = "19900000021"
ECZEMA = replace(STORY, complaint="手背又红又痒，药膏用了两周，好了一半，想问要不要换药。")
WAITING = (
    Story("湿疹复诊，新起的疹子在手腕，晚上痒得睡不好。", "41", "去年在青石市第一医院诊断为湿疹。", "方远"),
    Story("荨麻疹复诊，今天吃药后有点胸闷、喘不上气。", "52", "上月诊断为慢性荨麻疹。", "沈青禾"),
    Story("痤疮复诊，阿达帕林用了一个月，脱皮，要不要停？", "23", "今年三月诊断为寻常痤疮。", name=""),
)
PSORIASIS = Story("银屑病复诊，头皮屑多起来了，洗剂要不要换？", "38", "三年前诊断为银屑病。", "何田")


def asked(browser: Browser, product: Product, folder: Path, story: Story) -> tuple[Phone, str]:
    phone = Phone(browser, product)
    phone.register("patient", new_number())
    return phone, ask(phone, record(folder / "record.jpg"), story)


def consultation(browser: Browser, product: Product, folder: Path) -> None:
    """Inbox, the screen before accepting, the sheet and the thread."""
    doctor = Phone(browser, product)
    come_in(doctor, "doctor", DOCTOR)
    other, second = asked(browser, product, folder, PSORIASIS)
    accept(doctor, second)
    doctor.go("/doctor/")
    other.go(f"/patient/consultations/{second}/")
    expect_state(say(other, "新洗剂到了，今晚就用吗？"), "已发送")
    other.close()
    patient, first = asked(browser, product, folder, ECZEMA)
    for story in WAITING:
        asked(browser, product, folder, story)[0].close()
    doctor.go(f"/doctor/consultations/{first}/")
    take(doctor.page, "before-accepting")
    accept(doctor, first)
    patient.go(f"/patient/consultations/{first}/")
    talk(doctor, patient, folder)
    doctor.go("/doctor/")
    take(doctor.page, "inbox")
    doctor.close()
    patient.close()


def talk(doctor: Phone, patient: Phone, folder: Path) -> None:
    for phone in (doctor, patient):
        expect(phone.page.locator("chat-thread")).to_be_visible(timeout=PATIENCE)
    say(doctor, "乔木您好。请拍一张手背现在的样子给我看看。")
    shoot(patient)
    expect(doctor.page.locator("media-picture img").last).to_be_visible(timeout=PATIENCE)
    patient.page.get_by_role("button", name="语音", exact=True).click()
    press(patient.page)
    expect(patient.page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE)
    patient.page.mouse.up()
    take(patient.page, "consent")
    patient.page.get_by_role("button", name="同意", exact=True).click()
    hold_to_talk(patient, 4)
    expect(doctor.page.locator("voice-note")).to_be_visible(timeout=PATIENCE)
    expect_state(say(doctor, "比上次好多了。药膏改成隔天一次，再用一周。"), "已读")
    patient.page.get_by_role("button", name="键盘", exact=True).click()
    say(patient, "好的，洗碗时要戴手套吗？")
    expect(said(doctor, "好的，洗碗时要戴手套吗？")).to_be_visible(timeout=PATIENCE)
    patient.page.evaluate(DARK)
    expect_state(say(doctor, "要，里面再衬一层棉手套。"), "已送达")
    doctor.page.reload()
    take(doctor.page, "thread")


def policy(browser: Browser, product: Product) -> None:
    visitor = Phone(browser, product)
    page = visitor.go("/policy/doctor/4.0.0/#1.2")
    take(page, "policy")
    page = visitor.go("/policy/doctor/3.10.9/differences")
    take(page, "differences")
    visitor.close()


def desk(browser: Browser, product: Product) -> None:
    reviewer = Phone(browser, product, width=1280, height=800)
    reviewer.log_in("staff", REVIEWER)
    page = reviewer.go("/console/review/")
    page.get_by_role("link", name="审核", exact=True).first.click()
    expect(page.locator("media-picture img").first).to_be_visible(timeout=PATIENCE)
    take(page, "review")
    reviewer.close()


def red_pen(browser: Browser, product: Product) -> None:
    """The product runs under doctor=3.10.8 here: the page that refuses, on the quiet ground of the others."""
    visitor = Phone(browser, product)
    visitor.go("/accounts/doctor/register/")
    expect(visitor.page.get_by_text("1.1").first).to_be_visible(timeout=PATIENCE)
    take(visitor.page, "red-pen")
    keep(side_by_side(("red-pen-light.png", "red-pen-dark.png")), "red-pen.png")
    visitor.close()


def overview() -> None:
    keep(side_by_side(("inbox-light.png", "before-accepting-light.png", "thread-light.png")), "overview.png")
