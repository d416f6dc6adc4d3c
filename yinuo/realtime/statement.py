"""The one statement that appends a batch, and what it answers.

A room's function takes, as arrays, first the persons (lock keys in sorted order; ids, epochs and policy generations
that the verdicts were made from), then the entries, then the journal record. It takes the policy's and the persons'
advisory locks shared, and in a *new* statement compares epochs and generations. Is anything stale, known already,
over or not there, it writes nothing and says so; else it numbers and inserts all, and appends the record.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from yinuo.promise.gate.locks import POLICY_KEY
from yinuo.realtime.appends import Log
from yinuo.realtime.deciding import Decision
from yinuo.realtime.seats import Held

KNOWN = "known"


@dataclass(frozen=True)
class Answer:
    """``problems`` has one entry an append (None: nothing wrong with it); ``numbers`` and ``times`` go with it."""

    written: bool
    stale: list[UUID]
    problems: Sequence[str | None]
    numbers: Sequence[int | None]
    times: Sequence[datetime | None]


def persons(held: Iterable[Held]) -> tuple[list[int], list[UUID], list[int], list[int]]:
    """Lock keys, ids, epochs, generations. The keys begin with the policy's; then the one order all takers follow."""
    seats = list(held)
    keys = [POLICY_KEY, *sorted({one.lock for one in seats})]
    return (
        keys,
        [one.seat.person for one in seats],
        [one.seat.epoch for one in seats],
        [one.generation for one in seats],
    )


async def append(connection: Any, log: Log, decision: Decision, chain: UUID) -> Answer:
    """Append what is ready and its record in one transaction, or learn why not."""
    keys, ids, epochs, generations = persons(decision.held.values())
    entries = [one.entry for one in decision.ready]
    record = decision.record
    at = datetime.now(UTC)
    row = await connection.fetchrow(
        f"select * from {log.function}($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)",  # noqa: S608
        keys,
        ids,
        epochs,
        generations,
        [entry.id for entry in entries],
        [entry.topic for entry in entries],
        [entry.about for entry in entries],
        [entry.by.person for entry in entries],
        [entry.client_id for entry in entries],
        [entry.kind for entry in entries],
        [entry.item for entry in entries],
        [one.content for one in decision.ready],
        [entry.media for entry in entries],
        at.date(),
        chain,
        record.body(at=at, purpose=log.purpose, door=log.door),
        record.whose(),
    )
    stale = [UUID(int=person.int) for person in row["stale"] or ()]
    return Answer(row["written"], stale, row["problems"] or (), row["numbers"] or (), row["times"] or ())
