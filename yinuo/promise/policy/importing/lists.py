"""Lists within a clause. Items that are whole sentences are clauses of their own; the parts of one sentence are not."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from yinuo.promise.policy.importing.marks import ARABIC, CHINESE_PAREN, LETTER, PAREN, Edge, Mark

_STYLES = frozenset({LETTER, PAREN, CHINESE_PAREN, ARABIC})
_ENDS = "。！？.!?”」）)"
_GAP = 40  # characters of a title before the first item


@dataclass(frozen=True)
class Run:
    """One list: its marks in order, and whether each item stands on its own."""

    marks: tuple[Mark, ...]
    own: bool


@dataclass(frozen=True)
class Jump:
    """A list that goes from one item to another that does not follow it."""

    last: Mark
    mark: Mark


def runs(text: str, start: int, end: int, marks: Sequence[Mark]) -> tuple[list[Run], list[Jump]]:
    """The lists between ``start`` and ``end`` one after the other, and where one of them has a hole."""
    found: list[list[Mark]] = []
    jumps: list[Jump] = []
    last_stop = start
    for mark in marks:
        if mark.kind not in _STYLES or mark.bare or not _may_begin(mark, last_stop, start):
            continue
        open_run = next((run for run in reversed(found) if run[-1].style == mark.style), None)
        if open_run and mark.value == open_run[-1].value + 1:
            open_run.append(mark)
        elif mark.value == 1:
            found.append([mark])
        elif open_run and mark.edge >= Edge.SENTENCE and open_run[-1].value + 1 < mark.value <= open_run[-1].value + 3:
            jumps.append(Jump(open_run[-1], mark))
        last_stop = mark.end
    kept = sorted((run for run in found if len(run) > 1), key=lambda run: run[0].start)
    return [Run(tuple(run), _own(text, run)) for run in kept], jumps


def _may_begin(mark: Mark, last: int, start: int) -> bool:
    if mark.edge >= Edge.SENTENCE:
        return True
    return mark.value == 1 and mark.stop < start and mark.start - start <= _GAP and last == start


def _own(text: str, run: Sequence[Mark]) -> bool:
    for mark, following in itertools.pairwise(run):
        item = text[mark.end : following.start].rstrip(" \t\n\u3000-")
        if not item or item[-1] not in _ENDS or not any(sign in item for sign in "。！？.!?"):
            return False
    return True
