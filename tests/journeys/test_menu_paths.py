"""Every app path that a clause names and that is built is walked in Chromium, from the tab bar, by tapping."""

import re

import pytest
from django.urls import get_resolver, reverse
from playwright.sync_api import Browser, expect

from tests.journeys.consulting import come_in
from tests.journeys.phone import Phone
from tests.journeys.product import Product
from yinuo.promise.bindings import MENU
from yinuo.promise.policy import library

pytestmark = pytest.mark.clause("5.1")
PEOPLE = {"doctor": "19900000001", "patient": "19900000011"}


def built(role: str) -> dict[str, str]:
    """The paths of the newest policy of this role that a page stands at, each with its address."""
    assert get_resolver().url_patterns  # the rooms bind their paths where their doors are listed
    bound = {entry.menu: reverse(entry.url) for entry in MENU if entry.role == role}
    version = library().versions(role)[-1]
    named = [path.menu for clause in version.clauses.values() for path in clause.paths if path.kind == "app"]
    return {menu: bound[menu] for menu in named if menu in bound}


@pytest.mark.parametrize("role", sorted(PEOPLE))
def test_every_app_path_that_is_built_is_walked_by_tapping(role: str, product: Product, browser: Browser) -> None:
    phone = Phone(browser, product)
    come_in(phone, role, PEOPLE[role])
    paths = built(role)
    assert {"我的→个人信息", "我的→设置→隐私设置→设备授权"} <= set(paths)
    for menu, address in paths.items():
        phone.go("/")
        steps = menu.split("→")
        # 我的认证 is a card of the first tab, and stands under 我的 too.
        for step in ["我的", *steps] if steps[0] != "我的" else steps:
            bar = phone.page.locator("nav.tabbar")
            where = bar if step == "我的" else phone.page.locator("main")
            where.get_by_role("link", name=re.compile(f"^{step}")).first.click()
        phone.page.wait_for_url(f"**{address}")
        expect(phone.page.get_by_role("heading", level=1)).to_have_text(re.compile(steps[-1]))
    phone.close()
