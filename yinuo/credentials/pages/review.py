"""What the review desk sees."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.credentials.access import application_for_review, reviewable
from yinuo.credentials.models import PICTURES, Application
from yinuo.credentials.pages.papers import Answer, StepRow, answers, current_notes, history
from yinuo.promise.gate import Actor
from yinuo.promise.vault import Closed, reveal


@dataclass(frozen=True)
class QueueRow:
    application: UUID
    name: str
    hospital: str
    state: str
    label: str
    since: datetime


@dataclass(frozen=True)
class Queue:
    waiting: tuple[QueueRow, ...]
    decided: tuple[QueueRow, ...]


@dataclass(frozen=True)
class Review:
    """Fields and pictures of one doctor side by side. ``notes`` are those of the last correction."""

    application: UUID
    state: str
    label: str
    waiting: bool
    fields: tuple[Answer, ...]
    pictures: tuple[Answer, ...]
    notes: dict[str, str]
    steps: tuple[StepRow, ...]


SHOWN = 50


def queue(actor: Actor) -> Queue:
    """Who waits, the longest first, and what was decided lately."""
    rows = reviewable(actor)
    waiting = rows.filter(state=Application.State.SUBMITTED).order_by("submitted_at")[:SHOWN]
    others = rows.exclude(state=Application.State.SUBMITTED).order_by("-changed_at")[:SHOWN]
    return Queue(
        tuple(_row(row, row.submitted_at or row.changed_at) for row in waiting),
        tuple(_row(row, row.changed_at) for row in others),
    )


def _row(row: Application, since: datetime) -> QueueRow:
    name, hospital = (_text(reveal(row, part)) for part in ("name", "hospital"))
    return QueueRow(row.pk, name, hospital, row.state, str(Application.State(row.state).label), since)


def review(actor: Actor, application: UUID) -> Review:
    """Raises :class:`yinuo.credentials.access.NotHere` alike for what is missing and what is forbidden."""
    held = application_for_review(actor, application)
    parts = answers(held)
    return Review(
        application=held.pk,
        state=held.state,
        label=str(Application.State(held.state).label),
        waiting=held.state == Application.State.SUBMITTED,
        fields=tuple(part for part in parts if part.part not in PICTURES),
        pictures=tuple(part for part in parts if part.part in PICTURES),
        notes=current_notes(held),
        steps=history(held),
    )


def picture_for_review(actor: Actor, application: UUID, item: str) -> UUID | None:
    """The media id of one picture of papers that were handed in."""
    if item not in PICTURES:
        return None
    found: UUID | None = getattr(application_for_review(actor, application), f"{item}_id")
    return found


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, Closed) else str(value)
