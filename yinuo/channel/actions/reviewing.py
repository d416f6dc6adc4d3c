"""The desk's side: send back, approve, take down. A person decides, never a program.

Every decision is on one revision or answer, which never changes: of two reviewers one decides and the other is told.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yinuo.channel.access import PUBLISHED_ITEMS, NotHere, answer_for_review, revision_for_review
from yinuo.channel.actions.publishing import publish
from yinuo.channel.models import Answer, Article, Note, Revision, Step
from yinuo.channel.problems import MovedOn, NotChecked, NoteMissing, NothingPublic, TakenBack
from yinuo.credentials import api as credentials
from yinuo.promise.gate import Act, Actor, current
from yinuo.promise.vault import capturing
from yinuo.realtime.api import InboxChanged, announce

LONGEST_NOTE = 500
CHECKS = ("sources_checked", "no_advertising", "labelled")
"""Checked before a yes: sources and interests stand there, nothing advertises, machine-made parts are marked."""


def approve(*, actor: Actor, revision: UUID, sources_checked: bool, no_advertising: bool, labelled: bool) -> None:
    """Public at once, or when its time comes. Refused when the author took back what publishing rests on."""
    if not (sources_checked and no_advertising and labelled):
        raise NotChecked
    with transaction.atomic():
        article, held = _waiting(actor, revision)
        if not _may_be_public(held.doctor_id):
            raise TakenBack
        now = timezone.now()
        held.state = Revision.State.APPROVED
        held.save(update_fields=["state"])
        _step(actor, Step.Kind.APPROVED, held.doctor_id, article=article, revision=held)
        if held.publish_at is None or held.publish_at <= now:
            publish(article, held, now=now, by=None)


def send_back(*, actor: Actor, revision: UUID, note: str) -> None:
    """With the reason. What is public meanwhile stays so."""
    words = _written(note)
    with transaction.atomic():
        article, held = _waiting(actor, revision)
        held.state = Revision.State.RETURNED
        held.save(update_fields=["state"])
        _step(actor, Step.Kind.RETURNED, held.doctor_id, words, article=article, revision=held)


def take_down(*, actor: Actor, revision: UUID, note: str) -> None:
    """Close what is public, with the reason. Its author can hand in a better one, not undo this."""
    words = _written(note)
    with transaction.atomic():
        article_id = revision_for_review(actor, revision).article_id
        article = Article.objects.select_for_update().get(pk=article_id)
        if article.public_id != revision or article.taken_down:
            raise NothingPublic
        article.offline_at, article.taken_down = timezone.now(), True
        article.save(update_fields=["offline_at", "taken_down"])
        _step(actor, Step.Kind.TAKEN_DOWN, article.doctor_id, words, article=article, revision=article.public)


def approve_answer(*, actor: Actor, answer: UUID, nobody_recognisable: bool, no_advertising: bool) -> None:
    if not (nobody_recognisable and no_advertising):
        raise NotChecked
    with transaction.atomic():
        held = _answer(actor, answer, Answer.State.WAITING)
        if not _may_be_public(held.doctor_id):
            raise TakenBack
        held.state, held.published_at = Answer.State.APPROVED, timezone.now()
        held.save(update_fields=["state", "published_at"])
        _step(actor, Step.Kind.APPROVED, held.doctor_id, answer=held)


def send_answer_back(*, actor: Actor, answer: UUID, note: str) -> None:
    words = _written(note)
    with transaction.atomic():
        held = _answer(actor, answer, Answer.State.WAITING)
        held.state = Answer.State.RETURNED
        held.save(update_fields=["state"])
        _step(actor, Step.Kind.RETURNED, held.doctor_id, words, answer=held)


def take_answer_down(*, actor: Actor, answer: UUID, note: str) -> None:
    words = _written(note)
    with transaction.atomic():
        held = _answer(actor, answer, Answer.State.APPROVED)
        held.state, held.taken_down = Answer.State.OFFLINE, True
        held.save(update_fields=["state", "taken_down"])
        _step(actor, Step.Kind.TAKEN_DOWN, held.doctor_id, words, answer=held)


def _may_be_public(doctor: UUID) -> bool:
    asked = [current().ask(Act.USE, doctor, item).allowed for item in PUBLISHED_ITEMS]
    return all(asked) and credentials.is_qualified(doctor)


def _waiting(actor: Actor, revision: UUID) -> tuple[Article, Revision]:
    """Both rows, the article's locked first: whoever publishes takes them in this order."""
    article_id = revision_for_review(actor, revision).article_id
    article = Article.objects.select_for_update().get(pk=article_id)
    held = Revision.objects.get(pk=revision)
    if held.state != Revision.State.WAITING:
        raise MovedOn
    return article, held


def _answer(actor: Actor, answer: UUID, state: str) -> Answer:
    answer_for_review(actor, answer)
    held: Answer | None = Answer.objects.select_for_update().filter(pk=answer).first()
    if held is None:
        raise NotHere
    if held.state != state:
        raise MovedOn
    return held


def _written(note: str) -> str:
    words = note.strip()[:LONGEST_NOTE]
    if not words:
        raise NoteMissing
    return words


def _step(
    actor: Actor,
    kind: Step.Kind,
    doctor: UUID,
    words: str = "",
    *,
    article: Article | None = None,
    revision: Revision | None = None,
    answer: Answer | None = None,
) -> None:
    step = Step.objects.create(article=article, revision=revision, answer=answer, kind=kind, by_id=actor.who)
    if words:
        with capturing(by=[actor.who], about=[doctor]):
            Note(doctor_id=doctor, reviewer_id=actor.who, step=step, text=words).save(force_insert=True)
    announce(InboxChanged(person=doctor))
