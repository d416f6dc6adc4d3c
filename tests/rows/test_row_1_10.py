"""1.10: a push wakes a phone with a fixed sentence, nothing else; without consent nothing is taken, off means off."""

import base64
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.consulting import (
    DOCTOR,
    PATIENCE,
    accept,
    ask,
    begin_consultation,
    come_in,
    new_number,
    paper,
    say,
)
from tests.journeys.phone import Phone
from tests.journeys.product import Product
from tests.journeys.pushing import PLACE, TAP, carried, deliver, new_device, post, turn_on

pytestmark = pytest.mark.clause("1.10")
SECRET = "昨晚又起了一片疹子，很痒"
ALLOW = ("camera", "microphone", "notifications")


def test_a_message_wakes_the_phone_with_a_fixed_sentence_and_a_tap_opens_the_thread(
    product: Product, browser: Browser, tmp_path: Path
) -> None:
    talk = begin_consultation(product, browser, tmp_path)
    talk.doctor.close()
    doctor = Phone(browser, product, allow=ALLOW)
    come_in(doctor, "doctor", DOCTOR)
    device = carried(doctor)
    assert new_device(doctor).wait(1) == []

    say(talk.patient, SECRET)
    (came,) = device.wait()
    sealed = base64.b64decode(came["body"])
    assert came["headers"]["Content-Encoding"] == "aes128gcm" and came["headers"]["Authorization"].startswith("vapid ")
    assert SECRET.encode() not in sealed and talk.id.encode() not in sealed
    payload = device.opened(came)
    assert payload == {"kind": "new_message", "language": "zh-hans"}

    page = doctor.go(PLACE)
    (shown,) = deliver(page, payload)
    assert shown == {"title": "有一条新消息", "body": "", "tag": "new_message", "url": "/me/notices/open/new_message/"}
    (forged,) = deliver(page, {"kind": "new_message", "title": SECRET, "body": SECRET})
    assert SECRET not in json.dumps(forged, ensure_ascii=False)

    (worker,) = doctor.context.service_workers
    with page.expect_navigation(url=re.compile(talk.id), timeout=PATIENCE):
        worker.evaluate(TAP, "new_message")
    expect(page.locator("chat-thread")).to_contain_text(SECRET, timeout=PATIENCE)

    say(talk.patient, "在看了吗")
    expect(page.locator("chat-thread")).to_contain_text("在看了吗", timeout=PATIENCE)
    assert device.wait(4) == [], "who is looking is not woken"
    doctor.close()
    talk.patient.close()


def test_without_consent_nothing_is_taken_and_off_means_off(product: Product, browser: Browser, tmp_path: Path) -> None:
    patient = Phone(browser, product, allow=ALLOW)
    patient.register("patient", new_number())
    before = new_device(patient)
    refused = post(patient, before.device.subscription)
    assert refused["status"] == 403 and refused["body"]["clause"] == "1.5"
    inside = {**before.device.subscription, "endpoint": "https://169.254.169.254/latest/meta-data/"}
    assert post(patient, inside)["status"] == 400

    page = patient.go(PLACE)
    patient.press("开启推送")
    page.get_by_role("dialog").get_by_role("button", name="不同意", exact=True).click()
    expect(page.get_by_text("推送没有开启")).to_be_visible(timeout=PATIENCE)
    assert post(patient, before.device.subscription)["status"] == 403

    device = carried(patient)
    made = ask(patient, paper(tmp_path / "diagnosis.jpg"))
    doctor = Phone(browser, product)
    come_in(doctor, "doctor", DOCTOR)
    accept(doctor, made)
    (came,) = device.wait()
    assert device.opened(came)["kind"] == "request_answered"

    page = patient.go(PLACE)
    patient.press("关闭推送")
    expect(page.get_by_text("推送没有开启")).to_be_visible(timeout=PATIENCE)
    say(doctor, "您好，请说说现在的情况")
    assert device.wait(5) == []
    assert post(patient, device.device.subscription)["status"] == 403
    turn_on(patient)
    patient.close()
    doctor.close()
