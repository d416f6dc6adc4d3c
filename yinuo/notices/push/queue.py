"""Asking for a push: rows of ids, written in the transaction of what they tell of."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from yinuo.notices.kinds import Kind, kind_of

CHANNEL = "yinuo_push"


def notify(*, person: UUID, kind: str, about: UUID | None = None, once: bool = False) -> int:
    """Ask for a push to every device of this person when the running transaction commits; returns to how many.

    ``about`` is the id of what it tells of, such as a consultation; one that waits already is not doubled, and with
    ``once`` neither is one that went out. Raises ``UnknownKind``: there is no door for anything else.
    """
    return notify_all([person], kind=kind_of(kind), abouts=[about], once=once)


def notify_all(persons: Sequence[UUID], *, kind: Kind, abouts: Sequence[UUID | None], once: bool = False) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "select notices_notify(%s::uuid[], %s, %s::uuid[], make_interval(secs => %s), %s)",
            [list(persons), kind.id, list(abouts), kind.pause.total_seconds(), once],
        )
        return int(cursor.fetchone()[0])
