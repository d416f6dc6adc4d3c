"""Journal records of the gateway: one for a batch of appends, one for a read of history (house law 9). Pure.

A batch has many persons and few answers: ``names`` and ``answers`` list each pseudonym and each verdict's words once,
and every one of ``entries`` is whose item it was, who touched it, in which role, under which answer: the numbers of
names and of an answer. All the rest is as in the records of pages.
"""

from datetime import datetime

import msgspec

from yinuo.promise.gate import Verdict

_encode = msgspec.json.Encoder(order="sorted").encode
_WORDS = ("act", "clause", "items", "reason", "text", "version")


class Record:
    """Gathers entries; equal ones stand once."""

    __slots__ = ("_answers", "_entries", "_names", "_verdicts")

    def __init__(self) -> None:
        self._entries: dict[tuple[int, int, str, int], None] = {}
        self._names: dict[str, int] = {}
        self._answers: dict[int, int] = {}
        self._verdicts: list[Verdict] = []

    def add(self, whose: str, actor: str, role: str, verdict: Verdict) -> None:
        """``whose`` and ``actor`` are pseudonyms in hexadecimal."""
        answer = self._answers.get(id(verdict))
        if answer is None:
            answer = self._answers[id(verdict)] = len(self._verdicts)
            self._verdicts.append(verdict)
        names = self._names
        entry = names.setdefault(whose, len(names)), names.setdefault(actor, len(names)), role, answer
        self._entries[entry] = None

    def __bool__(self) -> bool:
        return bool(self._entries)

    def body(self, *, at: datetime, purpose: str, door: str) -> str:
        numbers: dict[tuple[object, ...], int] = {}
        final = [numbers.setdefault(_words(one), len(numbers)) for one in self._verdicts]
        entries = dict.fromkeys((whose, by, role, final[answer]) for whose, by, role, answer in self._entries)
        return _encode(
            {
                "answers": [dict(zip(_WORDS, words, strict=True)) for words in numbers],
                "at": at.isoformat(),
                "door": door,
                "entries": list(entries),
                "names": list(self._names),
                "purpose": purpose,
            }
        ).decode()

    def whose(self) -> str:
        """The index beside the record, as JSON."""
        names = list(self._names)
        return _encode(sorted({names[whose] for whose, _, _, _ in self._entries} - {""})).decode()


def _words(verdict: Verdict) -> tuple[object, ...]:
    """What is said of a verdict, in the order of ``_WORDS``; the verdicts of many persons say the same."""
    return verdict.act, verdict.clause, (verdict.item,), verdict.reason, verdict.clause_hash, verdict.version
