"""What keeps a numbering from being read: holes, numbers that stand twice, and numbers that go backwards."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_noop as _

from yinuo.promise.policy.importing.marks import ARTICLE, CHAPTER, CHINESE, DECIMAL, SECTION, Edge, Mark
from yinuo.promise.policy.importing.outline import ITEM, Levels, Step
from yinuo.promise.policy.importing.places import Places
from yinuo.promise.policy.importing.sentences import Sentence

FARTHEST = 10  # a number that is so much higher than the one before counts something else

HOLE = _("%(place)s：编号有缺，有 %(number)s，却没有 %(other)s。请先补上或改正编号。")
TWICE = _("%(place)s：编号 %(number)s 出现了两次。请先改正其中一处。")
BACKWARDS = _("%(place)s：编号倒退，%(number)s 排在 %(other)s 之后。请先改正编号。")


def numbering_faults(steps: Sequence[Step], marks: Sequence[Mark], places: Places) -> Iterator[Sentence]:
    """Marks that look like a clause's beginning and that no reading of the numbering could take in."""
    styles = {step.levels[-1][0] for step in steps if not step.is_item} or {mark.kind for mark in marks}
    taken = {step.mark.start: step for step in steps}
    levels: Levels = ()
    seen: set[tuple[int, ...]] = set()
    article = 0
    for mark in marks:
        step = taken.get(mark.start)
        if step is not None:
            levels = tuple(level for level in step.levels if level[0] != ITEM)
            seen.add(tuple(value for _style, value in levels))
            article = mark.value if mark.kind == ARTICLE else article
        elif (mark.kind in styles or _without_first(mark, seen)) and mark.edge >= Edge.SENTENCE and not mark.bare:
            fault = _decimal(mark, levels, seen) if mark.kind == DECIMAL else _relative(mark, levels, article)
            if fault:
                msgid, other, levels = fault
                number = places.words(mark.start, mark.end).strip().rstrip(".、．")
                yield Sentence(msgid, {"place": places.place(mark.start), "number": number, "other": other})


def passed_over(steps: Sequence[Step], marks: Sequence[Mark]) -> list[Mark]:
    """Marks of the higher styles that begin a line or follow a sentence, where none of their style began a clause."""
    styles = {style for step in steps for style, _value in step.levels}
    higher = {CHAPTER, ARTICLE, CHINESE} - styles
    return [mark for mark in marks if mark.kind in higher and mark.edge >= Edge.SENTENCE and mark.value > 1]


def _without_first(mark: Mark, seen: set[tuple[int, ...]]) -> bool:
    """3.2 where 3 stands and no decimal at all begins a clause."""
    return mark.kind == DECIMAL and mark.value == 2 and mark.path[:-1] in seen


_Fault = tuple[str, str, Levels]


def _decimal(mark: Mark, levels: Levels, seen: set[tuple[int, ...]]) -> _Fault | None:
    current = tuple(value for _style, value in levels)
    if mark.path in seen:
        return TWICE, "", levels
    if mark.path < current:
        return BACKWARDS, _dotted(current), levels
    missing = (*mark.path[:-1], mark.value - 1) if mark.value > 1 else mark.path[:-1]
    above = tuple((level[0] if n < len(levels) else DECIMAL, value) for n, (level, value) in _beside(levels, mark.path))
    if missing == current or not missing or missing in seen:
        return None
    return HOLE, _dotted(missing), above


def _beside(levels: Levels, path: tuple[int, ...]) -> Iterator[tuple[int, tuple[tuple[str, int], int]]]:
    for n, value in enumerate(path):
        yield n, (levels[n] if n < len(levels) else (DECIMAL, 0), value)


def _relative(mark: Mark, levels: Levels, article: int) -> _Fault | None:
    depth = next((n for n in range(len(levels) - 1, -1, -1) if levels[n][0] == mark.kind), None)
    if depth is None:
        top = not levels or (mark.kind == ARTICLE and levels[-1][0] in (CHAPTER, SECTION))
        current, above = (article if mark.kind == ARTICLE else 0), levels
        if not top or mark.value <= current:
            return None
    else:
        current, above = levels[depth][1], levels[:depth]
    if mark.value == current:
        return TWICE, "", levels
    if mark.value < current:
        return (BACKWARDS, _named(mark.kind, current), levels) if mark.edge is Edge.LINE or mark.heading else None
    if current + 1 < mark.value <= current + FARTHEST:
        return HOLE, _named(mark.kind, mark.value - 1), (*above, (mark.kind, mark.value))
    return None


def _named(kind: str, value: int) -> str:
    ranked = {ARTICLE: "第{}条", SECTION: "第{}节", CHAPTER: "第{}章"}
    return ranked.get(kind, "{}").format(value)


def _dotted(path: tuple[int, ...]) -> str:
    return ".".join(map(str, path))
