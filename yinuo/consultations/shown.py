"""A personal value on a page: its words, or the sentence that says why it is closed."""

from dataclasses import dataclass

from yinuo.promise.vault import Closed, PersonalModel, reveal


@dataclass(frozen=True)
class Shown:
    """Both empty: it was not given."""

    text: str = ""
    closed: str = ""

    @property
    def given(self) -> bool:
        return bool(self.text or self.closed)


NOTHING = Shown()


def shown(row: PersonalModel | None, name: str) -> Shown:
    """Asks the gate; never raises for a no."""
    value = reveal(row, name) if row is not None else None
    if isinstance(value, Closed):
        return Shown(closed=value.sentence)
    return Shown(text=value or "")
