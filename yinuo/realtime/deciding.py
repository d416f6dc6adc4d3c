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
    """An entry that may be written: its sealed text, and the verdicts on capturing and on showing it, made from these
    two seats and good for no others."""

    __slots__ = ("about", "by", "capture", "content", "entry", "use")

    def __init__(self, entry: Append, by: Held, about: Held, capture: Verdict, use: Verdict, content: bytes | None):
        self.entry, self.by, self.about = entry, by, about
        self.capture, self.use, self.content = capture, use, content


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


def prepare(entry: Append, seats: Seats, log: Log) -> Verdict | None:
    """Ask the gate for an entry and seal what it allows, into ``entry.ready``; else the no, None for somebody unknown.

    Done while the batch before is being committed; :func:`decided` does it anew when a seat has moved since.
    """
    entry.ready = None
    by, about = seats.get(entry.author), seats.get(entry.about)
    if by is None or about is None:
        return None
    capture = by.answer(entry.captures, entry.by, own=True)
    if not capture.allowed:
        return capture
    content = None
    if entry.text is not None:
        klass, key = about.cipher(capture.purpose, entry.captures.item)
        if key is None:
            return replace(capture, allowed=False, reason=Reason.ERASED)
        content = seal(key, entry.text.encode(), entry.where(log), klass=klass)
    use = about.answer(entry.shows, entry.by, own=about is by)
    entry.ready = Ready(entry, by, about, capture, use, content)
    return capture


def decided(entries: Iterable[Append], seats: Seats, log: Log) -> Decision:
    """What of a batch is ready, by the seats as they are kept now."""
    made = Decision()
    note, held = made.record.add, made.held
    for entry in entries:
        ready = entry.ready
        if ready is None or not seats.hold(ready.by) or not seats.hold(ready.about):
            verdict = prepare(entry, seats, log)
            ready = entry.ready
            if ready is None:
                made.refuse(entry, verdict)
                continue
        by, about, role = ready.by, ready.about, entry.by.role
        made.ready.append(ready)
        held[by] = held[about] = None
        note(by.name, by.name, role, ready.capture)
        note(about.name, by.name, role, ready.use)
    return made
