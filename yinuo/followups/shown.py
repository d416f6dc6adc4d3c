"""A personal value on a page: what it is, or the sentence that says why it is closed."""

from dataclasses import dataclass
from typing import Any

from yinuo.promise.vault import Closed, PersonalModel, reveal


@dataclass(frozen=True)
class Shown:
    """Both empty: it was not given. ``text`` is for text, ``said`` for what has a shape."""

    text: str = ""
    closed: str = ""
    said: Any = None


NOTHING = Shown()


def shown(row: PersonalModel | None, name: str) -> Shown:
    """Asks the gate; never raises for a no."""
    value = reveal(row, name) if row is not None else None
    if isinstance(value, Closed):
        return Shown(closed=value.sentence)
    return Shown(text=value if isinstance(value, str) else "", said=value)
