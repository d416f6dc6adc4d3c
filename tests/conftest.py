"""The real product and real browsers, shared by a whole run."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.product import Product

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)


@pytest.fixture(scope="session")
def template() -> Iterator[Path]:
    """A home with demonstration people in which the product ran once; ``PRODUCT_TEMPLATE`` names a ready one."""
    ready = os.environ.get("PRODUCT_TEMPLATE")
    if ready:
        yield Path(ready)
        return
    made = Product()
    try:
        made.start()
        made.stop()
        yield made.home
    finally:
        made.leave()


@pytest.fixture(scope="session")
def product(mutant: str, template: Path) -> Iterator[Product]:
    """What `script/run` starts, with demonstration people, in a home of its own."""
    made = Product(mutant, template)
    try:
        made.start()
        yield made
    finally:
        made.leave()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield opened
        opened.close()
