"""When an answer is due: the policy's own promise and the regulator's cap; the earlier one rules, both are kept.

Days are those of the mainland's clock, and an answer is in time until the end of the day that is due. The policy
promises fifteen days for a request (5.8) and fifteen working days for a complaint (8); the cap for both is fifteen
working days (the 2019 method for recognising unlawful collection by apps, section 6).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from yinuo.promise.bindings import measure
from yinuo.promise.requests.workdays import OFFICIAL, WEEKDAYS, after_workdays, is_published

MAINLAND = ZoneInfo("Asia/Shanghai")
DAYS = 15


@dataclass(frozen=True)
class Deadlines:
    """``calendar`` says whether the official calendar reached as far, or weekends alone were counted."""

    promised: date
    capped: date
    calendar: str

    @property
    def due(self) -> date:
        return min(self.promised, self.capped)


@measure("requests.clock")
def for_request(asked: datetime) -> Deadlines:
    """Clause 5.8: fifteen days, the law's earlier day before it."""
    day = _day(asked)
    capped = after_workdays(day, DAYS)
    return Deadlines(day + timedelta(days=DAYS), capped, _calendar(capped))


@measure("complaints.clock")
def for_complaint(asked: datetime) -> Deadlines:
    """Clause 8: fifteen working days, which is the cap too."""
    capped = after_workdays(_day(asked), DAYS)
    return Deadlines(capped, capped, _calendar(capped))


def days_left(due: date, now: datetime) -> int:
    """Whole days until the end of the due day: 0 is today, less is late."""
    return (due - _day(now)).days


def _day(moment: datetime) -> date:
    return moment.astimezone(MAINLAND).date()


def _calendar(last: date) -> str:
    return OFFICIAL if is_published(last) else WEEKDAYS
