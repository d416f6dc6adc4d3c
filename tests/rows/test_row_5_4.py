"""5.4: after a full withdrawal nothing is taken any more, in the open socket too; the rights go on; one step back."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.consulting import begin_consultation, expect_state, say
from tests.journeys.phone import Phone
from tests.journeys.product import Product
from tests.rows.test_row_1_2 import ANSWER, OPEN_SOCKET

pytestmark = pytest.mark.clause("5.4")
WITHDRAW = ("我的", "设置", "账户信息", "隐私保护提示", "取消隐私授权")


def tap(phone: Phone, *names: str) -> None:
    for name in names:
        phone.page.get_by_role("link", name=name).first.click()


def test_a_full_withdrawal_acts_at_once_and_coming_back_is_one_step(
    product: Product, browser: Browser, tmp_path: Path
) -> None:
    talk = begin_consultation(product, browser, tmp_path)
    expect_state(say(talk.patient, "先这样"), "已读")
    theirs = talk.patient.page
    theirs.evaluate(OPEN_SOCKET, talk.id)

    aside = Phone(browser, product)
    kept: Any = talk.patient.context.cookies()
    aside.context.add_cookies(kept)
    aside.go("/me/")
    tap(aside, *WITHDRAW)
    aside.press("取消隐私授权")
    expect(aside.page.get_by_role("button", name="恢复隐私授权")).to_be_visible()

    text = {"command": "consultations.send", "consultation": talk.id, "kind": "text", "text": "还能发吗"}
    answer = theirs.evaluate(ANSWER, [{**text, "client_id": str(uuid4())}])
    assert answer["event"] == "refused", answer
    assert "取消" in answer["sentence"]

    for place, words in (
        ("/me/information/", "只列出仍被保存的"),
        ("/me/requests/", "取消隐私授权之后这里照常可用"),
        ("/me/receipts/", "取消隐私授权"),
        ("/policy/patient/", "患者"),
    ):
        expect(aside.go(place).get_by_text(words).first).to_be_visible()

    aside.go("/me/settings/account/privacy/back/")
    aside.press("恢复隐私授权")
    expect(aside.page.get_by_role("button", name="恢复隐私授权")).to_have_count(0)
    talk.close()
    aside.close()


def test_device_permissions_show_the_browsers_word_and_mine(product: Product, browser: Browser) -> None:
    phone = Phone(browser, product)
    phone.register("patient", "19811110054")
    page = phone.go("/me/settings/privacy/devices/")
    expect(page.get_by_text("浏览器：").first).to_be_visible()
    page.get_by_role("button", name="同意：语音消息").click()
    page.get_by_role("button", name="收回同意：语音消息").click()
    expect(page.get_by_role("button", name="同意：语音消息")).to_be_visible()
    expect(page.get_by_text("在手机或浏览器里改")).to_be_visible()
    phone.close()
