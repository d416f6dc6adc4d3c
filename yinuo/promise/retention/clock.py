"""When a value's term is over. Pure; time is an argument."""

from calendar import monthrange
from datetime import UTC, datetime, timedelta
from uuid import UUID

from yinuo.promise.policy.durations import amounts

_FIRST = datetime(1970, 1, 1, tzinfo=UTC)


def made_at(row: UUID) -> datetime:
    """When a row was made: its UUIDv7 key carries the millisecond (RFC 9562)."""
    return _FIRST + timedelta(milliseconds=row.int >> 80)


def first_of(moment: datetime) -> UUID:
    """The lowest UUIDv7 of a moment: every row that was made earlier has a lower key."""
    return UUID(int=(moment - _FIRST) // timedelta(milliseconds=1) << 80 | 0x7 << 76 | 0x8 << 60)


def due_at(made: datetime, keep: str) -> datetime | None:
    """The first instant at which a value of that term may not be held any more; None while the account stands.

    Years and months are those of the calendar (a mean year would end a legal term of fifteen years hours early); a
    day that the last month does not have is that month's last day (Civil Code article 202).
    """
    parts = amounts(keep)
    if parts is None:
        return None
    months = made.month - 1 + parts.get("M", 0) + 12 * parts.get("Y", 0)
    year, month = made.year + months // 12, months % 12 + 1
    day = min(made.day, monthrange(year, month)[1])
    return made.replace(year=year, month=month, day=day) + timedelta(
        weeks=parts.get("W", 0),
        days=parts.get("D", 0),
        hours=parts.get("h", 0),
        minutes=parts.get("m", 0),
        seconds=parts.get("s", 0),
    )


def horizon(now: datetime, keep: str) -> datetime | None:
    """What was made after this instant is not due yet; of what was made before, :func:`due_at` decides. For queries,
    so it counts with the shortest years and months there are."""
    parts = amounts(keep)
    if parts is None:
        return None
    return now - timedelta(
        days=365 * parts.get("Y", 0) + 28 * parts.get("M", 0) + 7 * parts.get("W", 0) + parts.get("D", 0),
        hours=parts.get("h", 0),
        minutes=parts.get("m", 0),
        seconds=parts.get("s", 0),
    )
