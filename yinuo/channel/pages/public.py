"""What anybody may read: one article, and a doctor's health account.

A page that was drawn is held by the process for a moment. Before it is given out again, one statement reads what
decides: is it still this revision, does its author's seat still stand at the same word, is the same policy in force?
So a withdrawal, a page taken offline or a new version shows at once; only a corrected title or a revoked
qualification may take :data:`HELD` seconds.
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from uuid import UUID

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yinuo.channel.access import NotHere, PublicStanding, public_answers, public_articles
from yinuo.channel.markup import summary
from yinuo.channel.models import Article, Reads, Revision
from yinuo.channel.pages.shown import Places, Shown, content_of, shown
from yinuo.credentials import api as credentials
from yinuo.credentials.api import Signature
from yinuo.promise.vault import reveal

HELD = 10.0
MOST_HELD = 256
FEWEST = 10
LISTED = 50


@dataclass(frozen=True)
class HeldPage:
    content: bytes
    etag: str
    drawn_at: float


@dataclass(frozen=True)
class ArticlePage:
    article: UUID
    doctor: UUID
    shown: Shown
    signature: Signature
    published_at: datetime
    changed_at: datetime

    @property
    def changed(self) -> bool:
        """On a later day than it was first public."""
        return self.changed_at.date() > self.published_at.date()


@dataclass(frozen=True)
class Listed:
    article: UUID
    title: str
    summary: str
    spoken: bool
    published_at: datetime
    changed_at: datetime
    reads: str


@dataclass(frozen=True)
class Answered:
    question: str
    answer: str
    at: datetime


@dataclass(frozen=True)
class AccountPage:
    doctor: UUID
    signature: Signature
    articles: tuple[Listed, ...]
    answers: tuple[Answered, ...]


_pages: "OrderedDict[tuple[object, ...], HeldPage]" = OrderedDict()
_lock = Lock()


def held(key: tuple[object, ...], draw: Callable[[], bytes]) -> HeldPage:
    """The page under this key, drawn anew when it is older than a moment."""
    now = time.monotonic()
    found = _pages.get(key)
    if found is not None and now - found.drawn_at < HELD:
        return found
    content = draw()
    made = HeldPage(content, f'"{hashlib.sha256(content).hexdigest()[:24]}"', now)
    with _lock:
        _pages[key] = made
        _pages.move_to_end(key)
        while len(_pages) > MOST_HELD:
            _pages.popitem(last=False)
    return made


def forget_held() -> None:
    """For tests, and for whoever wants the next page drawn."""
    with _lock:
        _pages.clear()


def public_places(article: UUID) -> Places:
    return Places(
        lambda number: reverse("channel:picture", args=[article, number]),
        lambda: reverse("channel:audio", args=[article]),
    )


def article_page(article: UUID, stands: PublicStanding) -> ArticlePage:
    """Raises :class:`NotHere` when the gate keeps the text or the signature closed."""
    revision: Revision | None = Revision.objects.filter(pk=stands.revision).first()
    signature = credentials.signature(stands.doctor)
    if revision is None or signature is None or not credentials.is_qualified(stands.doctor):
        raise NotHere
    content = content_of(revision)
    view = shown(
        content,
        doctor=stands.doctor,
        article=article,
        talk=revision.talk_id,
        places=public_places(article),
        revision=revision.pk,
    )
    changed = max(revision.submitted_at, stands.published_at)
    return ArticlePage(article, stands.doctor, view, signature, stands.published_at, changed)


def account_page(doctor: UUID) -> AccountPage:
    """A doctor's articles and answers; raises :class:`NotHere` for whom nothing may be shown of."""
    signature = credentials.signature(doctor)
    if signature is None or not credentials.is_qualified(doctor):
        raise NotHere
    return AccountPage(doctor, signature, listed(doctor), _answered(doctor))


def listed(doctor: UUID, most: int = LISTED) -> tuple[Listed, ...]:
    """What is public of one doctor, the newest first; under the open purpose."""
    rows = list(public_articles().filter(doctor=doctor).select_related("public").order_by("-published_at")[:most])
    counts = reads_of([row.pk for row in rows])
    return tuple(one for row in rows if (one := _listed(row, counts.get(row.pk, 0))) is not None)


def _listed(row: Article, count: int) -> Listed | None:
    if row.public is None or row.published_at is None:
        return None
    try:
        content = content_of(row.public)
    except NotHere:
        return None
    changed = max(row.public.submitted_at, row.published_at)
    spoken = row.public.talk_id is not None
    return Listed(row.pk, content.title, summary(content.body), spoken, row.published_at, changed, reads_words(count))


def _answered(doctor: UUID) -> tuple[Answered, ...]:
    found = []
    for row in public_answers(doctor)[:LISTED]:
        shown = getattr(row, "shown", None)  # gone once the asker took it back
        question, answer = reveal(shown, "text") if shown else None, reveal(row, "text")
        if not question or not answer or row.published_at is None:
            continue
        found.append(Answered(str(question), str(answer), row.published_at))
    return tuple(found)


def reads_of(articles: list[UUID]) -> dict[UUID, int]:
    rows = Reads.objects.filter(article__in=articles).values("article").annotate(total=Sum("count"))
    return {row["article"]: int(row["total"]) for row in rows}


def reads_words(count: int) -> str:
    """Small numbers are hidden: of a few readers one could be guessed."""
    if count < FEWEST:
        return _("少于 10 次阅读")
    return ngettext("%(count)d 次阅读", "%(count)d 次阅读", count) % {"count": count}
