"""The pictures of one plan, and the table that says the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from yinuo.followups.chart import Drawing, Planned, Series, drawing, outside
from yinuo.followups.content import Content
from yinuo.followups.judging import total_of
from yinuo.followups.measures import MEASURES, shown_number
from yinuo.followups.models import Occasion
from yinuo.followups.wording import with_unit, worded

ROWS = 60


@dataclass(frozen=True)
class Cell:
    text: str
    outside: bool


@dataclass(frozen=True)
class TableRow:
    at: datetime
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Drug:
    """``number`` stands in every picture of the plan."""

    number: int
    on: Any
    text: str


@dataclass(frozen=True)
class Charts:
    drawings: tuple[Drawing, ...]
    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]
    drugs: tuple[Drug, ...]


@dataclass(frozen=True)
class Said:
    """One answered occasion, opened."""

    at: datetime
    answers: Mapping[str, Any]
    values: Mapping[str, Any]


def charts(content: Content, said: Sequence[Said], occasions: Sequence[Occasion], drugs: Sequence[Drug]) -> Charts:
    """``said`` in time. What has no value yet is not drawn."""
    now = timezone.localtime()
    named = [(one.chart, _series(content, one.label, said)) for one in content.questions if one.kind == "value"]
    named += [(score.label, _score(content, score.id, said)) for score in content.scores]
    filled = [(chart or one.label, one) for chart, one in named if one.points]
    planned = [Planned(timezone.localtime(one.opens_at), one.state) for one in occasions]
    groups: dict[str, list[Series]] = {}
    for chart, one in filled:
        groups.setdefault(chart, []).append(one)
    marks = [(drug.on, drug.text) for drug in drugs]
    return Charts(
        drawings=tuple(
            drawing(worded(title), [_worded(one) for one in series], planned, marks, now)
            for title, series in groups.items()
        ),
        heads=tuple(with_unit(one.label, one.unit) for _chart, one in filled),
        rows=_rows(content, [one for _chart, one in filled]),
        drugs=tuple(drugs),
    )


def _worded(one: Series) -> Series:
    return replace(one, label=worded(one.label), unit=worded(one.unit))


def _series(content: Content, label: str, said: Sequence[Said]) -> Series:
    one = next(found for found in content.questions if found.label == label)
    values = [(timezone.localtime(entry.at), entry.values.get(label)) for entry in said]
    points = tuple((at, float(value)) for at, value in values if isinstance(value, int | float))
    return Series(label, one.unit, points, (one.target_low, one.target_high))


def _score(content: Content, id_: str, said: Sequence[Said]) -> Series:
    one = next(found for found in content.scores if found.id == id_)
    totals = [(timezone.localtime(entry.at), total_of(content, id_, entry.answers)) for entry in said]
    points = tuple((at, float(total)) for at, total in totals if total is not None)
    return Series(one.label, "分", points, (None, float(one.target_high)))


def _rows(content: Content, series: Sequence[Series]) -> tuple[TableRow, ...]:
    decimals = {one.label: MEASURES[one.measure].decimals for one in content.questions if one.kind == "value"}
    at_each: dict[datetime, dict[str, float]] = {}
    for one in series:
        for at, value in one.points:
            at_each.setdefault(at, {})[one.label] = value
    rows = []
    for at, values in sorted(at_each.items(), reverse=True)[:ROWS]:
        cells = [_cell(one, values.get(one.label), decimals.get(one.label, 0)) for one in series]
        rows.append(TableRow(at, tuple(cells)))
    return tuple(rows)


def _cell(one: Series, value: float | None, decimals: int) -> Cell:
    if value is None:
        return Cell("", False)
    return Cell(shown_number(value, decimals), outside(one, value))
