"""Which marks begin a clause: the numbering that holds together best, read with the next marks in view.

A mark may follow only what its number follows (1.2 after 1.1 or anything below it), so a reference to an earlier
clause never starts one. Where a number could be both a reference and the clause itself, both readings are carried on
and the one that explains more of the text stands.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from yinuo.promise.policy.importing.marks import (
    ARABIC,
    ARTICLE,
    CHAPTER,
    CHINESE,
    CHINESE_PAREN,
    DECIMAL,
    SECTION,
    Edge,
    Mark,
)

ITEM, IMPLIED = "item", "implied"
READINGS = 16  # carried on at a time
TITLE = 40  # characters; a mark within so many of the one before, with no sentence mark between, follows its title

Level = tuple[str, int]
Levels = tuple[Level, ...]

_EDGE_SCORE = {Edge.LINE: 4.0, Edge.SENTENCE: 3.0, Edge.CLOSING: 1.5, Edge.INSIDE: 0.5}
_CLAUSE_STYLES = frozenset({DECIMAL, ARABIC, CHAPTER, SECTION, ARTICLE, CHINESE, CHINESE_PAREN})


@dataclass(frozen=True, slots=True)
class Step:
    """A mark taken into the outline, with the levels that stand open after it, and the step before."""

    mark: Mark
    levels: Levels
    before: "Step | None"

    @property
    def is_item(self) -> bool:
        return self.levels[-1][0] == ITEM


@dataclass(frozen=True, slots=True)
class _Reading:
    score: float
    levels: Levels = ()
    article: int = 0
    last: Step | None = None


def outline(marks: Sequence[Mark], titled: frozenset[int] = frozenset()) -> list[Step]:
    """The steps of the best reading, items of numbered lists among them; ``titled`` are the starts of marks that a
    title of the table of contents follows."""
    readings = [_Reading(0.0)]
    for mark in marks:
        if mark.kind not in _CLAUSE_STYLES:
            continue
        found: dict[tuple[Levels, int], _Reading] = {}
        for reading in readings:
            for next_reading in (reading, *_taken(reading, mark, mark.start in titled)):
                key = next_reading.levels, next_reading.article
                if key not in found or found[key].score < next_reading.score:
                    found[key] = next_reading
        readings = sorted(found.values(), key=lambda each: -each.score)[:READINGS]
    return _steps(readings[0].last)


def _steps(last: Step | None) -> list[Step]:
    steps: list[Step] = []
    while last is not None:
        steps.append(last)
        last = last.before
    return steps[::-1]


def _taken(reading: _Reading, mark: Mark, titled: bool) -> Iterator[_Reading]:
    followers = _decimal(reading.levels, mark.path) if mark.kind == DECIMAL else _relative(reading, mark)
    score = None
    for levels in followers:
        if score is None:
            score = _score(reading, mark, titled)
            if score <= 0:
                return
        own = 0.75 if levels[-1][0] == ITEM else score - _lesser(levels)
        article = mark.value if mark.kind == ARTICLE else reading.article
        yield _Reading(reading.score + own, levels, article, Step(mark, levels, reading.last))


def _score(reading: _Reading, mark: Mark, titled: bool) -> float:
    score = _EDGE_SCORE[mark.edge]
    if mark.edge <= Edge.CLOSING and _follows_title(reading, mark):
        score = max(score, 2.0)
    elif mark.edge is Edge.INSIDE and mark.kind not in (DECIMAL, ARABIC):
        return 0.25 if mark.value == 1 and not reading.levels else 0.0  # right behind the policy's title
    if mark.bare and not titled:
        score -= 1.5
    return score + (3.0 if mark.heading else 0.0) + (6.0 if titled else 0.0)


def _lesser(levels: Levels) -> float:
    """Below chapters and sections, （一） and 1. are as a rule the parts of an article, not clauses."""
    ranked = levels[0][0] in (CHAPTER, SECTION) and levels[-1][0] in (CHINESE_PAREN, ARABIC)
    return 1.5 if ranked else 0.0


def _follows_title(reading: _Reading, mark: Mark) -> bool:
    last = reading.last
    return last is not None and mark.stop < last.mark.end and mark.start - last.mark.end <= TITLE


def _decimal(levels: Levels, path: tuple[int, ...]) -> Iterator[Levels]:
    values = tuple(value for _style, value in levels)
    above, last = path[:-1], path[-1]
    if last == 1 and values == above:
        yield (*levels, (DECIMAL, 1))
    elif len(values) >= len(path) and values[: len(above)] == above and levels[len(above)] == (DECIMAL, last - 1):
        yield (*levels[: len(above)], (DECIMAL, last))
    elif last == 1 and len(path) == 2 and above[0] == _implied(levels) + 1:
        yield ((IMPLIED, path[0]), (DECIMAL, 1))


def _implied(levels: Levels) -> int:
    """The chapter that stands open without a number of its own; 0 before the first one, -1 under a numbered one."""
    return 0 if not levels else levels[0][1] if levels[0][0] == IMPLIED else -1


def _relative(reading: _Reading, mark: Mark) -> Iterator[Levels]:
    levels, style, value = reading.levels, mark.kind, mark.value
    for depth in range(len(levels) - 1, -1, -1):
        if levels[depth] == (style, value - 1):
            yield (*levels[:depth], (style, value))
    if levels and levels[-1] == (ITEM, value - 1) and style == ARABIC:
        yield (*levels[:-1], (ITEM, value))
    if style == ARTICLE and value > 1 and value == reading.article + 1:
        ranked = tuple(level for level in levels if level[0] in (CHAPTER, SECTION))
        if ranked == levels:
            yield (*ranked, (ARTICLE, value))
    if value == 1:
        yield from _opened(levels, style)


_MAY_STAND_UNDER = {
    CHAPTER: frozenset({""}),
    SECTION: frozenset({CHAPTER}),
    ARTICLE: frozenset({"", CHAPTER, SECTION}),
    CHINESE: frozenset({"", CHAPTER, SECTION}),
    CHINESE_PAREN: frozenset({"", CHAPTER, SECTION, CHINESE}),
    ARABIC: frozenset({"", CHAPTER, SECTION, CHINESE, CHINESE_PAREN}),
}


def _opened(levels: Levels, style: str) -> Iterator[Levels]:
    above = levels[-1][0] if levels else ""
    if above in _MAY_STAND_UNDER[style] and all(style != each for each, _value in levels):
        yield (*levels, (style, 1))
    elif style == ARABIC and levels:
        yield (*(levels[:-1] if above == ITEM else levels), (ITEM, 1))


def with_headings_only(marks: Iterable[Mark]) -> list[Mark]:
    """Where two or more marks stand on a heading's line, only those begin clauses, and decimals at a line's start."""
    marks = list(marks)
    on_headings = [mark for mark in marks if mark.heading and mark.edge is Edge.LINE]
    if len(on_headings) < 2:
        return marks
    decimals = [m for m in marks if m.kind == DECIMAL and m.edge is Edge.LINE and not m.heading]
    return sorted([*on_headings, *decimals], key=lambda mark: mark.start)
