"""7: a new version is told before anything else, by push too; nothing under it before the person confirms; no right
gets less."""

import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import publishing
from tests.journeys.consulting import PATIENCE
from tests.journeys.phone import Phone
from tests.journeys.product import Product
from tests.journeys.publishing import ANSWER, EMAIL, OFFICER, SECOND
from tests.journeys.pushing import carried

pytestmark = pytest.mark.clause("7")
ADDRESS = "/me/settings/account/email/"


def officer(product: Product, browser: Browser, number: str = OFFICER) -> Phone:
    desk = Phone(browser, product, width=1280, height=800)
    desk.log_in("staff", number)
    return desk


def give(phone: Phone, address: str) -> None:
    page = phone.go(ADDRESS)
    page.locator("#email").fill(address)
    phone.press("同意并保存")


def mails(product: Product, *, at_least: int = 0) -> list[dict[str, Any]]:
    """What the mail stand-in took in; waits until there are so many."""
    until = time.monotonic() + 90
    while True:
        found: list[dict[str, Any]] = httpx.get(f"{product.address}/stand-in/mail/messages", timeout=10).json()
        if len(found) >= at_least or time.monotonic() > until:
            return found
        time.sleep(0.3)


def test_who_is_silent_keeps_only_what_the_old_version_covers(
    started: Callable[..., Product], browser: Browser
) -> None:
    product = started()
    desk = officer(product, browser)
    publishing.begin_draft(desk)
    publishing.replace(desk, (EMAIL, EMAIL.replace('"您填写时"', '"您填写时"\ncollected = false')))
    publishing.saved(desk)
    publishing.back_to_draft(desk)
    publishing.publish(desk)
    publishing.published(desk, "4.3.0")

    phone = Phone(browser, product)
    phone.register("doctor", "19811110071")
    desk.go("/console/policies/")
    desk.press("撤回 医生 V4.3.0")
    publishing.published(desk, "4.3.1")

    page = phone.go("/credentials/")
    expect(page.get_by_role("heading", name="隐私政策更新到 V4.3.1")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("开始收集“电子邮箱”")).to_be_visible()
    phone.press("暂不确认")
    expect(page.get_by_role("heading", name="隐私政策更新到 V4.3.1")).to_have_count(0)
    give(phone, "lin@example.com")
    expect(page.get_by_text("您确认过的隐私政策没有写明“电子邮箱”的这一用途")).to_be_visible(timeout=PATIENCE)

    phone.go("/me/settings/account/privacy/version/")
    phone.press("确认新版")
    give(phone, "lin@example.com")
    expect(page.get_by_text("l***@example.com")).to_be_visible(timeout=PATIENCE)
    phone.close()
    desk.close()


def test_a_material_change_is_told_prominently_and_by_one_mail_and_one_push(
    started: Callable[..., Product], browser: Browser
) -> None:
    product = started()
    phone = Phone(browser, product, allow=("notifications",))
    phone.log_in("doctor", "19900000001")
    device = carried(phone)
    give(phone, "lin@example.com")
    expect(phone.page.get_by_text("l***@example.com")).to_be_visible(timeout=PATIENCE)
    desk = officer(product, browser)
    publishing.widen(desk)

    page = phone.go("/doctor/")
    expect(page.get_by_text("这是一次重大变化")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("新增一种来源：使用中自动产生")).to_be_visible()
    phone.press("暂不确认")
    page = phone.go("/me/")
    expect(page.get_by_text("有重大变化").first).to_be_visible()
    page = phone.go("/me/notices/")
    expect(page.get_by_text("等您确认")).to_be_visible()
    (pushed,) = device.wait(60)
    assert device.opened(pushed)["kind"] == "policy_change"
    (mail,) = mails(product, at_least=1)
    assert mail["to"] == "lin@example.com" and "V4.3.0 有重大变化" in mail["subject"]
    assert "服务方式变了" in mail["text"]

    old = phone.go("/policy/doctor/4.0.0/")
    expect(old.get_by_text("这不是当前版本。现在生效的是 V4.3.0")).to_be_visible()
    with old.expect_download() as kept:
        phone.press("保存到本机")
    assert kept.value.suggested_filename == "yinuo-doctor-4.0.0.md"
    marked = phone.go("/policy/doctor/4.3.0/differences?from=4.0.0")
    expect(marked.locator("ins.diff-added").first).to_be_visible()
    assert len(mails(product)) == 1 and device.wait(1) == []
    phone.close()
    desk.close()


def test_a_right_is_not_lessened_and_a_second_officer_loses_nothing(
    started: Callable[..., Product], browser: Browser
) -> None:
    product = started()
    desk, other = officer(product, browser), officer(product, browser, SECOND)
    page = publishing.begin_draft(desk)
    theirs = other.go(page.url.removeprefix(product.address) + "policy.md/")
    publishing.replace(desk, (ANSWER, ANSWER.replace("十五", "三十")))
    publishing.saved(desk)
    publishing.back_to_draft(desk)
    expect(page.get_by_text("会减少人们的权利，不能发布")).to_be_visible()
    publishing.publish(desk)
    expect(page.get_by_role("alert")).to_contain_text("第 5.8 条", timeout=PATIENCE)
    expect(page.get_by_role("alert")).to_contain_text("三十天内答复")

    field = theirs.get_by_label("文字和声明")
    field.evaluate(publishing.PASTE, field.input_value() + "\n我写的一行\n")
    other.press("保存")
    expect(theirs.get_by_role("alert")).to_contain_text("另一位专员", timeout=PATIENCE)
    assert "我写的一行" in field.input_value()
    expect(theirs.get_by_text("您写的和现在保存的，不同在这些行")).to_be_visible()
    assert product.cli_json("policy", "show", "doctor")["version"] == "4.2.0"
    desk.close()
    other.close()
