"""1.1a: an account is created with a mobile number, and only under a version that names it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.phone import Phone
from tests.journeys.product import Product

pytestmark = pytest.mark.clause("1.1a")


def test_a_doctor_registers_with_a_number_and_a_code(product: Product, browser: Browser) -> None:
    phone = Phone(browser, product)
    phone.register("doctor", "19811110001")
    expect(phone.go("/me/").get_by_text("198****0001")).to_be_visible()
    phone.close()


def test_the_red_pen_under_3_10_8_registration_refuses_and_quotes_the_clause(
    started: Callable[..., Product], browser: Browser
) -> None:
    product = started("--policy", "doctor=3.10.8")
    phone = Phone(browser, product)
    page = phone.go("/accounts/doctor/register/")
    confirm = page.get_by_role("button", name="同意并继续")
    if confirm.count():
        confirm.click()
        page.get_by_label("手机号码").fill("19811110002")
        phone.press("获取验证码")
    expect(page.get_by_text("3.10.8").first).to_be_visible()
    expect(page.get_by_text("没有写明会收集“手机号码”")).to_be_visible()
    expect(page.get_by_role("link", name="联系方式（第 8 条）")).to_be_visible()
    assert product.messages() == []
    phone.close()


def test_rights_never_lock_who_has_an_account_logs_in_under_3_10_8(
    started: Callable[..., Product], browser: Browser
) -> None:
    product = started()
    product.stop()
    product.start("--policy", "doctor=3.10.8")
    phone = Phone(browser, product)
    phone.log_in("doctor", "19900000001")
    expect(phone.go("/me/").get_by_text("199****0001")).to_be_visible()
    phone.close()
