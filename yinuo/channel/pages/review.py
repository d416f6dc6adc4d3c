"""The desk's pages: what waits, one article beside what is public of it, one answer beside the question."""

import difflib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.channel.access import (
    NotHere,
    answer_for_review,
    reviewable_answers,
    reviewable_revisions,
    revision_for_review,
    sound_of,
)
from yinuo.channel.advertising import Mark, marks
from yinuo.channel.content import SOME, Content
from yinuo.channel.models import Answer, Revision, Step
from yinuo.channel.pages.history import StepRow, history
from yinuo.channel.pages.own import found_marks
from yinuo.channel.pages.questions import shown_words, text_of
from yinuo.channel.pages.shown import Places, Shown, content_of, picture_of, shown
from yinuo.credentials import api as credentials
from yinuo.credentials.api import Signature
from yinuo.promise.gate import Actor

LISTED = 100
DECIDED = 20


@dataclass(frozen=True)
class QueueRow:
    """``kind`` is ``article`` or ``answer``; ``id`` is what is decided on."""

    kind: str
    id: UUID
    title: str
    doctor: str
    what: str
    since: datetime


@dataclass(frozen=True)
class Queue:
    waiting: tuple[QueueRow, ...]
    decided: tuple[QueueRow, ...]
    total: int


@dataclass(frozen=True)
class Line:
    """One line of the difference: ``sign`` is ``+``, ``-`` or nothing."""

    sign: str
    text: str


@dataclass(frozen=True)
class ArticleReview:
    revision: UUID
    shown: Shown | None
    signature: Signature | None
    machine: bool
    marks: tuple[Mark, ...]
    difference: tuple[Line, ...]
    steps: tuple[StepRow, ...]
    waiting: bool
    public: bool
    state: str
    submitted_at: datetime
    publish_at: datetime | None


@dataclass(frozen=True)
class AnswerReview:
    answer: UUID
    asked: str
    shown: str
    text: str
    signature: Signature | None
    marks: tuple[Mark, ...]
    steps: tuple[StepRow, ...]
    waiting: bool
    public: bool
    state: str
    submitted_at: datetime


def review_queue(actor: Actor) -> Queue:
    """The longest wait first; then what was decided lately."""
    revisions = reviewable_revisions(actor).filter(state=Revision.State.WAITING).select_related("article")
    answers = reviewable_answers(actor).filter(state=Answer.State.WAITING)
    waiting = [_of_revision(row, row.submitted_at) for row in revisions.order_by("submitted_at")[:LISTED]]
    waiting += [_of_answer(row, row.submitted_at) for row in answers.order_by("submitted_at")[:LISTED]]
    waiting.sort(key=lambda row: row.since)
    return Queue(tuple(waiting), _decided(), revisions.count() + answers.count())


def _decided() -> tuple[QueueRow, ...]:
    kinds = (Step.Kind.APPROVED, Step.Kind.RETURNED, Step.Kind.TAKEN_DOWN)
    steps = Step.objects.filter(kind__in=kinds).select_related("revision", "revision__article", "answer")
    rows = []
    for step in steps.order_by("-at")[:DECIDED]:
        label = str(Step.Kind(step.kind).label)
        if step.answer is not None:
            rows.append(_of_answer(step.answer, step.at, label))
        elif step.revision is not None:
            rows.append(_of_revision(step.revision, step.at, label))
    return tuple(rows)


def _of_revision(row: Revision, since: datetime, what: str = "") -> QueueRow:
    article = row.article
    again = article.public_id is not None and article.public_id != row.pk
    what = what or (_("改动已公开的文章") if again else _("新文章"))
    return QueueRow("article", row.pk, _title(row), _author(row.doctor_id), what, since)


def _of_answer(row: Answer, since: datetime, what: str = "") -> QueueRow:
    return QueueRow("answer", row.pk, text_of(row, "text")[:30], _author(row.doctor_id), what or _("公开回答"), since)


def _title(row: Revision) -> str:
    try:
        return content_of(row).title
    except NotHere:
        return _("（医生已收回同意，看不到内容）")


def _author(doctor: UUID) -> str:
    signature = credentials.signature(doctor)
    return f"{signature.name} · {signature.department}" if signature else "—"


def article_review(actor: Actor, revision: UUID, places: Places) -> ArticleReview:
    """One revision; ``places`` is where the desk sees its pictures and hears its recording."""
    row = revision_for_review(actor, revision)
    article = row.article
    try:
        content: Content | None = content_of(row)
    except NotHere:
        content = None
    view = (
        shown(content, doctor=row.doctor_id, article=article.pk, talk=row.talk_id, places=places, revision=row.pk)
        if content
        else None
    )
    return ArticleReview(
        revision=revision,
        shown=view,
        signature=credentials.signature(row.doctor_id),
        machine=content is not None and content.machine == SOME,
        marks=tuple(found_marks(content)) if content else (),
        difference=_difference(article.public, row, content),
        steps=history(article=article, viewer=actor.who),
        waiting=row.state == Revision.State.WAITING,
        public=article.public_id == revision and article.offline_at is None,
        state=row.state,
        submitted_at=row.submitted_at,
        publish_at=row.publish_at,
    )


def _difference(before: Revision | None, row: Revision, content: Content | None) -> tuple[Line, ...]:
    """What an edit changes in what is public, line by line; empty for a first one."""
    if before is None or before.pk == row.pk or content is None:
        return ()
    try:
        old = content_of(before)
    except NotHere:
        return ()
    found = difflib.unified_diff(_lines(old), _lines(content), lineterm="", n=1)
    return tuple(Line(line[0].strip(), line[1:]) for line in list(found)[2:] if not line.startswith("@@"))


def _lines(content: Content) -> list[str]:
    text = (content.title, content.body, content.sources, content.interests)
    return [line for part in text for line in part.split("\n")]


def answer_review(actor: Actor, answer: UUID) -> AnswerReview:
    row = answer_for_review(actor, answer)
    asked, words = shown_words(row), text_of(row, "text")
    return AnswerReview(
        answer=answer,
        asked=text_of(row.question, "text"),
        shown=asked,
        text=words,
        signature=credentials.signature(row.doctor_id),
        marks=tuple(marks(f"{asked}\n{words}")),
        steps=history(answer=row, viewer=actor.who),
        waiting=row.state == Answer.State.WAITING,
        public=row.state == Answer.State.APPROVED,
        state=row.state,
        submitted_at=row.submitted_at,
    )


def picture_for_review(actor: Actor, revision: UUID, number: int) -> UUID | None:
    return picture_of(revision_for_review(actor, revision), number)


def sound_for_review(actor: Actor, revision: UUID) -> UUID | None:
    return sound_of(revision_for_review(actor, revision).talk_id)
