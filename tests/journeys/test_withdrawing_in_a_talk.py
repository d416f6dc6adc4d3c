"""Step 8: the microphone is withdrawn mid-way. It closes in the open socket; text goes on, the record stays."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.consulting import PATIENCE, Consultation, begin_consultation, expect_state, hold_to_talk, said, say
from tests.journeys.phone import Phone
from tests.journeys.product import Product

pytestmark = [pytest.mark.clause("1.2"), pytest.mark.clause("5.4")]
SENTENCE = re.compile("“语音消息”的授权已收回（第 1.2 条）")
MENU = ("设置", "账户信息", "隐私保护提示")


@pytest.fixture
def talk(product: Product, browser: Browser, tmp_path: Path) -> Iterator[Consultation]:
    made = begin_consultation(product, browser, tmp_path)
    yield made
    made.close()


KEEP_SOCKET = """
    const Plain = WebSocket;
    window.sockets = [];
    window.frames_heard = [];
    window.WebSocket = class extends Plain {
        constructor(...given) {
            super(...given);
            window.sockets.push(this);
            this.addEventListener("message", ({ data }) => window.frames_heard.push(JSON.parse(data)));
        }
    };
"""


def upload_voice(phone: Phone, consultation: str) -> dict[str, Any]:
    """Post the note that this page already shows once more, under another id, past the page's own asking."""
    answer: dict[str, Any] = phone.page.evaluate(
        """async ({ consultation, client_id }) => {
            const source = document.querySelector("voice-note").getAttribute("src");
            const sound = await (await fetch(source)).blob();
            const body = new FormData();
            body.append("client_id", client_id);
            body.append("kind", "voice");
            body.append("file", new File([sound], "voice.m4a", { type: sound.type }));
            const token = document.querySelector('meta[name="yinuo-csrf"]').content;
            const answer = await fetch(`/consultations/${consultation}/media/`, {
                method: "POST", body, headers: { "X-CSRFToken": token, Accept: "application/json" },
            });
            return { status: answer.status, client_id, ...(await answer.json().catch(() => ({}))) };
        }""",
        {"consultation": consultation, "client_id": str(uuid4())},
    )
    return answer


def send_raw(phone: Phone, frame: dict[str, Any]) -> None:
    phone.page.evaluate("frame => window.sockets.at(-1).send(JSON.stringify(frame))", frame)


def heard(phone: Phone, client_id: str) -> Any:
    return phone.page.evaluate(
        """async id => {
            for (;;) {
                const found = window.frames_heard.find(
                    frame => frame.client_id === id && ["refused", "acknowledged"].includes(frame.event));
                if (found) return found;
                await new Promise(done => setTimeout(done, 50));
            }
        }""",
        client_id,
    )


def withdraw_voice(phone: Phone) -> None:
    """By the menu that the policy names: 我的→设置→账户信息→隐私保护提示."""
    phone.go("/me/")
    for entry in MENU:
        phone.page.get_by_role("link").filter(has_text=entry).first.click()
    phone.page.get_by_role("button", name="收回同意：语音消息").click()
    expect(phone.page.get_by_role("button", name="同意：语音消息", exact=True)).to_be_visible(timeout=PATIENCE)


def test_a_withdrawn_microphone_closes_in_the_open_socket_and_text_goes_on(talk: Consultation) -> None:
    doctor, patient = talk.doctor, talk.patient
    place = f"/doctor/consultations/{talk.id}/"
    doctor.page.add_init_script(KEEP_SOCKET)
    doctor.go(place)
    hold_to_talk(doctor)
    expect_state(doctor.page.locator(".message[data-kind=voice]"), "已读")
    doctor.page.reload()
    expect(doctor.page.locator(".message[data-kind=voice] voice-note canvas")).to_be_visible(timeout=PATIENCE)
    ready = upload_voice(doctor, talk.id)
    assert ready["status"] == 201

    thread = doctor.page
    doctor.page = doctor.context.new_page()
    withdraw_voice(doctor)
    doctor.page.close()
    doctor.page = thread

    frame = {"command": "consultations.send", "consultation": talk.id, "kind": "voice"}
    send_raw(doctor, {**frame, "client_id": ready["client_id"], "media": ready["media"]})
    refused = heard(doctor, ready["client_id"])
    assert refused["event"] == "refused"
    assert SENTENCE.search(refused["sentence"])
    assert refused["clause"] == "1.2"
    assert refused["allow_url"].startswith("/me/settings/account/privacy/")
    late = upload_voice(doctor, talk.id)
    assert late["status"] == 403
    assert SENTENCE.search(late["sentence"])
    assert doctor.page.evaluate("window.sockets.length") == 1

    message = say(doctor, "我改用文字。")
    expect_state(message, "已读")
    expect(said(patient, "我改用文字。")).to_be_visible()
    expect(patient.page.locator(".message[data-kind=voice]")).to_have_count(1)
    for phone in (doctor, patient):
        note = phone.page.locator(".message[data-kind=voice] voice-note").first
        with phone.page.expect_response(re.compile("/media/")) as played:
            note.get_by_role("button", name=re.compile("播放语音")).click()
        assert played.value.status in (200, 206)


def test_a_tap_on_the_closed_function_asks_again_and_one_tap_allows_it(talk: Consultation) -> None:
    doctor = talk.doctor
    hold_to_talk(doctor)
    expect_state(doctor.page.locator(".message[data-kind=voice]"), "已读")
    withdraw_voice(doctor)
    page = doctor.go(f"/doctor/consultations/{talk.id}/")
    page.get_by_role("button", name="语音", exact=True).click()
    page.locator(".voice-hold").hover()
    page.mouse.down()
    sheet = page.get_by_role("dialog")
    agree, refuse = (sheet.get_by_role("button", name=name, exact=True) for name in ("同意", "不同意"))
    expect(agree).to_be_visible(timeout=PATIENCE)
    page.mouse.up()
    expect(sheet.get_by_role("link", name=re.compile("第 1.2 条"))).to_be_visible()
    one, other = agree.bounding_box(), refuse.bounding_box()
    assert one is not None
    assert other is not None
    assert (one["width"], one["height"]) == (other["width"], other["height"])
    refuse.click()
    expect(page.locator(".composer-status")).to_contain_text("您选择了不同意", timeout=PATIENCE)
    hold_to_talk(doctor)
    expect_state(page.locator(".message[data-kind=voice]").last, "已读")
    expect(page.locator(".message[data-kind=voice]")).to_have_count(2)
