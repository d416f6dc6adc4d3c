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
from yinuo.promise.sealing.box import seal
from yinuo.realtime.appends import Append, Log
from yinuo.realtime.records import Record
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
    seats = list({one.seat.person: one for one in held}.values())
    keys = [POLICY_KEY, *sorted({one.lock for one in seats})]
    return (
        keys,
        [one.seat.person for one in seats],
        [one.seat.epoch for one in seats],
        [one.generation for one in seats],
    )


def sealed(entry: Append, log: Log, about: Held) -> bytes | None:
    """The entry's text under the key of whom it is about; raises :class:`LookupError` when that key is shredded."""
    if entry.text is None:
        return None
    klass, key = about.class_of(entry.item), about.key_for(entry.item)
    if klass is None or key is None:
        raise LookupError("no key for this class")
    return seal(key, entry.text.encode(), entry.where(log), klass=klass)


async def append(
    connection: Any,
    log: Log,
    batch: Sequence[tuple[Append, bytes | None]],
    seats: Iterable[Held],
    record: Record,
    chain: UUID,
) -> Answer:
    """Append the batch and its record in one transaction, or learn why not."""
    keys, ids, epochs, generations = persons(seats)
    entries = [entry for entry, _ in batch]
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
        [content for _, content in batch],
        [entry.media for entry in entries],
        at.date(),
        chain,
        record.body(at=at, purpose=log.purpose, door=log.door),
        record.whose(),
    )
    stale = [UUID(int=person.int) for person in row["stale"] or ()]
    return Answer(row["written"], stale, row["problems"] or (), row["numbers"] or (), row["times"] or ())
