"""Values over time as a picture: target band, changes of drugs, planned against done. Pure; the page draws it.

Lengths are in the picture's own units; it is made for a phone and scales.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import floor, log10

WIDTH, HEIGHT = 340, 232
LEFT, RIGHT, TOP, FLOOR = 34, 12, 26, 176
STRIP, DAYS_AT = 200, 222
SHAPES = ("circle", "square", "diamond")
TICKS = 4
AHEAD = timedelta(days=3)  # of what is still planned no more is drawn than a quarter of what is past, or this


@dataclass(frozen=True)
class Series:
    """``target`` is the band; either end may be open."""

    label: str
    unit: str
    points: tuple[tuple[datetime, float], ...]
    target: tuple[float | None, float | None] = (None, None)


@dataclass(frozen=True)
class Planned:
    """One occasion: ``state`` is answered, missed, open or ahead."""

    at: datetime
    state: str


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    label: str
    outside: bool


@dataclass(frozen=True)
class Line:
    label: str
    shape: str
    path: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class Band:
    y: float
    height: float


@dataclass(frozen=True)
class Mark:
    """A change of drugs: a line with its number, which the list below explains."""

    x: float
    number: int


@dataclass(frozen=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True)
class Box:
    x: float
    state: str


@dataclass(frozen=True)
class Drawing:
    """All that the template needs. What lies outside the shown time has no mark; the lists below have it all."""

    title: str
    unit: str
    lines: tuple[Line, ...]
    bands: tuple[Band, ...]
    marks: tuple[Mark, ...]
    ups: tuple[Tick, ...]
    days: tuple[Tick, ...]
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class _Scale:
    begin: datetime
    span: float
    low: float
    high: float

    def x(self, at: datetime) -> float:
        part = (at - self.begin).total_seconds() / self.span
        return round(LEFT + min(max(part, 0), 1) * (WIDTH - LEFT - RIGHT), 1)

    def shows(self, at: datetime) -> bool:
        return 0 <= (at - self.begin).total_seconds() <= self.span

    def shows_day(self, on: date, now: datetime) -> bool:
        """Is any of this day in the picture?"""
        end = self.begin + timedelta(seconds=self.span)
        return self.begin.astimezone(now.tzinfo).date() <= on <= end.astimezone(now.tzinfo).date()

    def y(self, value: float) -> float:
        part = (value - self.low) / (self.high - self.low)
        return round(FLOOR - min(max(part, 0), 1) * (FLOOR - TOP), 1)


def drawing(
    title: str, series: Sequence[Series], planned: Iterable[Planned], drugs: Sequence[tuple[date, str]], now: datetime
) -> Drawing:
    """The picture of values that share a unit."""
    occasions = list(planned)
    scale = _scale(series, occasions, now)
    return Drawing(
        title=title,
        unit=series[0].unit,
        lines=tuple(_line(one, SHAPES[place % len(SHAPES)], scale) for place, one in enumerate(series)),
        bands=tuple(band for one in series if (band := _band(one, scale)) is not None),
        marks=tuple(
            _mark(on, number, scale, now)
            for number, (on, _words) in enumerate(drugs, start=1)
            if scale.shows_day(on, now)
        ),
        ups=tuple(Tick(scale.y(value), f"{value:g}") for value in _steps(scale.low, scale.high)),
        days=_days(scale, now),
        boxes=tuple(Box(scale.x(one.at), one.state) for one in occasions if scale.shows(one.at)),
    )


def _scale(series: Sequence[Series], planned: list[Planned], now: datetime) -> _Scale:
    times = [at for one in series for at, _value in one.points] + [one.at for one in planned]
    begin = min(times, default=now - timedelta(days=1))
    soon = max(now, *(at for one in series for at, _value in one.points))
    end = min(max([*times, now]), soon + max((soon - begin) / 4, AHEAD))
    values = [value for one in series for _at, value in one.points]
    values += [end_ for one in series for end_ in one.target if end_ is not None]
    low, high = min(values, default=0), max(values, default=1)
    room = max((high - low) * 0.12, 0.5)
    return _Scale(begin, max((end - begin).total_seconds(), 86_400.0), low - room, high + room)


def _line(one: Series, shape: str, scale: _Scale) -> Line:
    dots = tuple(Dot(scale.x(at), scale.y(value), f"{value:g}", outside(one, value)) for at, value in one.points)
    path = " ".join(f"{'M' if place == 0 else 'L'}{dot.x} {dot.y}" for place, dot in enumerate(dots))
    return Line(one.label, shape, path, dots)


def outside(one: Series, value: float) -> bool:
    low, high = one.target
    return (low is not None and value < low) or (high is not None and value > high)


def _band(one: Series, scale: _Scale) -> Band | None:
    low, high = one.target
    if low is None and high is None:
        return None
    top = scale.y(high) if high is not None else float(TOP)
    bottom = scale.y(low) if low is not None else float(FLOOR)
    return Band(top, round(max(bottom - top, 0), 1))


def _mark(on: date, number: int, scale: _Scale, now: datetime) -> Mark:
    return Mark(scale.x(datetime(on.year, on.month, on.day, 12, tzinfo=now.tzinfo)), number)


def _steps(low: float, high: float) -> list[float]:
    """Round numbers, about four of them."""
    raw = (high - low) / TICKS
    ten = 10 ** floor(log10(raw))
    step = next(times * ten for times in (1, 2, 5, 10) if times * ten >= raw)
    first = floor(low / step) + 1
    return [round(place * step, 6) for place in range(first, first + 12) if low < place * step < high]


def _days(scale: _Scale, now: datetime) -> tuple[Tick, ...]:
    """The first and the last day and two between, each written once."""
    found: dict[str, float] = {}
    for part in range(4):
        at = (scale.begin + timedelta(seconds=scale.span * part / 3)).astimezone(now.tzinfo)
        found.setdefault(f"{at.month}/{at.day}", scale.x(at))
    ticks = [Tick(x, label) for label, x in found.items()]
    far = [ticks[0], *(after for before, after in pairwise(ticks) if after.at - before.at > 30)]
    return tuple(far)
