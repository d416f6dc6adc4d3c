"""1.2: the microphone's part taken back mid-way closes voice notes, in the open socket too; text goes on."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.consulting import PATIENCE, begin_consultation, expect_state, said, say
from tests.journeys.phone import Phone
from tests.journeys.product import Product

pytestmark = pytest.mark.clause("1.2")
OPEN_SOCKET = """(consultation) => new Promise(resolve => {
    window.heard = [];
    window.wire = new WebSocket(location.origin.replace("http", "ws") + "/socket");
    window.wire.onmessage = message => {
        const frame = JSON.parse(message.data);
        window.heard.push(frame);
        if (frame.event === "welcome") window.wire.send(
            JSON.stringify({command: "consultations.join", consultation, since: 0}));
        if (frame.event === "joined") resolve();
    };
})"""
ANSWER = """([frame]) => new Promise(resolve => {
    const answers = () => window.heard.find(one => one.client_id === frame.client_id && one.event !== "message");
    const timer = setInterval(() => { if (answers()) { clearInterval(timer); resolve(answers()); } }, 50);
    window.wire.send(JSON.stringify(frame));
})"""
RECORD = """async ([consultation, client]) => {
    const stream = await navigator.mediaDevices.getUserMedia({audio: true});
    const recorder = new MediaRecorder(stream);
    const parts = [];
    recorder.ondataavailable = event => parts.push(event.data);
    const stopped = new Promise(resolve => { recorder.onstop = resolve; });
    recorder.start();
    await new Promise(resolve => setTimeout(resolve, 1500));
    recorder.stop();
    await stopped;
    stream.getTracks().forEach(track => track.stop());
    const form = new FormData();
    form.append("client_id", client);
    form.append("kind", "voice");
    form.append("file", new Blob(parts, {type: recorder.mimeType}), "voice");
    const token = document.querySelector("meta[name=yinuo-csrf]").content;
    const headers = {"X-CSRFToken": token, "Accept": "application/json"};
    const answer = await fetch(`/consultations/${consultation}/media/`, {method: "POST", body: form, headers});
    return {status: answer.status, body: await answer.json()};
}"""


def recorded(page: Page, consultation: str, client: str) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(RECORD, [consultation, client])
    return found


def voice(consultation: str, client: str, media: str) -> dict[str, str]:
    frame = {"command": "consultations.send", "consultation": consultation, "kind": "voice"}
    return {**frame, "client_id": client, "media": media}


def privacy(phone: Phone, button: str) -> None:
    """At 我的→设置→账户信息→隐私保护提示, in a tab of its own: the thread stays open."""
    tab = phone.context.new_page()
    tab.goto("/me/settings/account/privacy/")
    tab.get_by_role("button", name=button, exact=True).click()
    expect(
        tab.get_by_role("button", name="同意：语音消息" if "收回" in button else "收回同意：语音消息")
    ).to_be_visible()
    tab.close()


def test_the_microphone_taken_back_closes_voice_in_the_open_socket_and_text_goes_on(
    product: Product, browser: Browser, tmp_path: Path
) -> None:
    talk = begin_consultation(product, browser, tmp_path)
    hers = talk.doctor.page
    privacy(talk.doctor, "同意：语音消息")
    first, second = str(uuid4()), str(uuid4())
    sent, kept = recorded(hers, talk.id, first), recorded(hers, talk.id, second)
    assert sent["status"] == kept["status"] == 201, (sent, kept)
    hers.evaluate(OPEN_SOCKET, talk.id)
    answer = hers.evaluate(ANSWER, [voice(talk.id, first, sent["body"]["media"])])
    assert answer["event"] == "acknowledged", answer

    privacy(talk.doctor, "收回同意：语音消息")
    answer = hers.evaluate(ANSWER, [voice(talk.id, second, kept["body"]["media"])])
    assert answer["event"] == "refused", answer
    assert "1.2" in answer["sentence"]
    assert answer["allow_url"]
    again = recorded(hers, talk.id, str(uuid4()))
    assert again["status"] == 403, again
    assert "语音消息" in again["body"]["sentence"]

    expect_state(say(talk.doctor, "那我打字说"), "已读")
    expect(said(talk.patient, "那我打字说")).to_be_visible(timeout=PATIENCE)
    expect(talk.patient.page.locator("voice-note")).to_have_count(1)
    talk.close()
