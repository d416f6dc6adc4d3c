"""A browser with a pretended camera and microphone, and a stage for every test."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from yinuo.web.tests.pages import THREAD, document
from yinuo.web.tests.server import Stage

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


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
