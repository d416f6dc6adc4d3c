"""The ledger of sharing: a line before anything of a person's leaves, so that nothing goes out unrecorded.

It holds ids and times, never a value; it is appended to only, and the same line stands in the journal.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from yinuo.promise.columns import uuid7
from yinuo.promise.gate.context import PurposeContext
from yinuo.promise.journal.record import Doer, Entry
from yinuo.promise.journal.writer import write_record
from yinuo.promise.policy.model import Version
from yinuo.promise.sealing.ring import pseudonym

SHARED = "share"
# Plain SQL: the outbound guard is imported by processes that load no models.
_APPEND = """
insert into promise_sharing (id, person, recipient, purpose, items, version, at) values (%s, %s, %s, %s, %s, %s, %s)
"""
_SENT = """
select recipient, array_agg(distinct item order by item), count(distinct s.id), min(s.at), max(s.at)
from promise_sharing s, jsonb_array_elements_text(s.items) item where person = %s group by recipient
"""


@dataclass(frozen=True)
class Sent:
    """What one recipient got of one person: these items, so many times."""

    recipient: str
    items: tuple[str, ...]
    times: int
    first: datetime
    latest: datetime


def record(
    context: PurposeContext, *, recipient: str, purpose: str, items: Iterable[str], about: UUID, version: Version
) -> None:
    """Say that these items of this person go to this recipient now."""
    sent = sorted(items)
    row: list[Any] = [uuid7(), about, recipient, purpose, json.dumps(sent), version.number, datetime.now(UTC)]
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, row)
    seat = context.seat(about)
    declared = version.purposes.get(purpose)
    clause = version.clauses.get(declared.clause) if declared else None
    text = (clause.id, clause.hash) if clause else ("", "")
    name = pseudonym(seat) if seat else b""
    entries = [Entry(name, item, SHARED, "allowed", *text, version.number) for item in sent]
    door = f"{context.door} to {recipient}"
    write_record(purpose=purpose, door=door, doer=Doer(b"", context.actor.role, context.actor.desk), entries=entries)


def sent_of(person: UUID) -> list[Sent]:
    """By recipient, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_SENT, [person])
        return [
            Sent(recipient, tuple(items), times, first, latest) for recipient, items, times, first, latest in cursor
        ]
