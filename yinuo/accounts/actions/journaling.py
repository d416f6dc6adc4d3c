"""What happens to a number by somebody else's hand, in the journal of the person whose number it is."""

from uuid import UUID

from yinuo.promise.gate import Actor, current
from yinuo.promise.journal.record import Doer, Entry
from yinuo.promise.journal.writer import write_record
from yinuo.promise.policy import built_in, library
from yinuo.promise.policy.model import Clause, Version
from yinuo.promise.sealing.ring import pseudonym

LOOK_UP, NOBODY = "look_up", "nobody"


def note_number(person: UUID, act: str, reason: str, *, by: Actor) -> None:
    """One record; it opens nothing."""
    context = current()
    in_force, _ = context.versions(person)
    entry = Entry(_name(person), "phone_number", act, reason, "", "", in_force.number if in_force else "")
    doer = Doer(_name(by.person), by.role, by.desk)
    write_record(purpose=context.purpose or "", door=context.door, doer=doer, entries=[entry])


def note_look_up(role: str, person: UUID | None, *, by: Actor) -> None:
    """A number was looked up at a desk, under the clause that lets the desk do so. Found: it stands in the record of
    the person whose it is. Not found: that somebody looked stands in the journal, and the number nowhere."""
    context = current()
    own, theirs = library().in_force(by.role), library().in_force(role)
    declared = own.purposes.get(context.purpose or "")
    version = own if declared else theirs
    clause = own.clauses[declared.clause] if declared else _of_requests(theirs)
    text = (clause.id, clause.hash) if clause else ("", "")
    entry = Entry(_name(person), built_in.PHONE, LOOK_UP, "allowed" if person else NOBODY, *text, version.number)
    doer = Doer(_name(by.person), by.role, by.desk)
    write_record(purpose=context.purpose or "", door=context.door, doer=doer, entries=[entry])


def _of_requests(version: Version) -> Clause | None:
    clauses = version.clauses.values()
    return next((clause for clause in clauses if any(m.id == built_in.MEASURE for m in clause.measures)), None)


def _name(person: UUID | None) -> bytes:
    seat = current().seat(person) if person else None
    return pseudonym(seat) if seat else b""
