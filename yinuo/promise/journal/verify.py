"""`yinuo journal verify`: change, removal, reordering and a cut tail are found."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cryptography.exceptions import InvalidSignature
from django.db import connection

from yinuo.promise.journal.anchors import anchor_file
from yinuo.promise.journal.record import whose_of
from yinuo.promise.models import Anchor, ClosedDay
from yinuo.promise.sealing.ring import ring


@dataclass(frozen=True)
class Fault:
    """``kind``: changed, missing, cut, anchor."""

    kind: str
    where: str
    message: str


@dataclass(frozen=True)
class Report:
    records: int
    chains: int
    anchors: int
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        return not self.faults


def verify() -> Report:
    """Recompute every chain that is still held and compare it with every anchor, here and outside."""
    faults: list[Fault] = []
    heads: dict[tuple[str, str], dict[int, str]] = {}
    records = 0
    with connection.cursor() as cursor:
        cursor.execute("select day, chain, seq, body, whose, hash from promise_journal order by day, chain, seq")
        for row in cursor:
            records += 1
            fault = _next_link(heads, row)
            if fault:
                faults.append(fault)
    anchors = list(_anchors())
    faults += _outside_differs(anchors)
    for number, body, signature in anchors:
        faults += _against(number, body, signature, heads)
    return Report(records, len(heads), len(anchors), tuple(faults))


def _next_link(heads: dict[tuple[str, str], dict[int, str]], row: tuple[object, ...]) -> Fault | None:
    day, chain, seq, body, whose, digest = row
    links = heads.setdefault((str(day), str(chain)), {})
    number, text = int(str(seq)), str(body)
    previous = links.get(number - 1)
    before = bytes.fromhex(previous) if previous else genesis(str(day), str(chain))
    found = bytes(digest).hex()  # type: ignore[call-overload]
    links[number] = found
    where = f"{day}/{chain}/{number}"
    if number > 1 and previous is None:
        return Fault("missing", where, "the record before this one is gone")
    if link(before, number, text).hex() != found:
        return Fault("changed", where, "the record does not fit its hash")
    held = json.loads(whose) if isinstance(whose, str) else whose
    if held != whose_of(text):
        return Fault("changed", where, "the index beside the record does not fit it")
    return None


def genesis(day: str, chain: str) -> bytes:
    return hashlib.sha256(f"{day}/{chain}".encode()).digest()


def link(previous: bytes, seq: int, body: str) -> bytes:
    """The hash of a record: sha256 of the previous hash, its number (8 bytes, big-endian) and its body."""
    return hashlib.sha256(previous + seq.to_bytes(8, "big") + body.encode()).digest()


def _anchors() -> Iterator[tuple[int, str, bytes]]:
    for made in Anchor.objects.order_by("id").iterator():
        yield made.pk, made.body, bytes(made.signature)


def _outside_differs(anchors: list[tuple[int, str, bytes]]) -> list[Fault]:
    path = anchor_file()
    if not path.exists():
        return [Fault("anchor", "outside", "the copies outside the database are gone")] if anchors else []
    inside = {number: body for number, body, _ in anchors}
    faults = []
    for line in path.read_text(encoding="utf-8").splitlines():
        copy = json.loads(line)
        if inside.pop(copy["id"], None) != copy["body"]:
            faults.append(Fault("anchor", str(copy["id"]), "an anchor in the database differs from its copy outside"))
    faults += [Fault("anchor", str(number), "an anchor has no copy outside") for number in inside]
    return faults


def _against(number: int, body: str, signature: bytes, heads: dict[tuple[str, str], dict[int, str]]) -> Iterator[Fault]:
    try:
        ring().anchor_key().public_key().verify(signature, body.encode())
    except InvalidSignature:
        yield Fault("anchor", str(number), "the anchor's signature does not fit")
        return
    for day, chain, seq, digest in json.loads(body)["heads"]:
        if ClosedDay.objects.filter(day=date.fromisoformat(day)).exists():
            continue
        if heads.get((day, chain), {}).get(seq) != digest:
            yield Fault("cut", f"{day}/{chain}/{seq}", "a record that an anchor names is gone or changed")
