"""Live figures of the promise board: counts only, never about few enough people to be recognised in."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection

FEW = 10
FRESH_FOR = 60  # seconds
_TERM = timedelta(days=184)
_REFUSALS = """
select count(*) from promise_journal
where day = %s and body ~ '"reason":"(?!allowed|record|exception|term_over)' and body !~ '"act":"delete"'
"""


LATEST = 200
_CLOSED = """
select percentile_cont(0.5) within group (order by milliseconds)
from (select milliseconds from promise_closed_sockets order by id desc limit %s) latest
"""


@dataclass(frozen=True)
class Figure:
    """``number`` is None below ten: "fewer than 10" is all that is said then."""

    id: str
    number: int | None

    @property
    def few(self) -> bool:
        return self.number is None


@dataclass(frozen=True)
class Figures:
    """``closed_within``: milliseconds, of the latest withdrawals whose person had a socket open."""

    at: datetime
    withdrawals: Figure
    receipts: Figure
    refusals: Figure
    sent: Figure
    anchors: int
    anchored_at: datetime | None
    closed_within: float | None


def figures() -> Figures:
    """At most a minute old: anybody may ask for the page as often as they like."""
    found: Figures = cache.get_or_set("promise_board", _count, FRESH_FOR)  # type: ignore[assignment]
    return found


def shown(id: str, number: int) -> Figure:  # noqa: A002 - the word of the board
    """What may be shown of a count about people."""
    return Figure(id, None if number < FEW else number)


def _count() -> Figures:
    now = datetime.now(UTC)
    since = now - _TERM
    withdrawals = _one("select count(*) from promise_consentevent where at > %s and kind like 'withdrawn%%'", since)
    receipts = _one("select count(*) from promise_consentevent where at > %s", since)
    sent = _one("select count(*) from promise_sharing where at > %s", since)
    anchors, latest = _anchors()
    return Figures(
        at=now,
        withdrawals=shown("withdrawals", withdrawals),
        receipts=shown("receipts", receipts),
        refusals=shown("refusals", _one(_REFUSALS, now.date())),
        sent=shown("sent", sent),
        anchors=anchors,
        anchored_at=latest,
        closed_within=_closed_within(),
    )


def _closed_within() -> float | None:
    """Milliseconds from a withdrawal's commit to closed sockets, the median; None while there was none."""
    median = _row(_CLOSED, LATEST)[0]
    return None if median is None else float(median)


def _one(statement: str, *values: date | datetime) -> int:
    return int(_row(statement, *values)[0])


def _anchors() -> tuple[int, datetime | None]:
    count, body_at = _row("select count(*), max(substr(body, 8, 32)) from promise_anchor")
    return int(count), _moment(str(body_at or ""))


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.split('"')[0])
    except ValueError:
        return None


def _row(statement: str, *values: date | datetime | int) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: tuple[Any, ...] = cursor.fetchone() or (0,)
        return found
