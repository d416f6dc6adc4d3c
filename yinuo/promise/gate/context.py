"""Purpose contexts: the one door through which a personal value can be reached (house law 1)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from yinuo.promise.gate.policies import Policies
from yinuo.promise.gate.reasons import Reason
from yinuo.promise.gate.seat import Seat
from yinuo.promise.gate.seats import read_policies
from yinuo.promise.gate.verdict import Act, Actor, Question, Refused, Verdict, decide
from yinuo.promise.journal.record import Doer, Entry
from yinuo.promise.journal.writer import write_record
from yinuo.promise.policy.model import Source, Version
from yinuo.promise.sealing.ring import pseudonym


class NoPurpose(Exception):
    """A personal value was touched outside a door, or a door stands inside another one: a fault of the program."""


@dataclass(frozen=True)
class Pass:
    """An exception of row 1.y that was opened by name: these items of this person, until it expires."""

    case: UUID
    letter: str
    person: UUID
    purpose: str
    items: frozenset[str]
    expires_at: datetime


class PurposeContext:
    """Open for one purpose, one actor and one door. Seats are read lazily, all pending persons in one query."""

    def __init__(self, purpose: str | None, actor: Actor, door: str, exception: Pass | None = None) -> None:
        self.purpose = purpose
        self.actor = actor
        self.door = door
        self.exception = exception
        self.refusal: Verdict | None = None
        self._verdicts: dict[tuple[UUID, Act, str], Verdict] = {}
        self._pending: set[UUID] = set()
        self._seats: dict[UUID, Policies] = {}

    def expect(self, person: UUID) -> None:
        """Say that a row about ``person`` was loaded, so that its seat comes with the next query."""
        if person not in self._seats:
            self._pending.add(person)

    def refresh(self, persons: Iterable[UUID]) -> None:
        """Read these seats anew, in a new statement: what a capture does after it has its locks."""
        self._seats.update(read_policies(persons))

    def seat(self, person: UUID) -> Seat | None:
        """The person's seat, or None when there is no such person."""
        if person not in self._seats:
            self._pending.add(person)
            self.refresh(self._pending)
            self._pending.clear()
        found = self._seats.get(person)
        return found.seat if found else None

    def versions(self, person: UUID) -> tuple[Version | None, Version | None]:
        """The version in force that judges this context's purpose for the person, and the one confirmed last."""
        if self.seat(person) is None:
            return None, None
        pair = self._seats[person].pair(self.purpose)
        return pair.in_force, pair.confirmed

    def ask(
        self, act: Act, person: UUID, item: str, *, through: str | None = None, source: Source = Source.GIVEN
    ) -> Verdict:
        """The verdict on one item of one person under this context's purpose; it is journaled, and does not raise."""
        if self.purpose is None:
            raise NoPurpose(f"{self.door} runs without a purpose and asks for {item}")
        question = Question(act, self.purpose, item, through, source)
        if self.exception is not None:
            verdict = self._under_exception(question, person)
        else:
            seat = self.seat(person)
            in_force, confirmed = self.versions(person)
            verdict = decide(question, actor=self.actor, seat=seat, in_force=in_force, confirmed=confirmed)
        self._verdicts[person, act, item] = verdict
        return verdict

    def refuse(self, verdict: Verdict) -> Refused:
        """Remember the refusal until the door closes; raise what is returned."""
        self.refusal = self.refusal or verdict
        return Refused(verdict)

    def journal(self) -> None:
        """Write down what was asked since the last record; a failing journal fails the door."""
        if not self._verdicts:
            return
        said, self._verdicts = self._verdicts, {}
        entries = [
            Entry(self._name(person), v.item, v.act, v.reason, v.clause, v.clause_hash, v.version)
            for (person, _, _), v in said.items()
        ]
        doer = Doer(self._name(self.actor.person), self.actor.role, self.actor.desk)
        case = self.exception.case if self.exception else None
        write_record(purpose=self.purpose or "", door=self.door, doer=doer, entries=entries, case=case)

    def _name(self, person: UUID | None) -> bytes:
        seat = self.seat(person) if person else None
        return pseudonym(seat) if seat else b""

    def _under_exception(self, asked: Question, person: UUID) -> Verdict:
        opened = self.exception
        allowed = (
            opened is not None
            and asked.act is Act.USE
            and person == opened.person
            and asked.item in opened.items
            and datetime.now(UTC) < opened.expires_at
        )
        in_force, _ = self.versions(person)
        item = in_force.items.get(asked.item) if in_force else None
        clause = in_force.clauses.get("1.y") if in_force else None
        return Verdict(
            allowed=allowed,
            reason=Reason.EXCEPTION if allowed else Reason.PURPOSE_NOT_NAMED,
            act=asked.act,
            purpose=asked.purpose,
            item=asked.item,
            item_name=item.name if item else asked.item,
            version=in_force.number if in_force else "",
            clause=clause.id if clause else "1.y",
            clause_hash=clause.hash if clause else "",
            person=person,
        )


_open: ContextVar[PurposeContext | None] = ContextVar("purpose", default=None)


def current_or_none() -> PurposeContext | None:
    return _open.get()


def current() -> PurposeContext:
    """The open purpose; raises :class:`NoPurpose` outside every door."""
    context = _open.get()
    if context is None:
        raise NoPurpose("no purpose is open here: a personal value can only be reached through a door")
    return context


@contextmanager
def open_purpose(
    purpose: str | None, *, actor: Actor, door: str, exception: Pass | None = None
) -> Iterator[PurposeContext]:
    """Open a purpose, once, at the outermost door. ``purpose=None`` opens a door behind which nothing personal is.

    The context's record is journaled when it closes, outside the business transaction (a rollback would erase it);
    when the journal can't be written the door fails.
    """
    if _open.get() is not None:
        raise NoPurpose(f"{door} would open {purpose} inside another purpose")
    context = PurposeContext(purpose, actor, door, exception)
    token = _open.set(context)
    try:
        yield context
    finally:
        _open.reset(token)
        context.journal()
