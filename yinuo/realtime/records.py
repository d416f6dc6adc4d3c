"""Journal records of the gateway: one for a batch of appends, one for a read of history (house law 9). Pure.

A batch has many persons and few answers: ``names`` and ``answers`` list each pseudonym and each verdict's words once,
and every one of ``entries`` is whose item it was, who touched it, in which role, under which answer: the numbers of
names and of an answer. All the rest is as in the records of pages.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from yinuo.promise.gate import Verdict

_encode = msgspec.json.Encoder(order="sorted").encode
_WORDS = ("act", "clause", "items", "reason", "text", "version")

Note = tuple[str, str, str, tuple[object, ...]]


def note(whose: str, actor: str, role: str, verdict: Verdict) -> Note:
    """One entry of a record. ``whose`` and ``actor`` are pseudonyms in hexadecimal."""
    return whose, actor, role, verdict.words


class Record:
    """Gathers entries; equal ones stand once."""

    __slots__ = ("_entries",)

    def __init__(self) -> None:
        self._entries: dict[Note, None] = {}

    def add(self, whose: str, actor: str, role: str, verdict: Verdict) -> None:
        self._entries[note(whose, actor, role, verdict)] = None

    def take(self, notes: Iterable[Note]) -> None:
        for one in notes:
            self._entries[one] = None

    def __bool__(self) -> bool:
        return bool(self._entries)

    def body(self, *, at: datetime, purpose: str, door: str) -> str:
        names: dict[str, int] = {}
        answers: dict[tuple[object, ...], int] = {}
        entries = [
            (
                names.setdefault(whose, len(names)),
                names.setdefault(actor, len(names)),
                role,
                answers.setdefault(words, len(answers)),
            )
            for whose, actor, role, words in self._entries
        ]
        return _encode(
            {
                "answers": [dict(zip(_WORDS, words, strict=True)) for words in answers],
                "at": at.isoformat(),
                "door": door,
                "entries": entries,
                "names": list(names),
                "purpose": purpose,
            }
        ).decode()

    def whose(self) -> str:
        """The index beside the record, as JSON."""
        return _encode(sorted({whose for whose, _, _, _ in self._entries} - {""})).decode()
