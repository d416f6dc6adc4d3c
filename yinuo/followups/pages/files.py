"""Photographs and recordings as a page shows them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from yinuo.followups.models import Attachment, Plan
from yinuo.promise.gate import Act, current
from yinuo.promise.vault import Closed, reveal


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
    at: datetime


def file_of(plan: Plan, row: Attachment) -> File:
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
        at=row.taken_in_at,
    )
