"""A batch before the gate: what may be captured, sealed, and what the record says of it."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from yinuo.promise.gate import Verdict
from yinuo.promise.gate.reasons import Reason
from yinuo.promise.sealing.box import seal
from yinuo.realtime.appends import Append, Log
from yinuo.realtime.records import Record
from yinuo.realtime.seats import Held, Seats


class Ready:
    """An entry that may be written: its sealed text, and the verdict on showing it."""

    __slots__ = ("content", "entry", "use")

    def __init__(self, entry: Append, content: bytes | None, use: Verdict) -> None:
        self.entry, self.content, self.use = entry, content, use


class Decision:
    """``held`` are the seats that the verdicts were made from. ``refused`` has None for somebody unknown.

    ``doubtful`` are the persons whose kept seats led to a no: a yes is compared under the locks, so a no must be
    made from fresh seats too, or what a person has just allowed would be refused.
    """

    def __init__(self) -> None:
        self.ready: list[Ready] = []
        self.held: dict[Held, None] = {}
        self.record = Record()
        self.refused: list[tuple[Append, Verdict | None]] = []
        self.doubtful: set[UUID] = set()

    def refuse(self, entry: Append, verdict: Verdict | None) -> None:
        self.refused.append((entry, verdict))
        self.doubtful |= {entry.author, entry.about}


def decided(entries: Iterable[Append], seats: Seats, log: Log) -> Decision:
    """Ask the gate for each entry, and seal what it allows."""
    made = Decision()
    get, note, held = seats.get, made.record.add, made.held
    for entry in entries:
        actor = entry.by
        by, about = get(entry.author), get(entry.about)
        if by is None or about is None:
            made.refuse(entry, None)
            continue
        capture = by.answer(entry.captures, actor, own=True)
        if not capture.allowed:
            made.refuse(entry, capture)
            continue
        content = None
        if entry.text is not None:
            klass, key = about.cipher(capture.purpose, entry.captures.item)
            if key is None:
                made.refuse(entry, replace(capture, allowed=False, reason=Reason.ERASED))
                continue
            content = seal(key, entry.text.encode(), entry.where(log), klass=klass)
        use = about.answer(entry.shows, actor, own=about is by)
        made.ready.append(Ready(entry, content, use))
        held[by] = held[about] = None
        note(by.name, by.name, actor.role, capture)
        note(about.name, by.name, actor.role, use)
    return made
