"""The page on which one occasion is answered."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from yinuo.followups import access, consents
from yinuo.followups.actions.answering import require_open
from yinuo.followups.content import Question, read_content
from yinuo.followups.models import Attachment
from yinuo.followups.pages.files import File, file_of
from yinuo.followups.wording import worded
from yinuo.promise.gate import Actor


@dataclass(frozen=True)
class AnswerPage:
    """``values`` is false when the patient did not agree to give measurements: then they are not asked."""

    plan: UUID
    occasion: UUID
    title: str
    step: str
    closes_at: datetime
    questions: tuple[Question, ...]
    values: bool
    asks_values: bool
    photo: bool
    voice: bool
    files: tuple[File, ...]


def answer_page(actor: Actor, plan_id: UUID, occasion_id: UUID) -> AnswerPage:
    """Raises :class:`FollowupMissing`, and :class:`UnableToAnswer` when it is not the time."""
    row = access.occasion(actor, plan_id, occasion_id)
    require_open(row, now=timezone.now())
    content = read_content(row.plan.content)
    questions = content.asked(row.step)
    attached = Attachment.objects.filter(occasion=row, author=actor.who).select_related("media").order_by("taken_in_at")
    return AnswerPage(
        plan=row.plan_id,
        occasion=row.pk,
        title=worded(content.title),
        step=worded(content.steps[row.step].label),
        closes_at=row.closes_at,
        questions=questions,
        values=consents.granted(actor, consents.VALUE),
        asks_values=any(one.kind == "value" for one in questions),
        photo=content.photo and consents.takes("patient", "followup_photo", "camera"),
        voice=consents.takes("patient", "followup_audio", "microphone"),
        files=tuple(file_of(row.plan, one) for one in attached),
    )
