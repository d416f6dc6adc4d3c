"""The verdict: may this item of this person be captured or used for this purpose, now? (house laws 2 to 5)

Pure functions. The ORM and the gateway are two adapters of them, and one table of cases runs through both.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from yinuo.promise.bindings import measure
from yinuo.promise.gate.reasons import Reason, sentence
from yinuo.promise.gate.seat import Seat
from yinuo.promise.policy.built_in import ANSWER, ANSWERING_DESK, NUMBER, PHONE, REQUEST, RIGHTS
from yinuo.promise.policy.model import After, Basis, ItemUse, Source, Version

# What the purpose ``rights`` may take down: the request itself, nothing else (house law 4).
RIGHTS_CAPTURES = frozenset({REQUEST})


class Act(StrEnum):
    CAPTURE = "capture"
    USE = "use"


@dataclass(frozen=True)
class Actor:
    """Who acts: ``person`` is None for a visitor and for the system's own work; ``desk`` is a staff member's desk."""

    person: UUID | None
    role: str
    desk: str = ""

    @property
    def who(self) -> UUID:
        """The person; raises for a visitor, who may never stand where somebody is needed."""
        if self.person is None:
            raise PermissionError("somebody who is logged in is needed here")
        return self.person


@dataclass(frozen=True)
class Verdict:
    """A yes or a no that can be shown, with its clause. ``clause`` and ``clause_hash`` are of the version in force,
    or of the confirmed one when that is the one which says no."""

    allowed: bool
    reason: Reason
    act: Act
    purpose: str
    item: str
    item_name: str = ""
    role: str = ""
    version: str = ""
    clause: str = ""
    clause_hash: str = ""
    person: UUID | None = None

    @property
    def sentence(self) -> str:
        """The reason in the reader's language, as a whole sentence that says what to do next."""
        return sentence(self.reason, item=self.item_name, version=self.version, clause=self.clause)

    @cached_property
    def words(self) -> tuple[str, str, tuple[str, ...], str, str, str]:
        """What a record of the journal says of it: act, clause, items, reason, the clause's text, version."""
        return self.act.value, self.clause, (self.item,), self.reason.value, self.clause_hash, self.version


class Refused(BaseException):
    """The gate said no. ``verdict`` carries the reason and the clause."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(f"{verdict.reason}: {verdict.act} {verdict.item} for {verdict.purpose}")
        self.verdict = verdict


@dataclass(frozen=True)
class Question:
    """What is asked of the gate. ``through`` is the device permission that captures, if one does."""

    act: Act
    purpose: str
    item: str
    through: str | None = None
    source: Source = Source.GIVEN


def decide(
    asked: Question, *, actor: Actor, seat: Seat | None, in_force: Version | None, confirmed: Version | None
) -> Verdict:
    """The verdict for one person's seat. ``in_force`` and ``confirmed`` are versions of that person's policy."""
    version = in_force or confirmed

    def say(reason: Reason, of: Version | None = version) -> Verdict:
        declared = of.purposes.get(asked.purpose) if of else None
        clause = of.clauses.get(declared.clause) if of and declared else None
        item = of.items.get(asked.item) if of else None
        return Verdict(
            allowed=reason in (Reason.ALLOWED, Reason.RECORD),
            reason=reason,
            act=asked.act,
            purpose=asked.purpose,
            item=asked.item,
            item_name=item.name if item else asked.item,
            role=of.role if of else seat.role if seat else "",
            version=of.number if of else "",
            clause=clause.id if clause else "",
            clause_hash=clause.hash if clause else "",
            person=seat.person if seat else None,
        )

    if seat is None:
        return say(Reason.UNKNOWN_PERSON)
    if asked.purpose == RIGHTS:
        return say(_rights(asked, actor, seat))
    if asked.purpose == ANSWER:
        return say(_answer(asked, actor, seat))
    if asked.purpose == NUMBER:
        return say(_number(asked, actor, seat))
    if in_force is None:
        return say(Reason.NO_VERSION)
    no = _declared(asked, in_force)
    if no:
        return say(no, in_force)
    if confirmed is None:
        return say(Reason.NOT_CONFIRMED)
    if _declared(asked, confirmed):
        return say(Reason.NOT_IN_CONFIRMED)
    now, then = in_force.use(asked.purpose, asked.item), confirmed.use(asked.purpose, asked.item)
    if now is None or then is None:
        return say(Reason.ITEM_NOT_NAMED)
    if asked.act is Act.CAPTURE:
        return say(_capture(asked, seat, in_force, confirmed, now, then))
    return say(_use(asked, seat, now, then))


@measure("rights.never_locked")
def _rights(asked: Question, actor: Actor, seat: Seat) -> Reason:
    if actor.person is None or actor.person != seat.person:
        return Reason.NOT_YOURS
    if asked.act is Act.CAPTURE and asked.item not in RIGHTS_CAPTURES:
        return Reason.RIGHTS_TAKE_NOTHING
    return Reason.ALLOWED


def _answer(asked: Question, actor: Actor, seat: Seat) -> Reason:
    """One desk reads what people asked and writes its answers; ``seat`` is the officer's own where one writes."""
    if actor.role != "staff" or actor.desk != ANSWERING_DESK or asked.item != REQUEST:
        return Reason.NOT_YOURS
    if asked.act is Act.CAPTURE and (actor.person != seat.person or seat.withdrawn):
        return Reason.WITHDRAWN if seat.withdrawn else Reason.NOT_YOURS
    return Reason.ALLOWED


