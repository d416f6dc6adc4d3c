"""Ids for what begins a clause: from the numbers of the text, or by counting headings that carry none."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from yinuo.promise.policy.importing.marks import ARTICLE, CHAPTER, PAREN, SECTION, Edge, Mark
from yinuo.promise.policy.importing.outline import ITEM, Step
from yinuo.promise.policy.importing.plain import Line, Plain


@dataclass(frozen=True)
class Beginning:
    """``start`` is where the clause begins (headings above it included), ``number`` its number, ``text`` its words."""

    id: str
    start: int
    number: int
    text: int
    level: int
    value: int


def from_steps(steps: Sequence[Step]) -> list[Beginning]:
    """One beginning a step. Articles that count through all chapters are known by their own number alone, and the
    chapters become headings above them."""
    through = _articles_count_through(steps)
    found: list[Beginning] = []
    above: int | None = None
    for step in steps:
        if step.is_item:
            continue
        levels = [level for level in step.levels if level[0] != ITEM]
        if through:
            if levels[-1][0] in (CHAPTER, SECTION):
                above = step.mark.start if above is None else above
                continue
            levels = [level for level in levels if level[0] not in (CHAPTER, SECTION)]
        name = ".".join(str(value) for _style, value in levels)
        start = step.mark.start if above is None else above
        above = None
        found.append(Beginning(name, start, step.mark.start, step.mark.end, len(levels), step.mark.value))
    return found


def _articles_count_through(steps: Sequence[Step]) -> bool:
    ranked = [step for step in steps if not step.is_item and step.levels[-1][0] in (CHAPTER, SECTION, ARTICLE)]
    return any(
        before.levels[-1][0] != ARTICLE and step.levels[-1][0] == ARTICLE and step.mark.value > 1
        for before, step in itertools.pairwise(ranked)
    )


def unnumbered_headings(plain: Plain, start: int, end: int, marks: Sequence[Mark]) -> list[Line]:
    """The headings of a text whose headings carry no numbers, without the one that is the policy's title."""
    headings = [line for line in plain.headings() if start <= line.start < end]
    numbered = {plain.line_at(mark.start).start for mark in marks if mark.heading and mark.edge is Edge.LINE}
    levels = [line.heading for line in headings]
    if headings and levels.count(min(levels)) == 1 and levels[0] == min(levels):
        headings = headings[1:]
    bare = [line for line in headings if line.start not in numbered]
    return headings if len(bare) >= 2 and len(bare) * 2 > len(headings) else []


def counted(headings: Sequence[Line]) -> list[Beginning]:
    """Headings numbered in their order and by their depth."""
    found: list[Beginning] = []
    open_levels: list[tuple[int, int]] = []
    for line in headings:
        count = 1
        while open_levels and open_levels[-1][0] >= line.heading:
            count = open_levels.pop()[1] + 1
        open_levels.append((line.heading, count))
        name = ".".join(str(value) for _level, value in open_levels)
        found.append(Beginning(name, line.start, line.start, line.start, len(open_levels), count))
    return found


def paren_numbers_as_clauses(marks: Sequence[Mark]) -> list[Mark]:
    """For a text whose clauses are numbered ``1)``: the same marks, taken as the numbers of clauses."""
    styles = [mark.style for mark in marks if mark.kind == PAREN and mark.edge >= Edge.SENTENCE]
    if not styles:
        return []
    chosen = styles[0]
    return [
        Mark(m.start, m.end, "arabic", m.path, m.edge, m.heading, False, m.stop) for m in marks if m.style == chosen
    ]
