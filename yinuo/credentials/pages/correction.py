"""One field to correct, and what waits for the reviewer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.forms import BoundField

from yinuo.accounts.api import ItemRow, clause_url, item_row
from yinuo.credentials.access import PURPOSE, NotHere, own_application, reviewable
from yinuo.credentials.forms import QualificationForm
from yinuo.credentials.models import FIELDS, Application, Correction
from yinuo.credentials.pages.history import text_of
from yinuo.promise.consent import standing
from yinuo.promise.gate import Actor
from yinuo.promise.policy import library
from yinuo.promise.policy.model import Need
from yinuo.promise.vault import reveal


@dataclass(frozen=True)
class CorrectionPage:
    """``waiting``: what was said before and is not decided yet; ``reviewed``: the papers are approved, so the words
    wait for the reviewer; ``locked``: they lie with the reviewer already."""

    part: str
    field: BoundField
    row: ItemRow
    clause: str
    clause_url: str
    notice: str
    now: str
    waiting: str
    reviewed: bool
    locked: bool
    problem: str = ""


@dataclass(frozen=True)
class WaitingCorrection:
    """What the reviewer sees of one correction."""

    id: UUID
    application: UUID
    doctor: str
    part: str
    before: str
    after: str
    asked_at: datetime


def correction_page(
    actor: Actor, part: str, *, form: QualificationForm | None = None, problem: str = ""
) -> CorrectionPage:
    """Raises :class:`yinuo.credentials.access.NotHere` for what is no field of the version in force."""
    version = library().in_force("doctor")
    use = version.use(PURPOSE, part)
    if part not in FIELDS or use is None or not use.collected:
        raise NotHere
    application = own_application(actor)
    now = text_of(reveal(application, part)) if application else ""
    waits = Correction.objects.filter(doctor=actor.who, part=part).first()
    waiting = text_of(reveal(waits, "text")) if waits else ""
    shown = form or QualificationForm(initial={part: waiting or now})
    shown[part].field.required = use.need is Need.BASIC
    clause = version.clauses[version.purposes[PURPOSE].clause]
    state = application.state if application else Application.State.DRAFT
    return CorrectionPage(
        part=part,
        field=shown[part],
        row=item_row(version, version.purposes[PURPOSE], use, standing(actor.who)),
        clause=clause.id,
        clause_url=clause_url(version, clause.id),
        notice=clause.hash,
        now=now,
        waiting=waiting,
        reviewed=state == Application.State.APPROVED,
        locked=state in (Application.State.SUBMITTED, Application.State.REJECTED),
        problem=problem,
    )


def waiting_corrections(actor: Actor, application: UUID | None = None) -> tuple[WaitingCorrection, ...]:
    """Of all approved papers, or of one doctor's, the longest waiting first."""
    approved = reviewable(actor).filter(state=Application.State.APPROVED)
    rows = Correction.objects.filter(application__in=approved).select_related("application").order_by("pk")
    if application is not None:
        rows = rows.filter(application=application)
    names = library().in_force("doctor").items
    return tuple(
        WaitingCorrection(
            id=row.pk,
            application=row.application_id,
            doctor=text_of(reveal(row.application, "name")),
            part=names[row.part].name,
            before=text_of(reveal(row.application, row.part)),
            after=text_of(reveal(row, "text")),
            asked_at=row.asked_at,
        )
        for row in rows[:50]
    )
