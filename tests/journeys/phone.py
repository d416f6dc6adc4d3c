"""Somebody with a phone: a browser of 360 x 640 and what a person does with it."""

import re
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.product import Product

LOCAL = re.compile(r"[^0-9]")


class Phone:
    """One browser context: own cookies, own storage. ``width`` and ``height`` are those of the hospital's desk too."""

    def __init__(
        self,
        browser: Browser,
        product: Product,
        *,
        width: int = 360,
        height: int = 640,
        locale: str = "zh-CN",
        scheme: Literal["light", "dark"] = "light",
        allow: tuple[str, ...] = ("camera", "microphone"),
    ) -> None:
        self.product = product
        self.context: BrowserContext = browser.new_context(
            base_url=product.address,
            viewport={"width": width, "height": height},
            locale=locale,
            timezone_id="Asia/Shanghai",
            color_scheme=scheme,
            permissions=list(allow),
            is_mobile=width < 600,
            has_touch=width < 600,
            device_scale_factor=2,
        )
        self.page: Page = self.context.new_page()
        self.number = ""
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def close(self) -> None:
        self.context.close()

    def go(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def press(self, name: str, *, exact: bool = True) -> None:
        """Tap the button or link of that name."""
        found = self.page.get_by_role("button", name=name, exact=exact)
        link = self.page.get_by_role("link", name=name, exact=exact)
        found.or_(link).first.click()

    def register(self, role: str, number: str) -> None:
        """From the landing page to an account; nothing is ticked, everything is tapped."""
        self.number = number
        page = self.go(f"/accounts/{role}/register/")
        self.press("同意并继续")
        page.get_by_label("手机号码").fill(number)
        self.press("获取验证码")
        page.get_by_label("验证码").fill(self.product.code(number))
        self.press("完成注册")
        expect(page.get_by_label("验证码")).to_have_count(0)

    def log_in(self, role: str, number: str) -> None:
        self.go(f"/accounts/{role}/login/")
        self.finish_log_in(number)

    def finish_log_in(self, number: str) -> None:
        """From the page that asks for the number."""
        self.number, page = number, self.page
        page.get_by_label("手机号码").fill(number)
        before = len(self.product.messages())
        self.press("获取验证码")
        expect(page.get_by_label("验证码")).to_be_visible()
        page.get_by_label("验证码").fill(self.product.code(number, after=before))
        self.press("登录")
        expect(page.get_by_label("验证码")).to_have_count(0)

    def picture(self, path: Path) -> None:
        self.page.screenshot(path=path)

    def cookies(self) -> set[str]:
        return {str(cookie.get("name")) for cookie in self.context.cookies()}

    def storage(self) -> dict[str, Any]:
        """What the browser keeps for our address besides cookies: names only."""
        found: dict[str, Any] = self.page.evaluate(
            """async () => ({
                local: Object.keys(localStorage), session: Object.keys(sessionStorage),
                databases: (await indexedDB.databases()).map(d => d.name), caches: await caches.keys(),
            })"""
        )
        return found
