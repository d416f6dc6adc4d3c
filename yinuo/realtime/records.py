"""Journal records of the gateway: one for a batch of appends, one for a read of history (house law 9). Pure.

A batch has many actors and few answers: ``answers`` lists each verdict's words once, and every one of ``entries``
names whose item it was, who touched it, and the number of its answer. All the rest is as in the records of pages.
"""

from datetime import datetime

import msgspec

from yinuo.promise.gate import Verdict

_encode = msgspec.json.Encoder(order="sorted").encode


class Record:
    """Gathers entries; equal ones stand once."""

    __slots__ = ("_answers", "_entries", "_verdicts")

    def __init__(self) -> None:
        self._entries: set[tuple[str, str, str, int]] = set()
        self._answers: dict[int, int] = {}
        self._verdicts: list[Verdict] = []

    def add(self, whose: str, actor: str, role: str, verdict: Verdict) -> None:
        """``whose`` and ``actor`` are pseudonyms in hexadecimal."""
        number = self._answers.get(id(verdict))
        if number is None:
            number = self._answers[id(verdict)] = len(self._verdicts)
            self._verdicts.append(verdict)
        self._entries.add((whose, actor, role, number))

    def __bool__(self) -> bool:
        return bool(self._entries)

    def body(self, *, at: datetime, purpose: str, door: str) -> str:
        numbers: dict[bytes, int] = {}
        final = [numbers.setdefault(_encode(_words(one)), len(numbers)) for one in self._verdicts]
        entries = sorted({(whose, actor, role, final[number]) for whose, actor, role, number in self._entries})
        return _encode(
            {
                "answers": [msgspec.Raw(words) for words in numbers],
                "at": at.isoformat(),
                "door": door,
                "entries": [
                    {"actor": actor, "answer": number, "role": role, "whose": whose}
                    for whose, actor, role, number in entries
                ],
                "purpose": purpose,
            }
        ).decode()

    def whose(self) -> str:
        """The index beside the record, as JSON."""
        return _encode(sorted({whose for whose, _, _, _ in self._entries if whose})).decode()


def _words(verdict: Verdict) -> dict[str, object]:
    return {
        "act": verdict.act.value,
        "clause": verdict.clause,
        "items": [verdict.item],
        "reason": verdict.reason.value,
        "text": verdict.clause_hash,
        "version": verdict.version,
    }
