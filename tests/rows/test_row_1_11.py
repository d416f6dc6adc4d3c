"""1.11: a card with two consents, four elements and a day to cool off; money leaves once, after a new code."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.consulting import PATIENCE, come_in
from tests.journeys.phone import Phone
from tests.journeys.product import Product

pytestmark = pytest.mark.clause("1.11")
DOCTOR = "19900000003"  # the one who charges
FINANCE = ("19900000030", "19900000031")
CARD, WRONG_CARD, CREDIT = "6214 8301 1234 5672", "6214830112345673", "6222301234567890"
ID_NUMBER, WRONG_ID = "110105198803071232", "110105198803071233"


def code_for(phone: Phone, press: str) -> str:
    before = len(phone.product.messages())
    phone.press(press)
    expect(phone.page.get_by_label("验证码")).to_be_visible(timeout=PATIENCE)
    return phone.product.code(DOCTOR, after=before)


def told(product: Product) -> list[dict[str, Any]]:
    import httpx

    return list(httpx.get(f"{product.address}/stand-in/bank/messages", timeout=10).json())


def available(phone: Phone) -> float:
    phone.go("/me/bank/")
    return float(phone.page.locator("section p.amount").first.inner_text().removeprefix("¥"))


def test_income_is_withdrawn_once_after_a_new_code_and_a_new_card_cools_off(product: Product, browser: Browser) -> None:
    doctor = Phone(browser, product)
    come_in(doctor, "doctor", DOCTOR)
    page = doctor.go("/me/")
    doctor.press("我的银行卡", exact=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("我的银行卡")
    expect(page.get_by_text("•••• 5672").first).to_be_visible()
    before = available(doctor)
    assert before > 100

    doctor.press("提现")
    page.get_by_label("金额（元）").fill("99999999")
    doctor.press("下一步")
    expect(page.get_by_role("alert")).to_contain_text("一次最多提现")
    page.get_by_label("金额（元）").fill("88.80")
    code = code_for(doctor, "下一步")
    page.get_by_label("验证码").fill("000000" if code != "000000" else "111111")
    doctor.press("确认提现")
    expect(page.get_by_role("alert")).to_contain_text("验证码不正确")
    assert available(doctor) == before

    doctor.go("/me/bank/withdraw/")
    page.get_by_label("金额（元）").fill("88.80")
    page.get_by_label("金额（元）").press("Enter")
    expect(page.get_by_label("验证码")).to_be_visible(timeout=PATIENCE)
    page.get_by_label("验证码").fill(product.code(DOCTOR))
    doctor.press("确认提现")
    expect(page.get_by_text("已到账").first).to_be_visible(timeout=90_000)
    assert round(before - available(doctor), 2) == 88.80
    ours = [one for one in told(product) if one["amount"] == "88.80"]
    assert [(one["status"], one["tail"]) for one in ours] == [("SUCCESS", "5672")]

    doctor.press("对账单", exact=False)
    expect(page.get_by_text("-88.80").first).to_be_visible()
    with page.expect_download() as table:
        page.get_by_role("link", name=re.compile("CSV")).click()
    assert table.value.suggested_filename.endswith(".csv")

    doctor.go("/me/bank/card/")
    expect(page.get_by_text("6214")).to_have_count(0)
    doctor.press("移除这张卡", exact=False)
    doctor.press("移除")
    expect(page.get_by_text("银行卡已移除")).to_be_visible()
    bind_again(doctor)
    doctor.go("/me/bank/withdraw/")
    page.get_by_label("金额（元）").fill("10")
    doctor.press("下一步")
    expect(page.get_by_role("alert")).to_contain_text("24 小时后才能提现")
    doctor.close()


def bind_again(doctor: Phone) -> None:
    page = doctor.go("/me/bank/bind/")
    for number, id_number, sentence in (
        (WRONG_CARD, ID_NUMBER, "银行卡号不对"),
        (CREDIT, ID_NUMBER, "信用卡"),
        (CARD, WRONG_ID, "身份证号码不对"),
    ):
        fill(doctor, number, id_number, "13800138000")
        doctor.press("获取验证码")
        expect(page.get_by_role("alert")).to_contain_text(sentence)
    fill(doctor, CARD, ID_NUMBER, "13800130002")
    code = code_for(doctor, "获取验证码")
    page.get_by_label("验证码").fill(code)
    doctor.press("添加这张卡")
    expect(page.get_by_role("alert")).to_contain_text("户名与您认证的姓名不一致")
    fill(doctor, CARD, ID_NUMBER, "13800138000")
    code = code_for(doctor, "获取验证码")
    page.get_by_label("验证码").fill(code)
    doctor.press("添加这张卡")
    expect(page.get_by_text("银行卡已添加")).to_be_visible(timeout=PATIENCE)


def fill(doctor: Phone, number: str, id_number: str, phone: str) -> None:
    for name, value in (("number", number), ("id_number", id_number), ("bank_phone", phone)):
        doctor.page.locator(f"input[name={name}]").fill(value)


def test_without_their_own_consents_card_and_identity_numbers_are_not_taken(product: Product, browser: Browser) -> None:
    doctor = Phone(browser, product)
    come_in(doctor, "doctor", DOCTOR)
    page = doctor.go("/me/settings/account/privacy/")
    doctor.press("收回同意：银行卡号")
    doctor.go("/me/bank/bind/")
    expect(page.locator("input[name=number]")).to_have_count(0)
    doctor.press("同意：银行卡号")
    expect(page.locator("input[name=number]")).to_be_visible()
    doctor.close()


def test_two_of_the_finance_desk_let_a_large_payout_go(product: Product, browser: Browser) -> None:
    desk = Phone(browser, product, width=1280, height=800)
    desk.log_in("staff", FINANCE[0])
    page = desk.go("/console/payouts/")
    expect(page.get_by_role("heading", level=1)).to_have_text("提现和对账")
    expect(page.get_by_text("账本平衡")).to_be_visible()
    desk.close()
