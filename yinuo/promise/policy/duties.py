"""What a new version owes to people: whom it must ask, what it must tell, and what it may not do at all. Pure.

A widening asks: by purpose, item, source, permission, recipient, place, basis, retention and the like. Narrowing and
words alone never do. Joining two steps gives the duties of the whole way (`delta.joined`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from django.utils.translation import get_language

from yinuo.promise.policy.delta import Delta, delta
from yinuo.promise.policy.diff import Difference, Direction, differences
from yinuo.promise.policy.model import Basis, Version
from yinuo.promise.policy.rights import Lessening, is_of_rights, lessenings

# Clause 7, material changes; b (who owns the house) and f (a high risk was found) are facts that no text shows: the
# officer names them.
LETTERS = ("a", "b", "c", "d", "e", "f")
BY_OFFICER = frozenset({"b", "f"})
_SERVICE = frozenset({"purpose", "item", "source", "permission", "basis", "need", "after", "sensitivity"})
_HANDLING = frozenset({*_SERVICE - {"purpose"}, "retention"})


@dataclass(frozen=True)
class Duties:
    """``asked`` are the widenings: nothing of them before the person confirms. ``told`` is everything else.
    ``again`` are uses, as purpose and item, of which a consent given before does not cover what is declared now; an
    empty purpose stands for each. ``receives`` are recipients that get more than before, with the purpose and the item
    of it, empty for each of theirs. ``letters`` are the material changes of clause 7."""

    asked: tuple[Difference, ...]
    told: tuple[Difference, ...]
    again: frozenset[tuple[str, str]]
    letters: frozenset[str]
    lessens: tuple[Lessening, ...]
    receives: frozenset[tuple[str, str, str]] = frozenset()

    @property
    def ask(self) -> bool:
        """Must the people who confirmed the version before confirm again?"""
        return bool(self.asked)

    @property
    def material(self) -> bool:
        return bool(self.letters)

    def with_letters(self, letters: frozenset[str]) -> "Duties":
        """With the facts that the officer names."""
        return replace(self, letters=self.letters | (letters & BY_OFFICER))


@lru_cache(maxsize=256)
def _between(before: "_ByHash", after: "_ByHash", language: str | None) -> Duties:
    return duties_of(delta(before.version, after.version))


@dataclass(frozen=True, eq=False)
class _ByHash:
    """A version as a key of the cache: its hash says what it is."""

    version: Version

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByHash) and self._named == other._named

    def __hash__(self) -> int:
        return hash(self._named)

    @property
    def _named(self) -> tuple[str, str, str]:
        return self.version.role, self.version.number, self.version.hash


def duties(before: Version, after: Version) -> Duties:
    """What publishing ``after`` owes to people who confirmed ``before``. Kept by the two texts' hashes and the
    language of the sentences."""
    return _between(_ByHash(before), _ByHash(after), get_language())


def duties_of(step: Delta) -> Duties:
    """The duties of a step, or of several steps joined."""
    found = sorted(differences(step), key=lambda each: (each.key, each.direction))
    asked = tuple(each for each in found if each.direction is Direction.WIDENING)
    again = {(each.purpose or "", each.item) for each in asked if each.item and each.kind in _HANDLING}
    return Duties(
        asked=asked,
        told=tuple(each for each in found if each.direction is not Direction.WIDENING),
        again=frozenset(again),
        letters=frozenset({letter for each in found for letter in _letters(each)} | set(_reworded(step))),
        lessens=lessenings(step),
        receives=frozenset(
            _receiving(each) for each in asked if each.key[0] == "recipient" and "host" not in each.key[2:3]
        ),
    )


def _receiving(each: Difference) -> tuple[str, str, str]:
    """Another host of the same recipient is no other recipient; another name, place or use is."""
    return each.key[1], each.purpose or "", each.item or ""


def _letters(each: Difference) -> set[str]:
    """Clause 7: a the service, c who receives, d rights and how to use them, e contacts and complaints."""
    found = set()
    moves = each.direction is not Direction.EDITORIAL
    if moves and (each.kind == "purpose" or (each.kind in _SERVICE and each.direction is Direction.WIDENING)):
        found.add("a")
    if moves and each.kind in ("recipient", "place"):
        found.add("c")
    if is_of_rights(each.clause) and each.kind in ("measure", "path"):
        found.add("d")
    elif each.kind == "measure" and each.direction is not Direction.NARROWING:
        found.add("a")
    if each.clause.split(".", 1)[0] == "8":
        found.add("e")
    return found


def _reworded(step: Delta) -> Iterator[str]:
    """A promise of the rights whose words changed. Where it names no term, no program can tell whether it still
    promises as much: so people are told of every one, prominently (d; e for contacts and complaints)."""
    for clause in step.texts:
        if is_of_rights(clause):
            yield "e" if clause.split(".", 1)[0] == "8" else "d"


def asked_anew(owed: Duties, version: Version) -> frozenset[tuple[str, str]]:
    """The separate consents that must be given once more: a tick under the policy is no separate consent (law 58), and
    one that was given before somebody else got the item does not cover that one (law 14)."""
    again = owed.again | frozenset(_passed_on(owed, version))
    return frozenset(
        (purpose.id, use.item)
        for purpose in version.purposes.values()
        for use in purpose.items.values()
        if use.basis is Basis.CONSENT and use.separate and ({(purpose.id, use.item), ("", use.item)} & again)
    )


def _passed_on(owed: Duties, version: Version) -> Iterator[tuple[str, str]]:
    for name, purpose, item in owed.receives:
        recipient = version.recipients.get(name)
        if recipient is not None:
            yield from product([purpose] if purpose else recipient.purposes, [item] if item else recipient.items)
