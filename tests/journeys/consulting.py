"""A doctor and a patient, each with a phone, up to an open consultation: where most journeys begin."""

import itertools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.phone import Phone
from tests.journeys.product import Product

DOCTOR = "19900000001"
DOCTOR_NAME = "林知夏"
PATIENCE = 20_000
_numbers = itertools.count(19822220001)


@dataclass(frozen=True)
class Story:
    """What a patient tells. Empty words are left out; ``agree`` names the additional items that may be given."""

    complaint: str = "手背红疹三周，遇水发痒，想问要不要换药。"
    age: str = "35"
    statement: str = "今年九月在云岭医院诊断为慢性湿疹。"
    name: str = "乔木"
    allergies: str = "青霉素，起皮疹"
    drugs: str = "糠酸莫米松乳膏，每天一次，两周"


STORY = Story()


@dataclass(frozen=True)
class Consultation:
    """Two phones that look at the same open thread."""

    id: str
    doctor: Phone
    patient: Phone

    def close(self) -> None:
        self.doctor.close()
        self.patient.close()


def new_number() -> str:
    """A number that nobody in this run has."""
    return str(next(_numbers))


def paper(path: Path, words: str = "DIAGNOSIS", colour: tuple[int, int, int] = (236, 240, 238)) -> Path:
    """A drawn picture that somebody could have in an album."""
    card = Image.new("RGB", (900, 640), colour)
    pen = ImageDraw.Draw(card)
    pen.rectangle((30, 30, 870, 610), outline=(90, 110, 125), width=6)
    for line in range(6):
        pen.line((80, 160 + line * 70, 820 - line * 60, 160 + line * 70), fill=(120, 140, 150), width=8)
    pen.text((80, 80), words, fill=(40, 60, 70))
    card.save(path, "JPEG", quality=88)
    return path


def pick(page: Page, trigger: Locator, path: Path) -> None:
    """Choose a file out of the album, and agree first where that is asked."""
    with page.expect_file_chooser(timeout=PATIENCE) as chosen:
        trigger.click()
        agree_if_asked(page)
    chosen.value.set_files(path)


def agree_if_asked(page: Page) -> None:
    """Agree when the sheet comes; it comes only when the answer to this request says so."""
    asked = page.locator("dialog[open]")
    expect(asked.or_(page.locator("body > input[type=file]")).first).to_be_attached(timeout=PATIENCE)
    if asked.count():
        asked.get_by_role("button", name="同意", exact=True).click()


def come_in(phone: Phone, role: str, number: str) -> None:
    """Log in, or go on with the session that this person had: codes are given out five times a minute."""
    sessions = phone.product.sessions
    if number in sessions:
        phone.number = number
        phone.context.add_cookies(sessions[number])
        phone.go("/me/")
        if "/me/" in phone.page.url:
            return
    phone.context.clear_cookies()
    phone.log_in(role, number)
    sessions[number] = phone.context.cookies()


def doctor_page(phone: Phone, name: str = DOCTOR_NAME) -> str:
    """The address of a doctor's page, found as a patient finds it."""
    page = phone.go("/patient/doctors/")
    address = page.get_by_role("link").filter(has_text=name).first.get_attribute("href")
    assert address is not None
    return address


def sign_and_agree(phone: Phone, address: str, story: Story = STORY) -> None:
    """From the doctor's page to the form: the notice signed, each consent given or not as the story needs."""
    page = phone.go(address)
    phone.press("开始问诊")
    page.get_by_label("我已阅读并明白以上风险").check()
    phone.press("签署")
    given = {"allergies": story.allergies, "current_drugs": story.drugs, "name": story.name}
    for box in page.locator("fieldset.card").all():
        name = str(box.get_attribute("id"))
        box.get_by_label("同意" if given.get(name, "yes") else "不同意", exact=True).check()
    phone.press("按以上选择继续")


def tell(phone: Phone, story: Story, picture: Path) -> None:
    """Fill the form. It is not sent yet."""
    page = phone.page
    page.get_by_label("哪里不舒服").fill(story.complaint)
    page.get_by_label("年龄").fill(story.age)
    page.get_by_label("什么时候、在哪家医院").fill(story.statement)
    pick(page, page.get_by_role("button", name="从相册选"), picture)
    expect(page.locator("img.photo-preview")).to_be_visible(timeout=PATIENCE)
    if story.name:
        page.get_by_label("称呼").fill(story.name)
    if story.allergies:
        page.get_by_role("group", name="过敏史").get_by_label("有，写在下面").check()
        page.get_by_label("对什么过敏").fill(story.allergies)
    if story.drugs:
        page.get_by_role("group", name="正在用的药").get_by_label("有，写在下面").check()
        page.get_by_label("药名、用量").fill(story.drugs)


