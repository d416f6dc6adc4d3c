"""Step 7: the network drops, the log-in expires, a second device is there: nothing is lost and nothing comes twice."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, WebSocketRoute, expect

from tests.journeys.consulting import (
    DOCTOR,
    PATIENCE,
    Consultation,
    ask,
    begin_consultation,
    come_in,
    new_number,
    paper,
    said,
    say,
)
from tests.journeys.phone import Phone
from tests.journeys.product import Product

pytestmark = pytest.mark.clause("1.2")


@pytest.fixture
def talk(product: Product, browser: Browser, tmp_path: Path) -> Iterator[Consultation]:
    made = begin_consultation(product, browser, tmp_path)
    yield made
    made.close()


def words(phone: Phone) -> list[str]:
    """The thread's texts from above to below."""
    return phone.page.locator(".message[data-kind=text] .message-text").all_text_contents()


@pytest.mark.parametrize("side", ["doctor", "patient"])
def test_what_was_written_without_a_network_goes_out_once_and_in_order(talk: Consultation, side: str) -> None:
    writer, reader = (talk.doctor, talk.patient) if side == "doctor" else (talk.patient, talk.doctor)
    sent = ["第一句", "第二句", "第三句"]
    say(writer, "断网之前")
    expect(said(reader, "断网之前")).to_be_visible(timeout=PATIENCE)
    writer.context.set_offline(True)
    for text in sent:
        expect(say(writer, text).locator(".message-state")).to_have_text("待发送", timeout=PATIENCE)
    expect(writer.page.get_by_text("网络断开，消息会在恢复后自动发出")).to_be_visible(timeout=PATIENCE)
    expect(said(reader, "第一句")).to_have_count(0)
    writer.context.set_offline(False)
    expect(said(reader, "第三句")).to_be_visible(timeout=PATIENCE)
    expect(writer.page.get_by_text("网络断开")).to_have_count(0)
    for phone in (writer, reader):
        assert words(phone) == ["断网之前", *sent]
        phone.page.reload()
        expect(said(phone, "第三句")).to_be_visible(timeout=PATIENCE)
        assert words(phone) == ["断网之前", *sent]


def test_what_waits_survives_closing_the_page_and_is_sealed_on_the_device(talk: Consultation) -> None:
    doctor, patient = talk.doctor, talk.patient
    patient.context.set_offline(True)
    for text in ("关掉页面之前一", "关掉页面之前二"):
        expect(say(patient, text).locator(".message-state")).to_have_text("待发送", timeout=PATIENCE)
    kept = patient.page.evaluate(RECORDS)
    assert len(kept) >= 2
    assert "关掉页面" not in json.dumps(kept, ensure_ascii=False)
    patient.page.reload()
    expect(patient.page.get_by_text("现在没有网络")).to_be_visible(timeout=PATIENCE)
    patient.page.close()
    patient.page = patient.context.new_page()
    patient.context.set_offline(False)
    patient.go("/patient/")  # not the thread: any page of this person sends what waits
    expect(said(doctor, "关掉页面之前二")).to_be_visible(timeout=PATIENCE)
    assert words(doctor) == ["关掉页面之前一", "关掉页面之前二"]


RECORDS = """async () => {
    const base = await new Promise((done, failed) => {
        const opening = indexedDB.open("yinuo_outbox");
        opening.onsuccess = () => done(opening.result);
        opening.onerror = failed;
    });
    const texts = [];
    for (const store of base.objectStoreNames) {
        const records = await new Promise((done) => {
            const asking = base.transaction(store).objectStore(store).getAll();
            asking.onsuccess = () => done(asking.result);
        });
        for (const record of records) {
            const seen = JSON.stringify(record, (_, value) =>
                value instanceof ArrayBuffer || ArrayBuffer.isView(value)
                    ? new TextDecoder().decode(value) : value);
            texts.push(seen);
        }
    }
    base.close();
    return texts;
}"""


def test_an_acknowledgement_that_is_lost_makes_no_second_message(
    product: Product, browser: Browser, tmp_path: Path
) -> None:
    talk = begin_consultation(product, browser, tmp_path)
    lost: list[str] = []

    def between(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def passing(frame: str | bytes) -> None:
            text = frame if isinstance(frame, str) else frame.decode()
            if not lost and json.loads(text)["event"] == "acknowledged":
                lost.append(text)
                socket.close()
                return
            socket.send(frame)

        server.on_message(passing)

    talk.patient.page.route_web_socket("**/socket", between)
    talk.patient.page.reload()
    message = say(talk.patient, "只该出现一次")
    expect(message.locator(".message-state")).to_have_text("已读", timeout=PATIENCE)
    assert len(lost) == 1
    say(talk.patient, "之后的一句")
    expect(said(talk.doctor, "之后的一句")).to_be_visible(timeout=PATIENCE)
    assert words(talk.doctor) == words(talk.patient) == ["只该出现一次", "之后的一句"]
    talk.close()


def test_an_expired_log_in_leaves_the_words_where_they_are(talk: Consultation) -> None:
    doctor, patient = talk.doctor, talk.patient
    patient.page.get_by_label("写给对方").fill("写到一半的话")
    patient.context.clear_cookies(name="yinuo_session")
    patient.page.evaluate("() => dispatchEvent(new Event('offline'))")
    patient.page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(patient.page.get_by_text("登录已过期，写好的内容还在")).to_be_visible(timeout=PATIENCE)
    patient.page.get_by_role("button", name="发送", exact=True).click()
    expect(said(patient, "写到一半的话").locator(".message-state")).to_have_text("待发送", timeout=PATIENCE)
    patient.page.get_by_label("写给对方").fill("还没点发送的话")
    patient.press("重新登录")
    patient.press("患者登录")
    patient.finish_log_in(patient.number)
    expect(patient.page.locator("chat-thread")).to_be_visible(timeout=PATIENCE)
    expect(said(doctor, "写到一半的话")).to_be_visible(timeout=PATIENCE)
    expect(patient.page.get_by_label("写给对方")).to_have_value("还没点发送的话", timeout=PATIENCE)


def test_two_devices_of_one_doctor_accept_once(product: Product, browser: Browser, tmp_path: Path) -> None:
    patient, phone, tablet = (Phone(browser, product) for _ in range(3))
    patient.register("patient", new_number())
    made = ask(patient, paper(tmp_path / "paper.jpg"))
    for device in (phone, tablet):
        come_in(device, "doctor", DOCTOR)
        device.go(f"/doctor/consultations/{made}/")
    for device in (phone, tablet):
        device.press("接诊")
    for device in (phone, tablet):
        device.go(f"/doctor/consultations/{made}/")
        expect(device.page.locator("chat-thread")).to_be_visible(timeout=PATIENCE)
        expect(device.page.get_by_text("医生已接诊")).to_have_count(1)
    say(phone, "从手机说")
    expect(said(tablet, "从手机说")).to_be_visible(timeout=PATIENCE)
    expect(said(tablet, "从手机说")).to_have_attribute("data-mine", "")
    for device in (patient, phone, tablet):
        device.close()
