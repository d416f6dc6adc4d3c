"""A product of one's own, for rows that change what is in force."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.product import Product


@pytest.fixture(autouse=True)
def _clauses(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> None:
    """The report says which clauses a test proves."""
    for mark in request.node.iter_markers("clause"):
        record_property("clause", mark.args[0])


@pytest.fixture
def started(mutant: str, template: Path) -> Iterator[Callable[..., Product]]:
    """`started("--policy", "doctor=3.10.8", prepare=...)`: ``prepare`` may put files into the home before the start."""
    made: list[Product] = []

    def start(*arguments: str, prepare: Callable[[Product], None] | None = None) -> Product:
        product = Product(mutant, template)
        made.append(product)
        if prepare is not None:
            prepare(product)
        product.start(*arguments)
        return product

    yield start
    for product in made:
        product.leave()
