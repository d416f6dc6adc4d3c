"""`yinuo journal verify`: change, removal, reordering and a cut tail are found.

Records stream by, a chain's last hash is all that is remembered of it; what anchors name is held against the records
inside the database, in a temporary table. So a journal of any length is verified in the same memory.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db import connection, transaction

from yinuo.promise.journal.anchor_row import Row, signed
from yinuo.promise.journal.anchors import Head, closed_in, heads_in
from yinuo.promise.journal.record import whose_of

REPORTED = 1000
_BATCH = 2000

_ANCHORED = """
create temporary table if not exists promise_anchored
    (day date, chain uuid, seq bigint, digest text) on commit drop
"""
_RECORDS = """
select day, chain, seq, body, whose, hash from promise_journal
where %(day)s::date is null or day = %(day)s::date order by day, chain, seq
"""
_CUT = """
select a.day, a.chain, a.seq from promise_anchored a
left join promise_journal j on j.day = a.day and j.chain = a.chain and j.seq = a.seq
where (%(day)s::date is null or a.day = %(day)s::date)
  and not exists (select from promise_closedday c where c.day = a.day)
  and encode(j.hash, 'hex') is distinct from a.digest
order by 1, 2, 3
"""
# The last head that an anchor names is the closing one: days are closed long after their last record.
_CLOSED_OTHERWISE = """
with named as (
    select distinct on (a.day, a.chain) a.day, a.chain, a.seq, a.digest from promise_anchored a
    join promise_closedday c using (day) order by a.day, a.chain, a.seq desc
), closing as (
    select c.day, (h->>0)::uuid as chain, (h->>1)::bigint as seq, h->>2 as digest
    from promise_closedday c, jsonb_array_elements(c.body::jsonb->'heads') h
)
select coalesce(n.day, k.day), coalesce(n.chain, k.chain), coalesce(n.seq, k.seq)
from named n full join closing k using (day, chain)
where (n.seq, n.digest) is distinct from (k.seq, k.digest)
order by 1, 2
"""


@dataclass(frozen=True)
class Fault:
    """``kind``: changed, missing, cut, anchor, closed."""

    kind: str
    where: str
    message: str


@dataclass(frozen=True)
class Report:
    """``faults`` holds the first thousand."""

    records: int
    chains: int
    anchors: int
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        return not self.faults


class _Count:
    """What went by."""

    def __init__(self) -> None:
        self.records = self.chains = self.anchors = 0
        self.closed: dict[str, str] = {}


def verify() -> Report:
    """Recompute every chain that is still held and compare it with every anchor, here and outside."""
    count = _Count()
    with transaction.atomic():
        # Anchors first: what they name was committed before them, and records are only added meanwhile.
        faults = tuple(islice(_faults(count, None), REPORTED))
    return Report(count.records, count.chains, count.anchors, faults)


def faults_of(day: date) -> list[Fault]:
    """What is wrong with one day, before it is dropped."""
    with transaction.atomic():
        return list(islice(_faults(_Count(), day), REPORTED))


def _faults(count: _Count, day: date | None) -> Iterator[Fault]:
    with connection.cursor() as cursor:
        cursor.execute(_ANCHORED)
        cursor.execute("delete from promise_anchored")
    yield from _anchors(count, day)
    yield from _chains(count, day)
    with connection.cursor() as cursor:
        cursor.execute(_CUT, {"day": day})
        for row in cursor.fetchall():
            yield Fault("cut", _where(row), "a record that an anchor names is gone or changed")
    if day is None:
        yield from _closed_days(count.closed)


def _anchors(count: _Count, day: date | None) -> Iterator[Fault]:
    """Signatures, the row of anchors and the copies outside; keeps what well-signed anchors name."""
    batch: list[Head] = []
    for row in signed(day):
        if isinstance(row, Row):
            count.anchors += 1
            count.closed.update(closed_in(row.body))
            batch += [head for head in heads_in(row.body) if day is None or head[0] == str(day)]
            batch = _keep(batch) if len(batch) > _BATCH else batch
        else:
            yield Fault("anchor", *row)
    _keep(batch)


def _keep(batch: list[Head]) -> list[Head]:
    with connection.cursor() as cursor:
        cursor.executemany("insert into promise_anchored values (%s::date, %s::uuid, %s, %s)", batch)
    return []


def _chains(count: _Count, day: date | None) -> Iterator[Fault]:
    chain: tuple[object, object] | None = None
    number, previous = 0, b""
    with connection.chunked_cursor() as cursor:
        cursor.execute(_RECORDS, {"day": day})
        while rows := cursor.fetchmany(_BATCH):
            for row in rows:
                if row[:2] != chain:
                    chain, number, previous = row[:2], 0, genesis(str(row[0]), str(row[1]))
                    count.chains += 1
                count.records += 1
                fault = _next_link(row, number, previous)
                if fault:
                    yield fault
                number, previous = row[2], bytes(row[5])


def _next_link(row: tuple[object, ...], number: int, previous: bytes) -> Fault | None:
    seq, text, whose = int(str(row[2])), str(row[3]), row[4]
    if seq != number + 1:
        return Fault("missing", _where(row), "the record before this one is gone")
    if link(previous, seq, text) != bytes(row[5]):  # type: ignore[call-overload]
        return Fault("changed", _where(row), "the record does not fit its hash")
    held = json.loads(whose) if isinstance(whose, str) else whose
    if held != whose_of(text):
        return Fault("changed", _where(row), "the index beside the record does not fit it")
    return None


def _closed_days(named: Mapping[str, str]) -> Iterator[Fault]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select day, encode(sha256(convert_to(body, 'UTF8')), 'hex'), encode(hash, 'hex')"
            " from promise_closedday order by day"
        )
        for day, digest, held in cursor.fetchall():
            if digest != held or named.get(str(day)) != held:
                yield Fault("closed", str(day), "the closing heads are not those that an anchor signed")
        cursor.execute("select day from promise_closedday c where exists (select from promise_journal where day=c.day)")
        for (day,) in cursor.fetchall():
            yield Fault("closed", str(day), "a day that was closed has records")
        cursor.execute(_CLOSED_OTHERWISE)
        for row in cursor.fetchall():
            yield Fault("closed", _where(row), "the closing head is not the one that anchors name")


def _where(row: tuple[object, ...]) -> str:
    return "/".join(str(part) for part in row[:3])


def genesis(day: str, chain: str) -> bytes:
    return hashlib.sha256(f"{day}/{chain}".encode()).digest()


def link(previous: bytes, seq: int, body: str) -> bytes:
    """The hash of a record: sha256 of the previous hash, its number (8 bytes, big-endian) and its body."""
    return hashlib.sha256(previous + seq.to_bytes(8, "big") + body.encode()).digest()
