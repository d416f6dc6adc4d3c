"""A batch before the gate: what may be captured, sealed, and what the record says of it."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from yinuo.promise.gate import Verdict
from yinuo.promise.gate.reasons import Reason
from yinuo.promise.sealing.box import place, seal
from yinuo.realtime.appends import Append, Asked, Log
from yinuo.realtime.records import Record, note
from yinuo.realtime.seats import Held, Seats


class Standing:
    """What the gate says of one kind of entry of an author about a person, and the key that it is sealed under.

    Made from these two seats, good while both are kept, and for no others.
    """

    __slots__ = ("about", "by", "capture", "key", "klass", "notes", "use")

    def __init__(self, by: Held, about: Held, role: str, capture: Verdict, use: Verdict) -> None:
        self.by, self.about, self.capture, self.use = by, about, capture, use
        self.klass, self.key = about.cipher(capture.purpose, capture.item)
        self.notes = (note(by.name, by.name, role, capture), note(about.name, by.name, role, use))

    @property
    def good(self) -> bool:
        return self.by.kept and self.about.kept


Standings = dict[Asked, Standing]


class Ready:
    """An entry that may be written, and its sealed text."""

    __slots__ = ("content", "entry", "standing")

    def __init__(self, entry: Append, standing: Standing, content: bytes | None) -> None:
        self.entry, self.standing, self.content = entry, standing, content


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
    standing = entry.standings.get(entry.asked)
    if standing is None or not standing.good:
        by, about = seats.get(entry.author), seats.get(entry.about)
        if by is None or about is None:
            return None
        captures, shows = entry.asked
        capture = by.answer(captures, entry.by, own=True)
        if not capture.allowed:
            return capture
        use = about.answer(shows, entry.by, own=about is by)
        standing = Standing(by, about, entry.by.role, capture, use)
        entry.standings[entry.asked] = standing
    content = None
    if entry.text is not None:
        if standing.key is None:
            return replace(standing.capture, allowed=False, reason=Reason.ERASED)
        where = place(log.table, log.column, entry.id)
        content = seal(standing.key, entry.text.encode(), where, klass=standing.klass)
    entry.ready = Ready(entry, standing, content)
    return standing.capture


def decided(entries: Iterable[Append], seats: Seats, log: Log) -> Decision:
    """What of a batch is ready, by the seats as they are kept now."""
    made = Decision()
    standings: dict[Standing, None] = {}
    for entry in entries:
        ready = entry.ready
        if ready is None or not ready.standing.good:
            verdict = prepare(entry, seats, log)
            ready = entry.ready
            if ready is None:
                made.refuse(entry, verdict)
                continue
        made.ready.append(ready)
        standings[ready.standing] = None
    held, record = made.held, made.record
    for standing in standings:
        held[standing.by] = held[standing.about] = None
        record.take(standing.notes)
    return made
