"""The record of one purpose context, as canonical JSON (house law 9). Pure; it holds no value and no plain name."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Doer:
    """``name`` is a sealed pseudonym (16 bytes; empty for a visitor and for the system's own work)."""

    name: bytes
    role: str
    desk: str = ""


@dataclass(frozen=True)
class Entry:
    """One item of one person. ``whose`` is a sealed pseudonym, empty when it can't be made any more; ``text`` is the
    hash of the clause."""

    whose: bytes
    item: str
    act: str
    reason: str
    clause: str
    text: str
    version: str


def body_of(
    *, at: datetime, purpose: str, door: str, doer: Doer, entries: Iterable[Entry], case: UUID | None = None
) -> str:
    """Who, whose, which items, under which clause text, with which verdict. Items with one answer share an entry."""
    grouped: dict[tuple[str, str, str, str, str, str], set[str]] = {}
    for entry in entries:
        key = (entry.whose.hex(), entry.act, entry.reason, entry.clause, entry.text, entry.version)
        grouped.setdefault(key, set()).add(entry.item)
    names = ("whose", "act", "reason", "clause", "text", "version")
    record: dict[str, object] = {
        "at": at.isoformat(),
        "purpose": purpose,
        "door": door,
        "actor": doer.name.hex(),
        "role": doer.role,
        "entries": [
            {**dict(zip(names, key, strict=True)), "items": sorted(items)} for key, items in sorted(grouped.items())
        ],
    }
    if doer.desk:
        record["desk"] = doer.desk
    if case is not None:
        record["case"] = str(case)
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def whose_of(body: str) -> list[str]:
    """The pseudonyms that a record is about, for the index beside it. A record with ``names`` lists each pseudonym
    once, and its entries begin with a name's number."""
    record = json.loads(body)
    names = record.get("names")
    found = {entry["whose"] if names is None else names[entry[0]] for entry in record["entries"]}
    return sorted(found - {""})
