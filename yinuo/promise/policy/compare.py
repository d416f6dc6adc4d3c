"""Two versions side by side: each clause that differs, its declared differences, and its words marked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from django.utils.functional import Promise

from yinuo.promise.policy import words
from yinuo.promise.policy.diff import Difference, Direction, diff
from yinuo.promise.policy.model import Clause, Version
from yinuo.promise.policy.reading import as_plain

_WORD = re.compile(r"[A-Za-z0-9_.@-]+|\s+|.", re.DOTALL)
_SHORT = 2  # an unchanged run as short as this between two changes is marked along with them
_ALIKE = 0.35  # below this two texts have so little in common that they are shown one after the other


@dataclass(frozen=True)
class Part:
    """A run of words: ``same``, ``added`` or ``removed``."""

    kind: str
    text: str


@dataclass(frozen=True)
class ClauseChange:
    """A clause that differs; ``number`` is the version in which to read it."""

    id: str
    title: str
    number: str
    state: str
    differences: tuple[Difference, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class DifferencesPage:
    role: str
    role_name: Promise | str
    before: str
    after: str
    numbers: tuple[str, ...]
    widening: int
    narrowing: int
    clauses: tuple[ClauseChange, ...]


def differences_page(before: Version, after: Version, numbers: tuple[str, ...]) -> DifferencesPage:
    """The page that shows what differs, clause by clause."""
    found = diff(before, after)
    return DifferencesPage(
        role=after.role,
        role_name=words.ROLES.get(after.role, after.role),
        before=before.number,
        after=after.number,
        numbers=tuple(number for number in reversed(numbers) if number != after.number),
        widening=sum(each.direction is Direction.WIDENING for each in found),
        narrowing=sum(each.direction is Direction.NARROWING for each in found),
        clauses=tuple(_changes(before, after, found)),
    )


def _changes(before: Version, after: Version, found: tuple[Difference, ...]) -> Iterator[ClauseChange]:
    for clause in _in_order(before, after):
        old, new = before.clauses.get(clause), after.clauses.get(clause)
        said = tuple(each for each in found if each.clause == clause and each.key[0] != "text")
        parts = marked(_text(old), _text(new))
        if not said and all(part.kind == "same" for part in parts):
            continue
        shown, number = (new, after.number) if new else (old, before.number)
        state = "changed" if old and new else "added" if new else "removed"
        yield ClauseChange(clause, shown.title if shown else "", number, state, said, parts)


def _in_order(before: Version, after: Version) -> list[str]:
    """The later version's clauses, each removed one after the clause that it stood behind."""
    order = list(after.clauses)
    previous = ""
    for clause in before.clauses:
        if clause not in after.clauses:
            order.insert(order.index(previous) + 1 if previous in order else 0, clause)
        previous = clause
    return order


def _text(clause: Clause | None) -> str:
    return as_plain(f"{clause.title}\n\n{clause.text}") if clause else ""


@lru_cache(maxsize=1024)
def marked(old: str, new: str) -> tuple[Part, ...]:
    """Both texts in one run of parts; a word is a Chinese character or a run of Latin letters and digits."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if old and new and matcher.ratio() < _ALIKE:
        return (Part("removed", old), Part("same", "\n\n"), Part("added", new))
    parts: list[Part] = []
    for kind, i, j, k, m in _joined(matcher.get_opcodes()):
        removed, added = "".join(before[i:j]), "".join(after[k:m])
        parts += [Part("same", added)] if kind == "equal" else _pair(removed, added)
    return tuple(parts)


def _pair(removed: str, added: str) -> list[Part]:
    return [part for part in (Part("removed", removed), Part("added", added)) if part.text]


def _joined(opcodes: Sequence[tuple[str, int, int, int, int]]) -> list[tuple[str, int, int, int, int]]:
    """Changes with next to nothing between them become one, so that a sentence doesn't turn into confetti."""
    joined: list[tuple[str, int, int, int, int]] = []
    for place, (kind, i, j, k, m) in enumerate(opcodes):
        short = kind == "equal" and j - i <= _SHORT and 0 < place < len(opcodes) - 1
        if joined and (kind != "equal" or short) and joined[-1][0] != "equal":
            _kind, first, _j, start, _m = joined[-1]
            joined[-1] = ("replace", first, j, start, m)
        else:
            joined.append((kind, i, j, k, m))
    return joined
