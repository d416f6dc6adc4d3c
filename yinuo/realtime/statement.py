"""The one statement that appends a batch, and what it answers.

A room's function takes, as arrays, first the persons (lock keys in sorted order; ids and epochs, roles and policy
generations that the verdicts were made from), then the entries, then the journal record; no files stand for none at
all. Whom a topic is about and which item a kind is, the room's tables know. It takes the policy's and the persons'
advisory locks shared, and in a *new* statement compares epochs and generations. Is anything stale, known already,
over or not there, it writes nothing and says so; else it numbers and inserts all, and appends the record.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from yinuo.promise.gate.locks import POLICY_KEY
from yinuo.realtime.appends import Log
from yinuo.realtime.deciding import Decision
from yinuo.realtime.seats import Held

KNOWN = "known"
# Arrays go as text: asyncpg would look at every element of an array in Python.
_APPEND = """
select * from {function}(
    $1::text::bigint[], $2::text::uuid[], $3::text::bigint[], $4::text::text[], $5::text::bigint[],
    $6::text::uuid[], $7::text::uuid[], $8::text::uuid[], $9::text::uuid[], $10::text::text[], $11::bytea[],
    $12::text::uuid[], $13::date, $14::uuid, $15::text, $16::jsonb)
"""
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True)
class Answer:
    """``problems`` has one entry an append (None: nothing wrong with it); ``numbers`` and ``times`` go with it."""

    written: bool
    stale: list[UUID]
    problems: Sequence[str | None]
    numbers: Sequence[int | None]
    times: Sequence[datetime | None]


Persons = tuple[list[int], list[UUID], list[int], list[str], list[int]]


def persons(held: Iterable[Held]) -> Persons:
    """Lock keys, ids, epochs; roles and their policy generations. The keys begin with the policy's; then the one order
    all takers follow. A role that comes with two generations can't be right, and all of its persons are stale."""
    seats = list(held)
    policies = list({(one.seat.role, one.generation) for one in seats})
    return (
        [POLICY_KEY, *sorted({one.lock for one in seats})],
        [one.seat.person for one in seats],
        [one.seat.epoch for one in seats],
        [role for role, _ in policies],
        [generation for _, generation in policies],
    )


def _array(values: Sequence[UUID] | Sequence[UUID | None] | Sequence[int] | Sequence[str]) -> str:
    """PostgreSQL's text of an array of ids, numbers or plain words; it is JSON's but for the brackets."""
    return f"{{{_encode(values)[1:-1].decode()}}}"


async def append(connection: Any, log: Log, decision: Decision, chain: UUID) -> Answer:
    """Append what is ready and its record in one transaction, or learn why not."""
    entries = [one.entry for one in decision.ready]
    record = decision.record
    at = datetime.now(UTC)
    row = await connection.fetchrow(
        _APPEND.format(function=log.function),
        *(_array(column) for column in persons(decision.held)),
        _array([entry.id for entry in entries]),
        _array([entry.topic for entry in entries]),
        _array([entry.by.person for entry in entries]),
        _array([entry.client_id for entry in entries]),
        _array([entry.kind for entry in entries]),
        [one.content for one in decision.ready],
        _array([entry.media for entry in entries] if any(entry.media for entry in entries) else []),
        at.date(),
        chain,
        record.body(at=at, purpose=log.purpose, door=log.door),
        record.whose(),
    )
    stale = [UUID(int=person.int) for person in row["stale"] or ()]
    return Answer(row["written"], stale, row["problems"] or (), row["numbers"] or (), row["times"] or ())