def _number(asked: Question, actor: Actor, seat: Seat) -> Reason:
    """The number alone, and by the person: logged in, or a visitor who came through the door of a pass."""
    mine = actor.role == "visitor" or actor.person == seat.person
    return Reason.ALLOWED if mine and asked.item == PHONE else Reason.NOT_YOURS


@measure("purpose.closed")
def _declared(asked: Question, version: Version) -> Reason | None:
    purpose = version.purposes.get(asked.purpose)
    if purpose is None:
        return Reason.PURPOSE_NOT_NAMED
    if not purpose.offered:
        return Reason.NOT_OFFERED
    use = purpose.items.get(asked.item)
    if use is None:
        return Reason.ITEM_NOT_NAMED
    if not use.collected:
        return Reason.NOT_COLLECTED
    return None


def _needs_grant(asked: Question, now: ItemUse, then: ItemUse) -> bool:
    """Row 1.s: what a third party gives and what analysis derives always needs the person's authorisation."""
    return Basis.CONSENT in (now.basis, then.basis) or asked.source in (Source.THIRD_PARTY, Source.DERIVED)


@measure("source.known")
def _capture(asked: Question, seat: Seat, in_force: Version, confirmed: Version, now: ItemUse, then: ItemUse) -> Reason:
    if seat.withdrawn:
        return Reason.WITHDRAWN
    if asked.source not in now.sources or asked.source not in then.sources:
        return Reason.SOURCE
    for version, use in ((in_force, now), (confirmed, then)):
        if not _permitted(asked, version, use):
            return Reason.PERMISSION_NOT_NAMED
    if _needs_grant(asked, now, then):
        word = seat.word(asked.purpose, asked.item)
        if word is None:
            return Reason.NO_GRANT
        if not word:
            return Reason.GRANT_WITHDRAWN
    return Reason.ALLOWED


def _permitted(asked: Question, version: Version, use: ItemUse) -> bool:
    if not use.through:
        return asked.through is None
    permissions = version.purposes[asked.purpose].permissions
    return asked.through in use.through and asked.through in permissions


def _use(asked: Question, seat: Seat, now: ItemUse, then: ItemUse) -> Reason:
    withdrawn = seat.withdrawn
    if Basis.CONSENT in (now.basis, then.basis):
        word = seat.word(asked.purpose, asked.item)
        if word is None and not (_by_another(now) and _by_another(then)):
            return Reason.NO_GRANT
        withdrawn = withdrawn or word is False
    if not withdrawn:
        return Reason.ALLOWED
    if now.after is After.RECORD and then.after is After.RECORD:
        return Reason.RECORD
    return Reason.WITHDRAWN if seat.withdrawn else Reason.GRANT_WITHDRAWN


def _by_another(use: ItemUse) -> bool:
    """A value about a person that another one captured as the record was asked of that other one (house law 3)."""
    return use.after is After.RECORD
