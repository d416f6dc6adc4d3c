"""What differs between two versions: by kind, each a widening, a narrowing or an editorial change. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from yinuo.promise.policy.cells import Cell, Key
from yinuo.promise.policy.delta import Delta, delta
from yinuo.promise.policy.diff_sentences import clause_sentence, sentence
from yinuo.promise.policy.model import Version

# In the order in which they are told within a clause.
KINDS = (
    *("purpose", "item", "source", "permission", "recipient", "place", "basis", "retention"),
    *("after", "need", "sensitivity", "storage", "measure", "path", "text"),
)


class Direction(StrEnum):
    WIDENING = "widening"
    NARROWING = "narrowing"
    EDITORIAL = "editorial"

    @property
    def mirrored(self) -> "Direction":
        pairs = {Direction.WIDENING: Direction.NARROWING, Direction.NARROWING: Direction.WIDENING}
        return pairs.get(self, self)


@dataclass(frozen=True)
class Difference:
    """``key`` says what differs, whatever the direction; ``text`` is a Chinese sentence."""

    key: Key
    clause: str
    kind: str
    direction: Direction
    text: str
    item: str | None = None
    purpose: str | None = None

    def as_json(self) -> dict[str, str]:
        named = {"clause": self.clause, "kind": self.kind, "direction": self.direction.value}
        named |= {"item": self.item} if self.item else {}
        named |= {"purpose": self.purpose} if self.purpose else {}
        return named | {"text": self.text}


def diff(before: Version, after: Version) -> tuple[Difference, ...]:
    """The differences in the order of the clauses. ``diff(a, b)`` mirrors ``diff(b, a)``, and nothing is widened from
    the first to the last of three versions that is not widened in one of the two steps.

    A clause whose words alone changed is one editorial difference; where a declared thing of the clause differs,
    that says it, and the words around it are not told a second time.
    """
    return differences(delta(before, after))


def differences(step: Delta) -> tuple[Difference, ...]:
    """What a step changes, in the order of the clauses."""
    declared = [difference for key in step.cells for difference in _cell(key, step)]
    covered = {difference.clause for difference in declared} | {
        cell.clause for difference in declared for cell in step.cells[difference.key] if cell
    }
    found = [*_merged(declared), *_texts(step, covered)]
    order = {clause: place for place, clause in enumerate([*step.clauses[0], *step.clauses[1]])}
    return tuple(sorted(found, key=lambda each: (order.get(each.clause, len(order)), KINDS.index(each.kind), each.key)))


def as_json(before: Version, after: Version) -> dict[str, Any]:
    """The stable form of ``yinuo policy diff --json``."""
    found = [difference.as_json() for difference in diff(before, after)]
    return {"from": before.number, "to": after.number, "differences": found}


def _cell(key: Key, step: Delta) -> Iterator[Difference]:
    old, new = step.cells[key]
    shown = new or old
    if shown is None or (not shown.whole and (old is None or new is None)):
        return
    if any(None in step.cells[parent] for parent in shown.within):
        return
    if shown.detail and (old or shown).acts != (new or shown).acts:
        return
    direction = _direction(old, new)
    if direction is None:
        return
    text = sentence(old, new)
    yield Difference(key, shown.clause, shown.kind, direction, text, shown.item, shown.purpose)


def _direction(old: Cell | None, new: Cell | None) -> Direction | None:
    before, after = old.rank if old else 0, new.rank if new else 0
    if after > before:
        acts = new.acts if new else True
        return Direction.WIDENING if acts else Direction.EDITORIAL
    if after < before:
        acts = old.acts if old else True
        return Direction.NARROWING if acts else Direction.EDITORIAL
    return Direction.EDITORIAL if old and new and new.worded and old.value != new.value else None


def _merged(declared: list[Difference]) -> Iterator[Difference]:
    """A term that got longer in both its senses is told once."""
    told: set[tuple[str | None, Direction]] = set()
    for difference in declared:
        if difference.kind == "retention":
            if (difference.item, difference.direction) in told:
                continue
            told.add((difference.item, difference.direction))
        yield difference


def _texts(step: Delta, covered: set[str]) -> Iterator[Difference]:
    for clause, (old, new) in step.texts.items():
        if clause not in covered:
            text = clause_sentence(clause, old.title if old else None, new.title if new else None)
            yield Difference(("text", clause), clause, "text", Direction.EDITORIAL, text)
