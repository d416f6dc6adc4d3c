"""A stage for every test, and a phone's page before it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from yinuo.web.tests.pages import THREAD, document
from yinuo.web.tests.server import Stage

expect.set_options(timeout=10_000)


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage()
    stage.played.pages["/thread/"] = document(THREAD)
    stage.played.pages["/other/"] = document(THREAD, person="somebody-else")
    stage.played.pages["/plain/"] = document("<p>plain</p>")
    leaving = '<form method="post" action="/gone/" data-wipe-device><button class="button">退出登录</button></form>'
    stage.played.pages["/out/"] = document(leaving)
    yield stage
    stage.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 360, "height": 640}, locale="zh-CN", has_touch=True)
    context.grant_permissions(["camera", "microphone"])
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which any error of a script fails the test."""
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda problem: problems.append(str(problem)))
    page.on("console", lambda said: problems.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    assert problems == []
