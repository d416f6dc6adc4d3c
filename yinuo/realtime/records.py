"""Journal records of the gateway: one for a batch of appends, one for a read of history (house law 9). Pure.

A batch has many actors, so each entry names its own; all the rest is as in the records of pages.
"""

from datetime import datetime
from functools import lru_cache

import msgspec

from yinuo.promise.gate import Verdict


@lru_cache(maxsize=20_000)
def fragment(whose: str, actor: str, role: str, verdict: Verdict) -> bytes:
    """One entry: whose item, touched by whom, under which clause text, with which answer."""
    entry = {
        "act": verdict.act.value,
        "actor": actor,
        "clause": verdict.clause,
        "items": [verdict.item],
        "reason": verdict.reason.value,
        "role": role,
        "text": verdict.clause_hash,
        "version": verdict.version,
        "whose": whose,
    }
    return msgspec.json.encode(entry)


class Record:
    """Gathers entries; equal ones stand once."""

    __slots__ = ("_fragments", "_whose")

    def __init__(self) -> None:
        self._fragments: set[bytes] = set()
        self._whose: set[str] = set()

    def add(self, whose: str, actor: str, role: str, verdict: Verdict) -> None:
        """``whose`` and ``actor`` are pseudonyms in hexadecimal."""
        self._fragments.add(fragment(whose, actor, role, verdict))
        if whose:
            self._whose.add(whose)

    def __bool__(self) -> bool:
        return bool(self._fragments)

    def body(self, *, at: datetime, purpose: str, door: str) -> str:
        head = msgspec.json.encode({"at": at.isoformat(), "door": door, "entries": [], "purpose": purpose})
        first, rest = head.split(b'"entries":[]', 1)
        return (first + b'"entries":[' + b",".join(sorted(self._fragments)) + b"]" + rest).decode()

    def whose(self) -> str:
        """The index beside the record, as JSON."""
        return msgspec.json.encode(sorted(self._whose)).decode()
