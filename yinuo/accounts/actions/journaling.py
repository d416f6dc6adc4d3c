"""What happens to a number by somebody else's hand, in the journal of the person whose number it is."""

from uuid import UUID

from yinuo.promise.gate import Actor, current
from yinuo.promise.journal.record import Doer, Entry
from yinuo.promise.journal.writer import write_record
from yinuo.promise.sealing.ring import pseudonym


def note_number(person: UUID, act: str, reason: str, *, by: Actor) -> None:
    """One record; it opens nothing."""
    context = current()
    in_force, _ = context.versions(person)
    entry = Entry(_name(person), "phone_number", act, reason, "", "", in_force.number if in_force else "")
    doer = Doer(_name(by.person), by.role, by.desk)
    write_record(purpose=context.purpose or "", door=context.door, doer=doer, entries=[entry])


def _name(person: UUID | None) -> bytes:
    seat = current().seat(person) if person else None
    return pseudonym(seat) if seat else b""
