"""What becomes public: at the approval, or by the worker when its time has come. It opens no value."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from yinuo.channel.access import due_revisions
from yinuo.channel.models import Article, Revision, Step

KEEP_DISCARDED = timedelta(days=7)
BATCH = 200


def publish(article: Article, revision: Revision, *, now: datetime, by: UUID | None) -> None:
    """Inside a transaction that holds the article's row: this revision is what readers see from now on."""
    article.public = revision
    article.published_at = article.published_at or now
    article.offline_at, article.taken_down = None, False
    article.save(update_fields=["public", "published_at", "offline_at", "taken_down"])
    earlier = Revision.objects.filter(article=article, state=Revision.State.APPROVED, replaced=False)
    earlier.filter(submitted_at__lt=revision.submitted_at).update(replaced=True)
    Step.objects.create(article=article, revision=revision, kind=Step.Kind.PUBLISHED, by_id=by)


def publish_due(*, now: datetime) -> int:
    """Everything whose time has come; how many. What its author took offline meanwhile stays so."""
    done = 0
    for pk in due_revisions(now).order_by("publish_at").values_list("pk", flat=True)[:BATCH]:
        with transaction.atomic():
            held = due_revisions(now).filter(pk=pk).values_list("article", flat=True).first()
            article = Article.objects.select_for_update().filter(pk=held).first() if held else None
            revision = due_revisions(now).filter(pk=pk).first()
            if article is None or revision is None or _closed_since(article, revision):
                continue
            publish(article, revision, now=now, by=None)
            done += 1
    return done


def _closed_since(article: Article, revision: Revision) -> bool:
    """Taken offline after this was handed in: nothing goes public against that."""
    return article.offline_at is not None and article.offline_at > revision.submitted_at


def purge_discarded(*, now: datetime) -> int:
    """Articles that were put away a week ago go for good."""
    old = Article.objects.filter(discarded_at__lte=now - KEEP_DISCARDED).values_list("pk", flat=True)[:BATCH]
    gone = 0
    for pk in old:
        with transaction.atomic():
            gone += bool(Article.objects.filter(pk=pk, discarded_at__lte=now - KEEP_DISCARDED).delete()[0])
    return gone
