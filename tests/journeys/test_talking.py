"""Steps 6 and 9: they talk in four ways, see how far each message came, and read the closing note in the end."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.consulting import (
    PATIENCE,
    Consultation,
    begin_consultation,
    expect_state,
    hold_to_talk,
    paper,
    pick,
    said,
    say,
    shoot,
)
from tests.journeys.product import Product

pytestmark = pytest.mark.clause("1.2")


@pytest.fixture
def talk(product: Product, browser: Browser, tmp_path: Path) -> Iterator[Consultation]:
    made = begin_consultation(product, browser, tmp_path)
    yield made
    made.close()


DARK = "Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' })"


def switch_on(page: Page) -> None:
    """The screen that was dark is looked at again."""
    page.evaluate(
        """() => {
            Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "visible" });
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )


def test_each_state_of_a_message_has_its_word_and_its_shape(talk: Consultation) -> None:
    doctor, patient = talk.doctor, talk.patient
    shapes: set[str] = set()

    def seen(state: str) -> None:
        expect_state(message, state)
        shapes.add(message.locator(".message-state :first-child").first.evaluate("mark => mark.outerHTML"))

    patient.context.set_offline(True)
    message = say(patient, "药膏还要继续用吗？")
    seen("待发送")
    doctor.go("/doctor/patients/")
    patient.context.set_offline(False)
    seen("已发送")
    doctor.page.add_init_script(DARK)
    page = doctor.go(f"/doctor/consultations/{talk.id}/")
    expect(said(doctor, "药膏还要继续用吗？")).to_be_visible(timeout=PATIENCE)
    seen("已送达")
    switch_on(page)
    seen("已读")
    assert len(shapes) == 4


def test_a_photograph_is_taken_and_opens_large_at_the_other_side(talk: Consultation) -> None:
    doctor, patient = talk.doctor, talk.patient
    shoot(patient)
    expect_state(patient.page.locator(".message[data-kind=photo]"), "已读")
    theirs = doctor.page.locator(".message[data-kind=photo]")
    expect(theirs.locator("img")).to_be_visible(timeout=PATIENCE)
    theirs.get_by_role("button", name=re.compile("查看大图")).click()
    expect(doctor.page.get_by_role("dialog").locator("img")).to_be_visible(timeout=PATIENCE)
    doctor.page.keyboard.press("Escape")
    expect(doctor.page.get_by_role("dialog")).to_have_count(0)


def test_a_picture_from_the_album_and_a_voice_note_with_ranges(talk: Consultation, tmp_path: Path) -> None:
    doctor, patient = talk.doctor, talk.patient
    pick(doctor.page, doctor.page.get_by_role("button", name="从相册选"), paper(tmp_path / "plan.jpg", "PLAN"))
    expect(patient.page.locator(".message[data-kind=album] img")).to_be_visible(timeout=PATIENCE)
    hold_to_talk(doctor)
    expect_state(doctor.page.locator(".message[data-kind=voice]"), "已读")
    note = patient.page.locator(".message[data-kind=voice] voice-note")
    expect(note.locator("canvas")).to_be_visible(timeout=PATIENCE)
    source = str(note.get_attribute("src"))
    part = patient.context.request.get(source, headers={"Range": "bytes=0-99"})
    assert part.status == 206
    assert len(part.body()) == 100
    with patient.page.expect_response(lambda answer: answer.url.endswith(source) and answer.status in (200, 206)):
        note.get_by_role("button", name=re.compile("播放语音")).click()
    stranger = doctor.context.browser.new_context(base_url=doctor.product.address)  # type: ignore[union-attr]
    assert stranger.request.get(source, max_redirects=0).status in (302, 404)
    stranger.close()


def test_the_closing_note_is_read_and_both_find_the_consultation_again(talk: Consultation) -> None:
    doctor, patient = talk.doctor, talk.patient
    say(doctor, "先停用肥皂。")
    expect(said(patient, "先停用肥皂。")).to_be_visible(timeout=PATIENCE)
    doctor.press("结束")
    page = doctor.page
    page.get_by_label("写给患者的结论", exact=False).or_(page.locator("textarea[name=note]")).first.fill(
        "药膏再用一周，之后停。两周后红疹不退请到皮肤科门诊。"
    )
    if page.locator("input[name=revisit]").count():
        page.locator("input[name=revisit]").check()
    doctor.press("结束问诊")
    expect(page.get_by_text("药膏再用一周，之后停。")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("message-composer")).to_have_count(0)
    expect(patient.page.get_by_text("药膏再用一周，之后停。")).to_be_visible(timeout=PATIENCE)
    for phone, lists, name in ((patient, "/patient/", "林知夏"), (doctor, "/doctor/patients/", "乔木")):
        past = phone.go(lists).get_by_role("region", name="以往问诊")
        past.locator(f"a[href*='{talk.id}']").filter(has_text=name).click()
        expect(phone.page.get_by_text("先停用肥皂。")).to_be_visible(timeout=PATIENCE)


def test_logging_out_leaves_nothing_of_a_person_on_the_device(talk: Consultation) -> None:
    patient = talk.patient
    patient.context.set_offline(True)
    expect_state(say(patient, "这一句还没有发出。"), "待发送")
    patient.context.set_offline(False)
    patient.go("/me/")
    assert patient.storage()["databases"] == ["yinuo_outbox"]
    patient.press("退出登录")
    expect(patient.page.get_by_role("link", name="登录").first).to_be_visible(timeout=PATIENCE)
    assert patient.storage() == {"local": [], "session": [], "databases": [], "caches": []}
    assert patient.cookies() <= {"yinuo_csrf", "yinuo_language"}
