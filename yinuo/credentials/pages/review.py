"""What the review desk sees."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from yinuo.credentials.access import PURPOSE, application_for_review, basic_parts, latest_step, reviewable
from yinuo.credentials.models import PARTS, PICTURES, Application, Mark, Step
from yinuo.credentials.pages.history import StepRow, history, latest_words, text_of
from yinuo.media import api as media
from yinuo.media.api import MediaView
from yinuo.promise.gate import Act, Actor, current
from yinuo.promise.policy import library
from yinuo.promise.vault import Closed, reveal

SHOWN = 50
State = Application.State
DECISIONS = (Step.Kind.CORRECTION_ASKED, Step.Kind.APPROVED, Step.Kind.REJECTED, Step.Kind.REVOKED)


@dataclass(frozen=True)
class QueueRow:
    """``since`` is when the papers were handed in, for those that wait; otherwise the last change. ``times`` counts
    how often they were handed in."""

    application: UUID
    name: str
    hospital: str
    department: str
    title: str
    state: str
    label: str
    since: datetime
    times: int


@dataclass(frozen=True)
class Queue:
    """``total`` waits in all, also beyond the rows that are shown."""

    waiting: tuple[QueueRow, ...]
    decided: tuple[QueueRow, ...]
    total: int


@dataclass(frozen=True)
class Answer:
    """One part of the papers. ``changed`` since the last decision; ``asked`` at the last correction, with ``note``."""

    part: str
    label: str
    basic: bool
    text: str
    media: MediaView | None
    closed: str
    changed: bool
    asked: bool
    note: str


@dataclass(frozen=True)
class Review:
    """Fields and pictures of one doctor side by side; ``seen`` is the step at which the history stands."""

    application: UUID
    state: str
    label: str
    waiting: bool
    approved: bool
    since: datetime | None
    times: int
    seen: UUID | None
    fields: tuple[Answer, ...]
    pictures: tuple[Answer, ...]
    steps: tuple[StepRow, ...]
    next: UUID | None


def queue(actor: Actor) -> Queue:
    """Who waits, the longest first, and what was decided lately."""
    rows = reviewable(actor).annotate(times=Count("steps", filter=Q(steps__kind=Step.Kind.SUBMITTED)))
    waiting = rows.filter(state=State.SUBMITTED).order_by("submitted_at", "id")
    others = rows.exclude(state=State.SUBMITTED).order_by("-changed_at")[:SHOWN]
    return Queue(
        tuple(_row(row, row.submitted_at or row.changed_at) for row in waiting[:SHOWN]),
        tuple(_row(row, row.changed_at) for row in others),
        waiting.count(),
    )


def _row(row: Application, since: datetime) -> QueueRow:
    name, hospital, department, title = (
        text_of(reveal(row, part)) for part in ("name", "hospital", "department", "title")
    )
    times: int = row.times  # type: ignore[attr-defined]
    return QueueRow(row.pk, name, hospital, department, title, row.state, str(State(row.state).label), since, times)


def review(actor: Actor, application: UUID) -> Review:
    """Raises :class:`yinuo.credentials.access.NotHere` alike for what is missing and what is forbidden."""
    held = application_for_review(actor, application)
    parts = _answers(held)
    step = latest_step(held)
    waiting = reviewable(actor).filter(state=State.SUBMITTED).exclude(pk=held.pk).order_by("submitted_at", "id")
    return Review(
        application=held.pk,
        state=held.state,
        label=str(State(held.state).label),
        waiting=held.state == State.SUBMITTED,
        approved=held.state == State.APPROVED,
        since=held.submitted_at,
        times=Step.objects.filter(application=held, kind=Step.Kind.SUBMITTED).count(),
        seen=step.pk if step is not None else None,
        fields=tuple(part for part in parts if part.part not in PICTURES),
        pictures=tuple(part for part in parts if part.part in PICTURES),
        steps=history(held, viewer=actor.person),
        next=waiting.values_list("pk", flat=True).first(),
    )


def _answers(application: Application) -> tuple[Answer, ...]:
    version = library().in_force("doctor")
    asked = latest_words(application, *DECISIONS)
    changed = _changed(application) if asked.kind else set()
    basic = basic_parts()
    found = []
    for part in PARTS:
        if version.use(PURPOSE, part) is None:
            continue
        text, picture, closed = _value(application, part)
        found.append(
            Answer(
                part, version.items[part].name, part in basic, text, picture, closed, part in changed,
                part in asked.marked, asked.notes.get(part, ""),
            )
        )  # fmt: skip
    return tuple(found)


def _value(application: Application, part: str) -> tuple[str, MediaView | None, str]:
    """Text, picture, and why neither can be shown."""
    if part not in PICTURES:
        value = reveal(application, part)
        return text_of(value), None, value.sentence if isinstance(value, Closed) else ""
    held: UUID | None = getattr(application, f"{part}_id")
    verdict = current().ask(Act.USE, application.doctor_id, part) if held else None
    if verdict is not None and not verdict.allowed:
        return "", None, verdict.sentence
    return "", media.get(held) if held else None, ""


def _changed(application: Application) -> set[str]:
    """What the doctor wrote anew and handed in since the last decision; nothing while a decision is the last word."""
    steps = Step.objects.filter(application=application, kind__in=(Step.Kind.SUBMITTED, *DECISIONS))
    last = steps.order_by("-at", "-id").first()
    if last is None or last.kind != Step.Kind.SUBMITTED:
        return set()
    return set(Mark.objects.filter(step=last).values_list("part", flat=True))


def picture_for_review(actor: Actor, application: UUID, item: str) -> UUID | None:
    """The media id of one picture of papers that were handed in."""
    if item not in PICTURES:
        return None
    found: UUID | None = getattr(application_for_review(actor, application), f"{item}_id")
    return found
