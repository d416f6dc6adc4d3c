"""Clause 5.4: refusing microphone, camera and album stops nothing else, and nothing asks again until one taps."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.journeys.arriving import watch_permissions
from tests.journeys.consulting import PATIENCE, begin_consultation, expect_state, said, say
from tests.journeys.phone import Phone
from tests.journeys.product import Product

pytestmark = [pytest.mark.clause("5.4"), pytest.mark.clause("1.12.2e")]
QUIET = 1500  # milliseconds in which a page that asks by itself would have asked
ITEMS = ("语音消息", "拍摄的照片", "相册图片")


def sheet(phone: Phone) -> Locator:
    return phone.page.locator("dialog.consent-sheet[open]")


def write_instead(phone: Phone) -> None:
    """Back to the keyboard, where the voice button stands in its place."""
    keyboard = phone.page.get_by_role("button", name="键盘", exact=True)
    if keyboard.count():
        keyboard.click()


def tap(phone: Phone, item: str) -> None:
    """Tap the function that takes this item."""
    page = phone.page
    if item == "语音消息":
        if not page.locator("voice-recorder").count():
            page.get_by_role("button", name="语音", exact=True).click()
        page.locator(".voice-hold").hover()
        page.mouse.down()
        expect(sheet(phone)).to_be_visible(timeout=PATIENCE)
        page.mouse.up()
    else:
        write_instead(phone)
        page.get_by_role("button", name={"拍摄的照片": "拍照", "相册图片": "从相册选"}[item], exact=True).click()
    expect(sheet(phone).get_by_role("heading")).to_have_text(f"是否同意提供“{item}”？", timeout=PATIENCE)


def decline(phone: Phone) -> None:
    sheet(phone).get_by_role("button", name="不同意", exact=True).click()
    expect(sheet(phone)).to_have_count(0)


def test_whoever_refuses_every_device_goes_on_by_text_and_is_not_asked_again_until_they_tap(
    product: Product, browser: Browser, tmp_path: Path
) -> None:
    talk = begin_consultation(product, browser, tmp_path)
    patient, doctor = talk.patient, talk.doctor
    asked = watch_permissions(patient)
    patient.page.reload()
    expect(patient.page.locator("chat-thread")).to_be_visible(timeout=PATIENCE)
    for item in ITEMS:
        tap(patient, item)
        expect(sheet(patient)).to_contain_text(re.compile("不同意会怎样：.+可改用文字。"))
        decline(patient)
    write_instead(patient)
    expect_state(say(patient, "拍不了照片，我打字说。"), "已读")
    expect(said(doctor, "拍不了照片，我打字说。")).to_be_visible(timeout=PATIENCE)

    patient.page.reload()
    expect(said(patient, "拍不了照片，我打字说。")).to_be_visible(timeout=PATIENCE)
    patient.page.wait_for_timeout(QUIET)
    expect(patient.page.locator("dialog[open]")).to_have_count(0)
    expect_state(say(patient, "刷新以后还能打字。"), "已读")
    assert asked == []  # no device was touched

    for item in ITEMS:
        tap(patient, item)
        decline(patient)
    assert asked == [] and patient.faults == [] and doctor.faults == []
    talk.close()
