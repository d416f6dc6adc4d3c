"""Dropping a whole day after its term: the journal's only deletion (house law 9)."""

import logging
from datetime import UTC, date, datetime, timedelta

from django.db import DatabaseError, connection, transaction

from yinuo.promise.journal.anchors import copy_outside, make_anchor
from yinuo.promise.journal.verify import Fault, faults_of
from yinuo.promise.models import ClosedDay
from yinuo.promise.policy import library
from yinuo.promise.retention.clock import due_at

logger = logging.getLogger(__name__)
CLASS = "log"


class UnableToDropDay(Exception):
    """The day does not verify: it stays, as the evidence."""

    def __init__(self, day: date, faults: list[Fault]) -> None:
        super().__init__(f"the journal of {day} is broken and stays: {faults[0].where}: {faults[0].message}")
        self.day, self.faults = day, faults


def prepare_days(ahead: int = 7) -> None:
    """Make the partitions of the days to come."""
    with connection.cursor() as cursor:
        cursor.execute("select promise_journal_prepare(%s)", [ahead])


def drop_day(day: date) -> ClosedDay:
    """Drop a day whose records and anchors agree; its closing heads and their hash stay, and are signed at once.

    The database refuses before 184 days are over, and when the journal is too busy to be locked for a moment.
    """
    with transaction.atomic():
        faults = faults_of(day)
        if faults:
            raise UnableToDropDay(day, faults)
        with connection.cursor() as cursor:
            cursor.execute("select promise_journal_drop(%s)", [day])
        closed = ClosedDay.objects.get(day=day)
        make_anchor(closed=[(str(day), bytes(closed.hash).hex())])
    copy_outside()
    return closed


def drop_due(now: datetime) -> list[date]:
    """Drop every day whose last record's term is over. A broken day stays and is told of in the log; what the busy
    journal would not let go is tried again with the next run."""
    dropped = []
    for day in _held():
        if not _is_over(day, now):
            break
        try:
            drop_day(day)
            dropped.append(day)
        except (UnableToDropDay, DatabaseError) as problem:
            logger.error("journal: %s", problem)
    return dropped


def _is_over(day: date, now: datetime) -> bool:
    """A day's records are of every role, so the longest term of the class decides."""
    last = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    numbers = library().in_force_numbers()
    versions = [library().get(role, number) for role, number in numbers.items()]
    over = [due_at(last, version.classes[CLASS].keep) for version in versions if CLASS in version.classes]
    return bool(over) and all(due is not None and due <= now for due in over)


def _held() -> list[date]:
    """Days in partitions of their own, and days without one that lie in the rest."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select to_date(right(relname, 8), 'YYYYMMDD') from pg_inherits join pg_class on oid = inhrelid"
            " where inhparent = 'promise_journal'::regclass and relname ~ '^promise_journal_[0-9]{8}$'"
            " union select day from promise_journal_rest order by 1"
        )
        return [row[0] for row in cursor.fetchall()]
