"""The steps of an article or an answer, and what was said at them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yinuo.channel.models import Answer, Article, Note, Step
from yinuo.promise.vault import Closed, reveal


@dataclass(frozen=True)
class StepRow:
    """``who`` is 您, 医生, 审核员, 同事 or 程序, by who looks."""

    label: str
    kind: str
    at: datetime
    who: str
    note: str


def history(
    *, article: Article | None = None, answer: Answer | None = None, viewer: UUID | None = None
) -> tuple[StepRow, ...]:
    """Every step, the newest first. ``viewer`` is the reviewer who looks; None when it is the author."""
    steps = list(Step.objects.filter(article=article, answer=answer).order_by("-at", "-id"))
    doctor = article.doctor_id if article else answer.doctor_id if answer else None
    notes = {note.step_id: _words(note) for note in Note.objects.filter(step__in=steps)}
    return tuple(
        StepRow(str(Step.Kind(step.kind).label), step.kind, step.at, _who(step, doctor, viewer), notes.get(step.pk, ""))
        for step in steps
    )


def latest_note(article: Article) -> str:
    """What the desk said last, as long as it is the last word."""
    return _last_words(Step.objects.filter(article=article))


def latest_answer_note(answer: Answer) -> str:
    return _last_words(Step.objects.filter(answer=answer))


def _last_words(steps: "QuerySet[Step]") -> str:
    last = steps.order_by("-at", "-id").first()
    if last is None or last.kind not in (Step.Kind.RETURNED, Step.Kind.TAKEN_DOWN):
        return ""
    note = Note.objects.filter(step=last).first()
    return _words(note) if note else ""


def _words(note: Note) -> str:
    held = reveal(note, "text")
    return "" if held is None or isinstance(held, Closed) else str(held)


def _who(step: Step, doctor: UUID | None, viewer: UUID | None) -> str:
    """Reviewers stand for the hospital: an author is not told their names."""
    if step.by_id is None:
        return _("程序")
    if step.by_id == doctor:
        return _("医生") if viewer else _("您")
    if viewer is None:
        return _("审核员")
    return _("您") if step.by_id == viewer else _("同事")
