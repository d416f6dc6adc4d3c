"""The real product, shared by a whole run."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.product import Product


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
