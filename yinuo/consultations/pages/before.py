"""One screen before accepting, with all that was given."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.consultations import access
from yinuo.consultations.models import Consultation
from yinuo.consultations.pages.given import Given, given_in
from yinuo.consultations.problems import ConsultationMissing
from yinuo.promise.gate import Actor

State = Consultation.State


@dataclass(frozen=True)
class BeforePage:
    id: UUID
    asked_at: datetime
    expires_at: datetime
    yuan: str
    given: Given


@dataclass(frozen=True)
class OverPage:
    """A request that came to nothing: its state, and no word of the patient."""

    state: str
    state_label: str
    asked_at: datetime
    ended_at: datetime | None


def before_page(actor: Actor, consultation_id: UUID) -> BeforePage:
    row = access.get(actor, consultation_id)
    if row.state != Consultation.State.WAITING:
        raise ConsultationMissing
    return BeforePage(row.pk, row.asked_at, row.expires_at, f"{row.fen / 100:.2f}" if row.fen else "", given_in(row))


def over_page(actor: Actor, consultation_id: UUID) -> OverPage:
    row = access.get(actor, consultation_id)
    return OverPage(row.state, str(Consultation.State(row.state).label), row.asked_at, row.ended_at)


def state_of(actor: Actor, consultation_id: UUID) -> str:
    """Raises :class:`ConsultationMissing`."""
    return access.get(actor, consultation_id).state


@dataclass(frozen=True)
class Parties:
    """Who and how far; ``ended`` is said of a consultation that was held and is over."""

    doctor: UUID
    patient: UUID
    ended: bool


def parties_of(actor: Actor, consultation_id: UUID) -> Parties:
    """Nothing is opened. Raises :class:`ConsultationMissing`."""
    row = access.get(actor, consultation_id)
    return Parties(row.doctor_id, row.patient_id, row.state in (State.ENDED, State.REFERRED))
