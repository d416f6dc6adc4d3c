"""The week's turn of keys (house law 10): begin, re-wrap, re-index, destroy. Every step may be run again at any time.

A seat's epoch grows when its class keys are wrapped anew, as with every change of a seat: a gateway that kept the
seat by its epoch reads it again before the old week's key is destroyed. That costs one reading per person and week;
without it a socket that stays open for weeks would call values erased that are not.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction

from yinuo.promise.models import BlindIndex, SeatRow
from yinuo.promise.sealing.keys import RETIRED_FOR, UnableToUnwrap, last_day, week_of
from yinuo.promise.sealing.ring import ring
from yinuo.promise.vault.reindexing import PersonalModels, generations_lacking, reindex, sweep_digests

BATCH = 200
_PASSES = 3
_OTHER_WEEK = "substr(decode(k.value, 'base64'), 1, 7) <> convert_to(%(week)s, 'UTF8')"
_WRAPPED_OTHERWISE = f"""
select s.person from promise_seat s where s.person > %(after)s and exists (
    select from jsonb_each_text(s.keys) k where k.value is not null and {_OTHER_WEEK})
order by s.person limit {BATCH} for update skip locked
"""  # noqa: S608 - two constants of this file
_SEATS_BY_WEEK = """
select convert_from(substr(decode(k.value, 'base64'), 1, 7), 'UTF8'), count(distinct s.person)
from promise_seat s, jsonb_each_text(s.keys) k where k.value is not null group by 1
"""
_NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Rotation:
    """What one run did. ``waiting`` counts seats and digests that were busy and are left for the next run;
    ``destroyed`` names keys as ``week/2026W48``."""

    week: str
    began: bool
    wrapped: int
    indexed: int
    waiting: int
    destroyed: tuple[str, ...]


@dataclass(frozen=True)
class WeekKey:
    """``holds`` counts seats (of a ``week`` key) or digests (of an ``index`` key); ``until`` is the first day on
    which it may be destroyed, None for the current one."""

    kind: str
    week: str
    holds: int
    until: str | None

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def rotate(today: date, models: PersonalModels | None = None) -> Rotation:
    """Begin the week of ``today`` where it has not begun, and bring everything under its keys."""
    keys, week = ring(), week_of(today)
    began = any(week > name for name in (keys.current("week"), keys.current("index")))
    if began:
        keys.begin_week(week)
    wrapped = _until_done(_rewrap_all)
    indexed = _until_done(lambda: reindex(models))
    destroyed = keys.destroy_retired(today, in_use=_in_use(models))
    sweep_digests(models)
    return Rotation(keys.current(), began, wrapped, indexed, _waiting(models), tuple(destroyed))


def _until_done(step: Callable[[], int]) -> int:
    """What was busy in one pass is mostly free in the next one."""
    done = 0
    for _ in range(_PASSES):
        now = step()
        done += now
        if not now:
            break
    return done


def status() -> list[WeekKey]:
    """Every key of a week that exists, and what lies under it."""
    seats = seats_by_week()
    found = []
    for kind in ("week", "index"):
        weeks = ring().weeks(kind)
        for week in weeks:
            holds = seats.get(week, 0) if kind == "week" else BlindIndex.objects.filter(generation=week).count()
            until = None if week == weeks[-1] else str(last_day(week) + RETIRED_FOR + timedelta(days=1))
            found.append(WeekKey(kind, week, holds, until))
    return found


def seats_by_week() -> dict[str, int]:
    """How many seats have a class key under each week's key, also under keys that are gone."""
    with connection.cursor() as cursor:
        cursor.execute(_SEATS_BY_WEEK)
        return dict(cursor.fetchall())


def _rewrap_all() -> int:
    done, after = 0, _NOBODY
    while True:
        with transaction.atomic():
            seats = _next_seats(after)
            for seat in seats:
                done += _rewrap(seat)
        if not seats:
            return done
        after = seats[-1].person


def _next_seats(after: UUID) -> list[SeatRow]:
    with connection.cursor() as cursor:
        cursor.execute(_WRAPPED_OTHERWISE, {"after": after, "week": ring().current()})
        persons = [row[0] for row in cursor.fetchall()]
    return list(SeatRow.objects.filter(person__in=persons).order_by("person"))


def _rewrap(seat: SeatRow) -> bool:
    """Wrap the seat's living class keys under the current week. One whose week is gone is dead and stays so."""
    keys, current = ring(), ring().current()
    fresh = {}
    for klass, wrapped in seat.keys.items():
        if wrapped is None or keys.week_of_wrapped(wrapped) == current:
            continue
        try:
            fresh[klass] = keys.wrap(keys.unwrap(wrapped, seat.person, klass), seat.person, klass)
        except UnableToUnwrap:
            continue
    if fresh:
        seat.keys = {**seat.keys, **fresh}
        seat.epoch += 1
        seat.save(update_fields=["keys", "epoch"])
    return bool(fresh)


def _in_use(models: PersonalModels | None) -> set[str]:
    return {f"week/{week}" for week in seats_by_week()} | {f"index/{week}" for week in generations_lacking(models)}


def _waiting(models: PersonalModels | None) -> int:
    """Seats under another key that still exists, and rows without a digest of the current generation."""
    other = sum(seats for week, seats in seats_by_week().items() if week in ring().weeks()[:-1])
    return other + sum(generations_lacking(models).values())
