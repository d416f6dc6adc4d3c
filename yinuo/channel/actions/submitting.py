"""Handing an article in, and taking it back before somebody decided."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yinuo.channel.access import PUBLISHED_ITEMS, own_article, waiting_revision
from yinuo.channel.actions.agreeing import agree, hold_seat
from yinuo.channel.actions.writing import locked_draft
from yinuo.channel.content import Content, missing
from yinuo.channel.models import Article, Illustration, Revision, Step
from yinuo.channel.problems import (
    AlreadyWaiting,
    ChangedElsewhere,
    Incomplete,
    InThePast,
    NotAgreed,
    NothingNew,
    NothingPublic,
    NotQualified,
    TooFarAway,
)
from yinuo.credentials import api as credentials
from yinuo.promise.gate import Actor
from yinuo.promise.vault import capturing, reveal

FURTHEST = timedelta(days=92)


def submit(
    *, actor: Actor, article: UUID, seen: int, agreed: bool, notice: str, publish_at: datetime | None
) -> Revision:
    """Hand the draft in as a revision that waits for the desk. ``seen`` is the version that the preview showed, and
    ``agreed`` the tick beside the list of what becomes public: a consent to publishing this very text, recorded for
    each item that was not granted yet (``notice`` is the hash of the clause that the page showed).

    Twice the same is once: the revision that waits already is returned.
    """
    with transaction.atomic():
        hold_seat(actor)
        found = own_article(actor, article, lock=True)
        draft = locked_draft(found)
        waiting = waiting_revision(found)
        if waiting is not None:
            if waiting.draft_version == draft.version == seen:
                return waiting
            raise AlreadyWaiting
        if draft.version != seen:
            raise ChangedElsewhere
        if not agreed:
            raise NotAgreed
        content = Content.of(reveal(draft, "content") or {})
        _check(actor, found, content, draft.version, publish_at)
        agree(actor, PUBLISHED_ITEMS, notice)
        revision = Revision(
            doctor_id=actor.who,
            article=found,
            content=content.kept(),
            talk_id=draft.talk_id,
            draft_version=draft.version,
            agreed_at=timezone.now(),
            publish_at=publish_at,
        )
        with capturing(by=[actor.who], about=[actor.who]):
            revision.save(force_insert=True)
        Step.objects.create(article=found, revision=revision, kind=Step.Kind.SUBMITTED, by_id=actor.who)
    return revision


def recall(*, actor: Actor, article: UUID) -> None:
    """Take back what waits; the draft is as it was."""
    with transaction.atomic():
        found = own_article(actor, article, lock=True)
        if not take_back(found, by=actor.who):
            raise NothingPublic


def take_back(article: Article, *, by: UUID) -> bool:
    """Inside a transaction that holds the article's row: what waits for the desk goes back to its author, if any."""
    waiting = Revision.objects.filter(article=article, state=Revision.State.WAITING)
    revision = waiting.values_list("pk", flat=True).first()
    if revision is None:
        return False
    waiting.update(state=Revision.State.RECALLED)
    Step.objects.create(article=article, revision_id=revision, kind=Step.Kind.RECALLED, by_id=by)
    return True


def _check(actor: Actor, article: Article, content: Content, version: int, publish_at: datetime | None) -> None:
    if not credentials.is_qualified(actor.who):
        raise NotQualified
    pictures = frozenset(Illustration.objects.filter(article=article).values_list("number", flat=True))
    lacks = missing(content, pictures)
    if lacks:
        raise Incomplete(lacks)
    now = timezone.now()
    if publish_at is not None and publish_at <= now:
        raise InThePast
    if publish_at is not None and publish_at > now + FURTHEST:
        raise TooFarAway
    last = Revision.objects.filter(article=article).order_by("-submitted_at").first()
    states = Revision.State
    if last is not None and last.draft_version == version and last.state in (states.RETURNED, states.APPROVED):
        raise NothingNew
