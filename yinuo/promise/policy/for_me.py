"""Of all that differs, what concerns one person: what asks anything of them, and what touches what they gave. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from yinuo.promise.policy.diff import Difference
from yinuo.promise.policy.duties import Duties
from yinuo.promise.policy.rights import is_of_rights


@dataclass(frozen=True)
class Concern:
    """``granted`` are uses that the person said yes to, as purpose and item; ``held`` are items held about them."""

    granted: frozenset[tuple[str, str]] = frozenset()
    held: frozenset[str] = frozenset()

    def touches(self, each: Difference) -> bool:
        """Rights are everybody's."""
        purposes = {purpose for purpose, _ in self.granted}
        items = self.held | {item for _, item in self.granted}
        return is_of_rights(each.clause) or each.purpose in purposes or each.item in items


@dataclass(frozen=True)
class ForMe:
    """``asked`` first those that touch the person; ``touching`` is told openly; ``rest`` is folded away."""

    asked: tuple[Difference, ...]
    touching: tuple[Difference, ...]
    rest: tuple[Difference, ...]


def for_me(owed: Duties, mine: Concern) -> ForMe:
    """The differences in the order in which one person reads them."""
    touching = tuple(each for each in owed.told if mine.touches(each))
    return ForMe(
        asked=tuple(sorted(owed.asked, key=lambda each: not mine.touches(each))),
        touching=touching,
        rest=tuple(each for each in owed.told if each not in touching),
    )


def concern_of(grants: dict[str, dict[str, bool]], held: Iterable[str]) -> Concern:
    """From the ledger's latest words and what is held."""
    said = {(purpose, item) for purpose, words in grants.items() for item, word in words.items() if word}
    return Concern(frozenset(said), frozenset(held))
