"""5.1: a person sees all that is still held about them, whence, why, until when and who touched it; also after a full
withdrawal."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.phone import Phone
from tests.journeys.product import Product

pytestmark = pytest.mark.clause("5.1")
NUMBER = "+8619811110051"


def test_everything_held_is_shown_item_by_item_and_still_after_full_withdrawal(
    product: Product, browser: Browser
) -> None:
    phone = Phone(browser, product)
    phone.register("doctor", NUMBER.removeprefix("+86"))
    phone.go("/me/")
    phone.press("个人信息", exact=False)
    page = phone.page
    page.get_by_role("link", name="手机号码").click()
    for words in (NUMBER, "账户存续期间", "您或写下它的人提供", "用手机号码注册和登录", "您本人"):
        expect(page.get_by_text(words).first).to_be_visible()

    phone.go("/me/settings/account/privacy/withdraw/")
    phone.press("取消隐私授权")
    expect(page.get_by_role("button", name="恢复隐私授权")).to_be_visible()
    phone.go("/me/information/")
    expect(page.get_by_text("只列出仍被保存的")).to_be_visible()
    expect(page.get_by_text(NUMBER)).to_be_visible()
    phone.close()


def test_the_certification_page_says_what_is_not_offered(product: Product, browser: Browser) -> None:
    phone = Phone(browser, product)
    phone.log_in("doctor", "19900000001")
    page = phone.go("/me/certification/")
    expect(page.get_by_text("林知夏")).to_be_visible()
    expect(page.get_by_text("本版暂未提供")).to_have_count(5)
    page.get_by_role("link", name="医生执照").click()
    with phone.context.expect_page() as opened:
        page.get_by_role("link", name="打开").first.click()
    assert opened.value.evaluate("document.contentType") == "image/jpeg"
    phone.close()
