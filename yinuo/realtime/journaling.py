"""Journaling what the gateway reads: a chain a connection and day, written before anything is shown (house law 9)."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from yinuo.promise.columns import uuid7
from yinuo.realtime.records import Record

_chains: WeakKeyDictionary[Any, tuple[date, UUID]] = WeakKeyDictionary()


def chain_of(connection: Any, day: date) -> UUID:
    """The chain that only this connection appends to."""
    known = _chains.get(connection)
    if known is None or known[0] != day:
        known = _chains[connection] = (day, uuid7())
    return known[1]


async def journal(connection: Any, record: Record, *, purpose: str, door: str) -> None:
    """Append the record; when the journal can't be written nothing may be shown, so the error goes on."""
    if record:
        at = datetime.now(UTC)
        await connection.execute(
            "select promise_journal_append($1::date, $2::uuid, $3::text, $4::jsonb)",
            at.date(),
            chain_of(connection, at.date()),
            record.body(at=at, purpose=purpose, door=door),
            record.whose(),
        )
