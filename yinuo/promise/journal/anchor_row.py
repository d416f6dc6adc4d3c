"""The row of anchors, here and outside, side by side: signatures, the hash of the one before, and the copies."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from cryptography.exceptions import InvalidSignature

from yinuo.promise.journal.anchors import anchor_file, anchors_from
from yinuo.promise.models import Anchor
from yinuo.promise.sealing.ring import ring


@dataclass(frozen=True)
class Row:
    """An anchor as it stands in the database or in the file."""

    number: int
    body: str
    signature: bytes


Said = Row | tuple[str, str]  # a well-signed anchor, or where a fault is and what it is


def signed(day: date | None) -> Iterator[Said]:
    """The anchors that are well signed, oldest first, between what is wrong with the others.

    With a day, only the anchors that can name it (made on that day or later), and not the copies.
    """
    if day is not None:
        yield from (row for row in _rows(anchors_from(day)) if _fault(row) is None)
        return
    previous = ""
    for row in _beside(_rows(Anchor.objects.order_by("id").iterator()), _outside()):
        if not isinstance(row, Row):
            yield row
            continue
        fault = _fault(row)
        if fault:
            yield fault
        else:
            if json.loads(row.body)["previous"] != previous:
                yield str(row.number), "the anchor before this one is gone or changed"
            yield row
        previous = hashlib.sha256(row.body.encode()).hexdigest()


def _rows(anchors: Iterable[Anchor]) -> Iterator[Row]:
    return (Row(made.pk, made.body, bytes(made.signature)) for made in anchors)


def _fault(row: Row) -> tuple[str, str] | None:
    try:
        ring().anchor_key().public_key().verify(row.signature, row.body.encode())
    except InvalidSignature:
        return str(row.number), "the anchor's signature does not fit"
    return None


def _outside() -> Iterator[Row]:
    """The copies; a line that is none leaves its anchor without a copy."""
    path = anchor_file()
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for line in file:
            with suppress(ValueError, KeyError, TypeError):
                copy = json.loads(line)
                yield Row(int(copy["id"]), str(copy["body"]), bytes.fromhex(copy["signature"]))


def _beside(inside: Iterator[Row], outside: Iterator[Row]) -> Iterator[Said]:
    """Every anchor of the database, after what its copy outside says against it."""
    here, copy = next(inside, None), next(outside, None)
    while here is not None or copy is not None:
        if copy is not None and (here is None or copy.number < here.number):
            yield str(copy.number), "an anchor that has a copy outside is gone from the database"
            copy = next(outside, None)
        elif here is not None and (copy is None or here.number < copy.number):
            yield str(here.number), "an anchor has no copy outside"
            yield here
            here = next(inside, None)
        elif here is not None:
            if here != copy:
                yield str(here.number), "an anchor in the database differs from its copy outside"
            yield here
            here, copy = next(inside, None), next(outside, None)