def ask(phone: Phone, picture: Path, story: Story = STORY, doctor: str = DOCTOR_NAME) -> str:
    """A patient who is logged in asks a doctor; answers the consultation's id, the patient waits on its page."""
    sign_and_agree(phone, doctor_page(phone, doctor), story)
    tell(phone, story, picture)
    phone.press("提交给医生")
    phone.page.wait_for_url(re.compile(r"/patient/consultations/"), timeout=PATIENCE)
    return phone.page.url.rstrip("/").rsplit("/", 1)[-1]


def accept(phone: Phone, consultation: str) -> None:
    """The doctor looks at what was given and accepts."""
    page = phone.go(f"/doctor/consultations/{consultation}/")
    phone.press("接诊")
    expect(page.locator("chat-thread")).to_be_visible(timeout=PATIENCE)


def begin_consultation(
    product: Product,
    browser: Browser,
    folder: Path,
    *,
    doctor: str = DOCTOR,
    doctor_name: str = DOCTOR_NAME,
    patient: str = "",
    story: Story = STORY,
    scheme: Literal["light", "dark"] = "light",
) -> Consultation:
    """A new patient and a demonstration doctor in an open consultation; ``folder`` takes the picture that is given."""
    hers, theirs = Phone(browser, product, scheme=scheme), Phone(browser, product, scheme=scheme)
    theirs.register("patient", patient or new_number())
    made = ask(theirs, paper(folder / "diagnosis.jpg"), story, doctor_name)
    come_in(hers, "doctor", doctor)
    accept(hers, made)
    theirs.go(f"/patient/consultations/{made}/")
    expect(theirs.page.locator("chat-thread")).to_be_visible(timeout=PATIENCE)
    return Consultation(made, hers, theirs)


def say(phone: Phone, text: str) -> Locator:
    """Write and send; answers the message as it stands in one's own thread."""
    page = phone.page
    page.get_by_label("写给对方").fill(text)
    page.get_by_role("button", name="发送", exact=True).click()
    return said(phone, text)


def said(phone: Phone, text: str) -> Locator:
    """A message in somebody's thread, by its words."""
    return phone.page.locator(".message").filter(has=phone.page.get_by_text(text, exact=True))


def expect_state(message: Locator, state: str) -> None:
    """``state`` in Chinese, as the person reads it."""
    expect(message.locator(".message-state")).to_have_text(state, timeout=PATIENCE)


def hold_to_talk(phone: Phone, seconds: int = 2) -> None:
    """Press and hold until the panel counts so many seconds; agrees first where that is asked."""
    page = phone.page
    if not page.locator("voice-recorder").count():
        page.get_by_role("button", name="语音", exact=True).click()
    panel, agree = page.locator(".voice-panel:not([hidden])"), page.get_by_role("button", name="同意", exact=True)
    press(page)
    expect(panel.or_(agree).first).to_be_visible(timeout=PATIENCE)
    if agree.count():
        page.mouse.up()
        agree.click()
        expect(agree).to_have_count(0)
        press(page)
    expect(panel.locator("output")).to_have_text(f"{seconds} 秒", timeout=PATIENCE)
    page.mouse.up()


def press(page: Page) -> None:
    """A finger that stays on the button."""
    page.locator(".voice-hold").hover()
    page.mouse.down()


def shoot(phone: Phone) -> None:
    """Take a photograph of the thread's own camera and send it."""
    page = phone.page
    page.get_by_role("button", name="拍照", exact=True).click()
    shutter = page.get_by_role("button", name="拍摄", exact=True)
    agree = page.get_by_role("button", name="同意", exact=True)
    expect(shutter.or_(agree).first).to_be_visible(timeout=PATIENCE)
    if agree.count():
        agree.click()
    expect(page.locator("video.photo-live")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("video.photo-live")).to_have_js_property("paused", False, timeout=PATIENCE)
    shutter.click()
    page.get_by_role("button", name="用这张", exact=True).click()
