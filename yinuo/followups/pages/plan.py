"""One plan as its doctor or its patient sees it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from yinuo.credentials import api as credentials
from yinuo.followups import access, consents
from yinuo.followups.content import Content, read_content
from yinuo.followups.judging import URGENT
from yinuo.followups.models import Note, Occasion, Plan
from yinuo.followups.pages.charts import Charts, Drug, charts
from yinuo.followups.pages.entries import Entry, entry_of, findings_in, said_in
from yinuo.followups.pages.files import File, file_of
from yinuo.followups.pages.summary import Summary, summary
from yinuo.followups.pages.tasks import TaskLine, tasks_of
from yinuo.followups.pages.who import names_of
from yinuo.followups.shown import NOTHING, Shown, shown
from yinuo.followups.wording import worded
from yinuo.promise.gate import Actor

LATEST = 30
STAYS = timedelta(days=3)


@dataclass(frozen=True)
class NoteLine:
    kind: str
    kind_label: str
    text: Shown
    on: date
    at: datetime


@dataclass(frozen=True)
class DueLine:
    """What can be answered now."""

    id: UUID
    label: str
    closes_at: datetime


@dataclass(frozen=True)
class PlanPage:
    """``closed`` is the sentence when the gate keeps the plan itself closed; then there is no more to show."""

    id: UUID
    state: str
    state_label: str
    proposed_at: datetime
    ended_at: datetime | None
    own: bool
    who: Shown
    card: credentials.DoctorCard | None
    consultation: UUID | None
    closed: str
    summary: Summary | None = None
    planned: int = 0
    done: int = 0
    missed: int = 0
    next_at: datetime | None = None
    due: tuple[DueLine, ...] = ()
    tasks: tuple[TaskLine, ...] = ()
    entries: tuple[Entry, ...] = ()
    notes: tuple[NoteLine, ...] = ()
    files: tuple[File, ...] = ()
    charts: Charts | None = None
    acts: tuple[consents.ConsentAct, ...] = ()
    urgent: bool = False
    self_harm: bool = False
    voice: bool = False

    @property
    def is_running(self) -> bool:
        return self.state == Plan.State.RUNNING

    @property
    def waits(self) -> bool:
        """The patient has not confirmed yet."""
        return self.state == Plan.State.PROPOSED

    @property
    def open_tasks(self) -> "tuple[TaskLine, ...]":
        return tuple(task for task in self.tasks if task.done_at is None)


def plan_page(actor: Actor, plan_id: UUID) -> PlanPage:
    """Raises :class:`FollowupMissing`."""
    row = access.plan(actor, plan_id)
    said = shown(row, "content")
    start: dict[str, Any] = {
        "id": row.pk,
        "state": row.state,
        "state_label": str(Plan.State(row.state).label),
        "proposed_at": row.proposed_at,
        "ended_at": row.ended_at,
        "own": row.doctor_id == actor.person or actor.role == "patient",
        "who": names_of([row])[row.pk] if actor.role == "doctor" else NOTHING,
        "card": credentials.doctor_card(row.doctor_id),
        "consultation": row.consultation,
        "closed": said.closed,
    }
    if said.closed:
        return PlanPage(**start)
    return PlanPage(**start, **_opened(actor, row, read_content(said.said)))


def _opened(actor: Actor, row: Plan, content: Content) -> dict[str, Any]:
    occasions = list(row.occasions.select_related("answer").order_by("number"))
    answered = [(one, said_in(one.answer)) for one in occasions if one.state == Occasion.State.ANSWERED]
    answered.sort(key=lambda pair: pair[0].answered_at or pair[0].opens_at)
    notes = [_note(one) for one in Note.objects.filter(plan=row).order_by("-written_at")]
    files: dict[UUID | None, list[File]] = {}
    for attached in access.attachments_of(actor, row):
        files.setdefault(attached.occasion_id, []).append(file_of(row, attached))
    found = {one.pk: findings_in(content, said) for one, said in answered}
    entries = [
        entry_of(content, one, said, found[one.pk], tuple(files.get(one.pk, ())))
        for one, said in reversed(answered[-LATEST:])
    ]
    drugs = [note for note in reversed(notes) if note.kind == Note.Kind.DRUGS and not note.text.closed]
    drawn = [Drug(number, note.on, note.text.text) for number, note in enumerate(drugs, start=1)]
    now = timezone.now()
    fresh = [one for one, _said in answered if one.answered_at and one.answered_at > now - STAYS]
    urgent = [finding for one in fresh for finding in found[one.pk] if finding.level == URGENT]
    waiting = row.state == Plan.State.PROPOSED
    return {
        "summary": summary(content),
        "planned": sum(step.times for step in content.steps) if row.answered_at else 0,
        "done": len(answered),
        "missed": sum(one.state == Occasion.State.MISSED for one in occasions),
        "next_at": next((one.opens_at for one in occasions if one.state == Occasion.State.AHEAD), None),
        "due": _due(row, content, occasions, now),
        "tasks": tasks_of(actor, row, found, now),
        "entries": tuple(entries),
        "notes": tuple(notes),
        "files": tuple(files.get(None, ())),
        "charts": charts(content, [said for _one, said in answered if said], occasions, drawn),
        "acts": consents.pending_acts(actor, content) if waiting and actor.role == "patient" else (),
        "urgent": bool(urgent),
        "self_harm": any(finding.self_harm for finding in urgent),
        "voice": consents.takes(actor.role, "followup_audio", "microphone"),
    }


def _note(row: Note) -> NoteLine:
    return NoteLine(row.kind, str(Note.Kind(row.kind).label), shown(row, "text"), row.on, row.written_at)


def _due(row: Plan, content: Content, occasions: list[Occasion], now: datetime) -> tuple[DueLine, ...]:
    if row.state != Plan.State.RUNNING:
        return ()
    return tuple(
        DueLine(one.pk, worded(content.steps[one.step].label), one.closes_at)
        for one in occasions
        if one.state in (Occasion.State.OPEN, Occasion.State.AHEAD) and one.opens_at <= now < one.closes_at
    )
