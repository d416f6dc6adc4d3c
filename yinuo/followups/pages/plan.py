"""One plan as its doctor or its patient sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from yinuo.credentials import api as credentials
from yinuo.followups import access, consents
from yinuo.followups.content import Content, read_content
from yinuo.followups.judging import URGENT, Finding, findings
from yinuo.followups.models import Answer, Attachment, HandOver, Note, Occasion, Plan, Task, Tie
from yinuo.followups.pages.charts import Charts, Drug, Said, charts
from yinuo.followups.pages.summary import Summary, summary
from yinuo.followups.shown import NOTHING, Shown, shown
from yinuo.promise.gate import Act, Actor, current
from yinuo.promise.vault import Closed, reveal

LATEST = 30
STAYS = timedelta(days=3)


@dataclass(frozen=True)
class File:
    """A photograph or a recording, or the sentence that says why it is closed."""

    id: UUID
    url: str
    thumbnail: str
    is_sound: bool
    width: int | None
    height: int | None
    seconds: float | None
    peaks: tuple[int, ...]
    closed: str
    mine: bool
    at: datetime


@dataclass(frozen=True)
class Line:
    label: str
    text: str
    beyond: bool


@dataclass(frozen=True)
class Entry:
    """One answered occasion; ``why`` are its findings."""

    at: datetime
    number: int
    lines: tuple[Line, ...]
    closed: str
    files: tuple[File, ...]
    why: tuple[Finding, ...]


@dataclass(frozen=True)
class NoteLine:
    kind: str
    kind_label: str
    text: Shown
    on: date
    at: datetime


@dataclass(frozen=True)
class HandOverLine:
    id: UUID
    giver: str
    taker: str
    reason: Shown
    state: str
    state_label: str
    at: datetime


@dataclass(frozen=True)
class TaskLine:
    id: UUID
    level: str
    why: tuple[str, ...]
    deadline: datetime
    late: bool
    done_at: datetime | None
    mine: bool
    owner: str
    hand_overs: tuple[HandOverLine, ...]

    @property
    def asked(self) -> "HandOverLine | None":
        """The hand-over that waits for the patient."""
        return next((one for one in self.hand_overs if one.state == HandOver.State.ASKED), None)


@dataclass(frozen=True)
class DueLine:
    """What can be answered now."""

    id: UUID
    label: str
    closes_at: datetime
    reminded: bool


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
    urgent: tuple[str, ...] = ()
    self_harm: bool = False
    voice: bool = False

    @property
    def is_running(self) -> bool:
        return self.state == Plan.State.RUNNING

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
        "who": _who(row) if actor.role == "doctor" else NOTHING,
        "card": credentials.doctor_card(row.doctor_id),
        "consultation": row.consultation,
        "closed": said.closed,
    }
    if said.closed:
        return PlanPage(**start)
    return PlanPage(**start, **_opened(actor, row, read_content(said.said)))


def _opened(actor: Actor, row: Plan, content: Content) -> dict[str, Any]:
    occasions = list(row.occasions.select_related("answer").order_by("number"))
    answered = [(one, _said(one.answer)) for one in occasions if one.state == Occasion.State.ANSWERED]
    notes = [_note(one) for one in Note.objects.filter(plan=row).order_by("-written_at")]
    files: dict[UUID | None, list[File]] = {}
    for attached in access.attachments_of(actor, row):
        files.setdefault(attached.occasion_id, []).append(_file(actor, row, attached))
    found = {one.pk: tuple(_findings(content, said)) for one, said in answered}
    entries = [_entry(content, one, said, found[one.pk], files) for one, said in reversed(answered[-LATEST:])]
    drugs = [note for note in reversed(notes) if note.kind == Note.Kind.DRUGS and not note.text.closed]
    drawn = [Drug(number, note.on, note.text.text) for number, note in enumerate(drugs, start=1)]
    now = timezone.now()
    fresh = [one for one, _s in answered if one.answered_at and one.answered_at > now - STAYS]
    urgent = [finding for one in fresh[-1:] for finding in found[one.pk] if finding.level == URGENT]
    waiting = row.state == Plan.State.PROPOSED
    return {
        "summary": summary(content),
        "planned": len(occasions),
        "done": len(answered),
        "missed": sum(one.state == Occasion.State.MISSED for one in occasions),
        "next_at": next((one.opens_at for one in occasions if one.state == Occasion.State.AHEAD), None),
        "due": _due(row, content, occasions, now),
        "tasks": _tasks(actor, row, found, now),
        "entries": tuple(entries),
        "notes": tuple(notes),
        "files": tuple(files.get(None, ())),
        "charts": charts(content, [said for _one, said in answered if said], occasions, drawn),
        "acts": consents.pending_acts(actor, content) if waiting and actor.role == "patient" else (),
        "urgent": tuple(finding.why for finding in urgent),
        "self_harm": any(finding.self_harm for finding in urgent),
        "voice": consents.takes(actor.role, "followup_audio", "microphone"),
    }


def _who(row: Plan) -> Shown:
    return shown(Tie.objects.filter(doctor=row.doctor_id, patient=row.patient_id).first(), "name")


def _said(row: Answer) -> Said | None:
    answers, values = shown(row, "answers"), shown(row, "values")
    if answers.closed and values.closed:
        return None
    return Said(row.said_at, answers.said or {}, values.said or {})


def _findings(content: Content, said: Said | None) -> list[Finding]:
    return findings(content, said.answers, said.values) if said is not None else []


def _entry(
    content: Content,
    row: Occasion,
    said: Said | None,
    why: tuple[Finding, ...],
    files: dict[UUID | None, list[File]],
) -> Entry:
    closed = "" if said is not None else shown(row.answer, "answers").closed
    units = {one.label: one.unit for one in content.questions}
    lines = [Line(label, str(text), _is_why(label, why)) for label, text in (said.answers if said else {}).items()]
    values = [
        Line(label, f"{value:g} {units.get(label, '')}".strip(), _is_why(label, why))
        for label, value in (said.values if said else {}).items()
    ]
    return Entry(
        row.answered_at or row.opens_at, row.number, tuple(values + lines), closed, tuple(files.get(row.pk, ())), why
    )


def _is_why(label: str, why: Iterable[Finding]) -> bool:
    return any(finding.why.startswith(label) for finding in why)


def file_of(actor: Actor, plan: Plan, row: Attachment) -> File:
    return _file(actor, plan, row)


def _file(actor: Actor, plan: Plan, row: Attachment) -> File:
    verdict = current().ask(Act.USE, plan.patient_id, row.item)
    is_sound = row.item == "followup_audio"
    peaks = reveal(row.media, "peaks") if is_sound and verdict.allowed else ()
    place = [plan.pk, row.media_id]
    return File(
        id=row.media_id,
        url=reverse("followups:media", args=place),
        thumbnail=reverse("followups:thumbnail", args=place),
        is_sound=is_sound,
        width=row.media.width,
        height=row.media.height,
        seconds=row.media.seconds,
        peaks=() if isinstance(peaks, Closed) or not peaks else tuple(peaks),
        closed="" if verdict.allowed else verdict.sentence,
        mine=row.author_id == actor.person,
        at=row.taken_in_at,
    )


def _note(row: Note) -> NoteLine:
    return NoteLine(row.kind, str(Note.Kind(row.kind).label), shown(row, "text"), row.on, row.written_at)


def _due(row: Plan, content: Content, occasions: list[Occasion], now: datetime) -> tuple[DueLine, ...]:
    if row.state != Plan.State.RUNNING:
        return ()
    return tuple(
        DueLine(one.pk, content.steps[one.step].label, one.closes_at, one.reminded_at is not None)
        for one in occasions
        if one.state in (Occasion.State.OPEN, Occasion.State.AHEAD) and one.opens_at <= now < one.closes_at
    )


def _tasks(actor: Actor, row: Plan, found: dict[UUID, tuple[Finding, ...]], now: datetime) -> tuple[TaskLine, ...]:
    rows = list(Task.objects.filter(plan=row).order_by("-done_at", "-opened_at"))
    hand_overs: dict[UUID, list[HandOver]] = {}
    for one in HandOver.objects.filter(task__in=rows).order_by("-asked_at"):
        hand_overs.setdefault(one.task_id, []).append(one)
    people = {task.owner_id for task in rows}
    people |= {person for some in hand_overs.values() for one in some for person in (one.giver_id, one.taker_id)}
    names = {person: card.name for person in people if (card := credentials.doctor_card(person)) is not None}
    return tuple(
        TaskLine(
            id=task.pk,
            level=task.level,
            why=tuple(finding.why for finding in found.get(task.occasion_id, ())),
            deadline=task.deadline,
            late=task.done_at is None and now > task.deadline,
            done_at=task.done_at,
            mine=task.owner_id == actor.person,
            owner=names.get(task.owner_id, ""),
            hand_overs=tuple(_hand_over(one, names) for one in hand_overs.get(task.pk, ())),
        )
        for task in rows
    )


def _hand_over(row: HandOver, names: dict[UUID, str]) -> HandOverLine:
    label = str(HandOver.State(row.state).label)
    giver, taker = names.get(row.giver_id, ""), names.get(row.taker_id, "")
    return HandOverLine(row.pk, giver, taker, shown(row, "reason"), row.state, label, row.decided_at or row.asked_at)


@dataclass(frozen=True)
class Colleague:
    """Somebody whom a task may go to."""

    doctor: UUID
    name: str
    about: str


def colleagues(actor: Actor) -> tuple[Colleague, ...]:
    """The hospital's other qualified doctors."""
    cards = (credentials.doctor_card(one) for one in credentials.qualified_doctors() if one != actor.person)
    return tuple(Colleague(c.doctor, c.name, f"{c.department} {c.title}") for c in cards if c is not None and c.name)
