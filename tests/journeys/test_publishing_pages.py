"""The pages of a policy's life, walked: nothing for axe to find, no script fails, English where it is asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.journeys import publishing
from tests.journeys.consulting import PATIENCE
from tests.journeys.phone import Phone
from tests.journeys.product import Product
from tests.journeys.publishing import OFFICER, SOURCE, WIDER

pytestmark = pytest.mark.clause("7")
SERIOUS = {"serious", "critical"}


@pytest.fixture
def alone(mutant: str, template: Path) -> Iterator[Product]:
    """A product of one's own: what is published here is nobody else's."""
    made = Product(mutant, template)
    try:
        made.start()
        yield made
    finally:
        made.leave()


def clean(phone: Phone) -> None:
    found = [each for each in Axe().run(phone.page).response["violations"] if each["impact"] in SERIOUS]
    told = [(each["id"], [node["html"][:160] for node in each["nodes"]]) for each in found]
    assert not told, (phone.page.url, told)
    assert not phone.faults, phone.faults


def test_every_page_of_a_policys_life_can_be_used_by_everybody(alone: Product, browser: Browser) -> None:
    desk = Phone(browser, alone, width=1280, height=800)
    desk.log_in("staff", OFFICER)
    desk.go("/console/policies/")
    clean(desk)
    publishing.begin_draft(desk)
    clean(desk)
    publishing.replace(desk, (SOURCE, WIDER), ("### 1.9 直播", "### 1.13 直播"))
    publishing.saved(desk)
    clean(desk)
    desk.page.get_by_role("button", name="去那一行").first.click()
    chosen = "(field) => field.value.slice(field.selectionStart, field.selectionEnd)"
    assert str(desk.page.get_by_label("文字和声明").evaluate(chosen)).startswith("### 1.10 ")
    publishing.replace(desk, ("### 1.13 直播", "### 1.9 直播"))
    publishing.saved(desk)
    publishing.back_to_draft(desk)
    clean(desk)
    desk.press("预览各人会看到什么")
    expect(desk.page.get_by_text("确认过 V4.2.0 的")).to_be_visible(timeout=PATIENCE)
    clean(desk)
    desk.page.go_back()
    publishing.publish(desk)
    publishing.published(desk, "4.3.0")

    phone = Phone(browser, alone)
    phone.log_in("doctor", "19900000001")
    expect(phone.page.get_by_role("heading", name="隐私政策更新到 V4.3.0")).to_be_visible(timeout=PATIENCE)
    clean(phone)
    wide = phone.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360, wide
    phone.press("暂不确认")
    for address in ("/me/", "/me/notices/", "/me/settings/account/", "/me/settings/account/email/", "/policy/"):
        phone.go(address)
        clean(phone)
    phone.go("/me/settings/")
    phone.press("English")
    expect(phone.page.locator("html")).to_have_attribute("lang", "en", timeout=PATIENCE)
    page = phone.go("/me/notices/")
    expect(page.get_by_text("Waits for you")).to_be_visible(timeout=PATIENCE)
    phone.close()
    desk.close()
