"""Closing at once, opening again, and putting away what was never public."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yinuo.channel.access import agrees_to_publishing, coming_revision, discarded_article, own_article, waiting_revision
from yinuo.channel.actions.submitting import take_back
from yinuo.channel.models import Article, Step
from yinuo.channel.problems import NothingPublic, NotStanding
from yinuo.promise.gate import Actor


def take_offline(*, actor: Actor, article: UUID) -> None:
    """Nobody sees it from the commit on. What is scheduled for it stays back, and an edit that waits for the desk is
    taken back: a yes to it would open the article again."""
    with transaction.atomic():
        found = own_article(actor, article, lock=True)
        if not _close(found, by=actor.who):
            raise NothingPublic
        take_back(found, by=actor.who)


def close_articles(doctor: UUID) -> None:
    """Inside a transaction: everything of this author, as :func:`take_offline` does."""
    for article in Article.objects.select_for_update().filter(doctor=doctor, discarded_at=None).order_by("pk"):
        _close(article, by=doctor)
        take_back(article, by=doctor)


def _close(article: Article, *, by: UUID) -> bool:
    """What is offline already is closed anew when something handed in since is still to come."""
    if not _open(article) and coming_revision(article) is None:
        return False
    article.offline_at = timezone.now()
    article.save(update_fields=["offline_at"])
    Step.objects.create(article=article, revision_id=article.public_id, kind=Step.Kind.OFFLINE, by_id=by)
    return True


def _open(article: Article) -> bool:
    return article.public_id is not None and article.offline_at is None


def put_back(*, actor: Actor, article: UUID) -> None:
    """Undo: the approved revision is public again. Not what the desk took down: that goes through the desk."""
    with transaction.atomic():
        found = own_article(actor, article, lock=True)
        if found.offline_at is None or found.taken_down:
            raise NothingPublic
        if not agrees_to_publishing(actor.who):
            raise NotStanding
        found.offline_at = None
        found.save(update_fields=["offline_at"])
        Step.objects.create(article=found, revision_id=found.public_id, kind=Step.Kind.RESTORED, by_id=actor.who)


def discard(*, actor: Actor, article: UUID) -> None:
    """Put an article away that is neither public, nor to be, nor with the desk; a week later it is gone."""
    with transaction.atomic():
        found = own_article(actor, article, lock=True)
        if _open(found) or coming_revision(found) is not None or waiting_revision(found) is not None:
            raise NothingPublic
        found.discarded_at = timezone.now()
        found.save(update_fields=["discarded_at"])


def bring_back(*, actor: Actor, article: UUID) -> None:
    """Undo."""
    with transaction.atomic():
        found = discarded_article(actor, article)
        found.discarded_at = None
        found.save(update_fields=["discarded_at"])
