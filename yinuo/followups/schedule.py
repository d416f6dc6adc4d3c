"""When a patient is asked: a plan and its first day become occasions. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from yinuo.followups.content import Content, days

OPENS = time(7, 0)
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Slot:
    step: int
    opens_at: datetime
    closes_at: datetime


def slots(content: Content, *, first: datetime) -> list[Slot]:
    """In time; the first one opens at once, every other at seven in the morning of its day."""
    local = first.astimezone(ZONE)
    found = sorted(_slots(content, local.date()), key=lambda one: (one.opens_at, one.step))
    return [_no_earlier(one, first) for one in found]


def _slots(content: Content, day: date) -> Iterator[Slot]:
    begins = days(content)
    for place, step in enumerate(content.steps):
        for turn in range(step.times):
            on = day + timedelta(days=begins[step.id][0] + turn * step.every)
            opens = datetime.combine(on, OPENS, ZONE)
            yield Slot(place, opens, opens + timedelta(hours=step.window))


def _no_earlier(one: Slot, first: datetime) -> Slot:
    """Who confirms in the evening has the whole time for the first one too."""
    if one.opens_at >= first:
        return one
    return Slot(one.step, first, first + (one.closes_at - one.opens_at))
