"""Lists of consultations, past and present, for either side."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from yinuo.consultations import access
from yinuo.consultations.models import Consultation, Decline, Intake
from yinuo.consultations.pages.inbox import with_unread
from yinuo.consultations.shown import Shown, shown
from yinuo.promise.gate import Actor

A_PAGE = 50
State = Consultation.State


@dataclass(frozen=True)
class RecordRow:
    """``reason`` is what the doctor said when she declined; empty for everything else."""

    id: UUID
    doctor: UUID
    who: Shown
    state: str
    state_label: str
    at: datetime
    unread: int
    reason: Shown


@dataclass(frozen=True)
class Records:
    """``more`` is the page that follows, or None."""

    live: tuple[RecordRow, ...]
    past: tuple[RecordRow, ...]
    more: int | None


def patients_of(actor: Actor, *, page: int = 1) -> Records:
    """The doctor's: whom she attends to and whom she attended to."""
    rows = access.consultations_of(actor)
    return _records(actor, rows.filter(state=State.OPEN), rows.filter(state__in=[State.ENDED, State.REFERRED]), page)


def own_records(actor: Actor, *, page: int = 1) -> Records:
    """The patient's own, whatever became of them."""
    rows = access.consultations_of(actor)
    return _records(actor, rows.filter(state__in=Consultation.LIVE), rows.exclude(state__in=Consultation.LIVE), page)


def _records(actor: Actor, live: QuerySet[Consultation], past: QuerySet[Consultation], page: int) -> Records:
    start = (max(page, 1) - 1) * A_PAGE
    older = list(past.order_by("-asked_at")[start : start + A_PAGE + 1])
    now = list(with_unread(actor, live).order_by("-asked_at")) if start == 0 else []
    rows = [*now, *older[:A_PAGE]]
    intakes = {intake.consultation_id: intake for intake in Intake.objects.filter(consultation__in=rows)}
    declines = {one.consultation_id: one for one in Decline.objects.filter(consultation__in=rows)}
    made = [_row(row, intakes.get(row.pk), declines.get(row.pk)) for row in rows]
    return Records(
        live=tuple(made[: len(now)]),
        past=tuple(made[len(now) :]),
        more=max(page, 1) + 1 if len(older) > A_PAGE else None,
    )


def _row(row: Consultation, intake: Intake | None, decline: Decline | None) -> RecordRow:
    return RecordRow(
        id=row.pk,
        doctor=row.doctor_id,
        who=shown(intake, "patient_name"),
        state=row.state,
        state_label=str(State(row.state).label),
        at=row.ended_at or row.accepted_at or row.asked_at,
        unread=getattr(row, "unread", 0),
        reason=shown(decline, "reason"),
    )


@dataclass(frozen=True)
class OwnPage:
    """A patient's own request that has no thread: waiting, or over before it began."""

    id: UUID
    doctor: UUID
    state: str
    state_label: str
    asked_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    ahead: int
    decline_reason: Shown


def own_page(actor: Actor, consultation_id: UUID) -> OwnPage:
    """Raises :class:`ConsultationMissing`. ``ahead`` counts who waits longer with the same doctor."""
    row = access.get(actor, consultation_id)
    ahead = Consultation.objects.filter(doctor=row.doctor_id, state=State.WAITING, asked_at__lt=row.asked_at).count()
    return OwnPage(
        id=row.pk,
        doctor=row.doctor_id,
        state=row.state,
        state_label=str(State(row.state).label),
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        ended_at=row.ended_at,
        ahead=ahead,
        decline_reason=shown(Decline.objects.filter(consultation=row).first(), "reason"),
    )
