"""The author's pages: the list, the editor, the preview, and how an article fared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yinuo.accounts.api import ItemRow, clause_url, item_row
from yinuo.channel.access import (
    PUBLISHED_ITEMS,
    PURPOSE,
    NotHere,
    coming_revision,
    discarded_article,
    draft_of,
    is_open,
    own_article,
    own_articles,
    questions_to,
    waiting_revision,
)
from yinuo.channel.advertising import Mark, marks
from yinuo.channel.content import Content, missing
from yinuo.channel.models import Article, Draft, Illustration, Question, Reads, Revision
from yinuo.channel.pages.history import StepRow, history, latest_note
from yinuo.channel.pages.public import FEWEST, reads_of, reads_words
from yinuo.channel.pages.shown import Places, Shown, TalkView, content_of, shown, talk_view
from yinuo.credentials import api as credentials
from yinuo.credentials.api import Signature
from yinuo.promise.consent import standing
from yinuo.promise.gate import Actor
from yinuo.promise.policy import library

READ_DAYS = 30
LISTED = 200


@dataclass(frozen=True)
class OwnRow:
    """``kind`` is a class of badges; ``note`` is what to know or to do next; ``open``: readers see a version now;
    ``coming``: one that was approved goes public by itself, and ``still`` says so where the label does not."""

    article: UUID
    title: str
    state: str
    label: str
    kind: str
    note: str
    at: datetime
    reads: str
    open: bool
    coming: bool
    still: str


@dataclass(frozen=True)
class Home:
    """``closed`` is what the author took back of what publishing rests on: ``text``, ``signature`` or nothing."""

    rows: tuple[OwnRow, ...]
    doctor: UUID
    qualified: bool
    opened: bool
    closed: str
    asked: int
    discarded: UUID | None
    discarded_title: str


@dataclass(frozen=True)
class PictureRow:
    number: int
    url: str
    words: str


@dataclass(frozen=True)
class Editor:
    """``other`` is what was saved elsewhere, when an old tab came back with other words."""

    article: UUID
    version: int
    content: Content
    pictures: tuple[PictureRow, ...]
    talk: TalkView | None
    note: str
    waiting: bool
    other: Content | None
    problem: str


@dataclass(frozen=True)
class Preview:
    """``lacks`` are sentences on what must be mended first; ``items`` are what publishing asks consent for;
    ``again``: some of it was taken back before."""

    article: UUID
    version: int
    shown: Shown
    signature: Signature | None
    lacks: tuple[str, ...]
    marks: tuple[Mark, ...]
    items: tuple[ItemRow, ...]
    notice: str
    clause: str
    clause_url: str
    qualified: bool
    waiting: bool
    public: bool
    earliest: datetime
    problem: str
    publish_at: str
    again: bool


@dataclass(frozen=True)
class Fared:
    article: UUID
    title: str
    row: OwnRow
    address: str
    steps: tuple[StepRow, ...]
    days: tuple[tuple[str, str], ...]
    total: str


def own_places(article: UUID) -> Places:
    return Places(
        lambda number: reverse("channel:own_picture", args=[article, number]),
        lambda: reverse("channel:own_sound", args=[article]),
    )


def home(actor: Actor, *, discarded: UUID | None = None) -> Home:
    """Every article, those that need the author first."""
    articles = list(own_articles(actor).select_related("public").order_by("-begun_at")[:LISTED])
    drafts = {draft.article_id: draft for draft in Draft.objects.filter(article__in=articles)}
    counts = reads_of([article.pk for article in articles])
    closed = _taken_back(standing(actor.who).grants.get(PURPOSE, {}))
    rows = [
        _row(article, drafts.get(article.pk), counts.get(article.pk, 0), may_open=not closed) for article in articles
    ]
    gone = _gone(actor, discarded)
    return Home(
        rows=tuple(sorted(rows, key=lambda row: ORDER.index(row.state))),
        doctor=actor.who,
        qualified=credentials.is_qualified(actor.who),
        opened=is_open(actor.who),
        closed=closed,
        asked=questions_to(actor).filter(state=Question.State.WAITING).count(),
        discarded=gone.pk if gone else None,
        discarded_title=_title(Draft.objects.filter(article=gone).first()) if gone else "",
    )


def _taken_back(word: Mapping[str, bool]) -> str:
    said_no = [item for item in PUBLISHED_ITEMS if word.get(item) is False]
    return "" if not said_no else "text" if "channel_text" in said_no else "signature"


def _gone(actor: Actor, article: UUID | None) -> Article | None:
    try:
        return discarded_article(actor, article) if article else None
    except NotHere:
        return None


ORDER = ("returned", "taken_down", "draft", "waiting", "scheduled", "public", "offline")


def _row(article: Article, draft: Draft | None, count: int, *, may_open: bool) -> OwnRow:
    last = Revision.objects.filter(article=article).order_by("-submitted_at").first()
    coming = coming_revision(article)
    state = state_of(article, last, coming)
    labels = {
        "draft": (_("草稿"), "", ""),
        "waiting": (_("审核中"), "badge-warn", _waiting(article, last)),
        "returned": (_("退回修改"), "badge-danger", latest_note(article)),
        "scheduled": (_("定时公开"), "badge-warn", _scheduled(coming)),
        "public": (_("已公开"), "badge-ok", _edited(article, draft, last)),
        "offline": (_("已下线"), "", _offline(may_open)),
        "taken_down": (_("被审核员下线"), "badge-danger", latest_note(article)),
    }
    label, kind, note = labels[state]
    at = draft.saved_at if draft else article.begun_at
    reads = reads_words(count) if article.published_at else ""
    opened = article.public_id is not None and article.offline_at is None
    still = _still(coming) if state != "scheduled" else ""
    return OwnRow(
        article.pk, _title(draft), state, label, kind, note, at, reads, opened, coming is not None, still
    )  # fmt: skip


def state_of(article: Article, last: Revision | None, coming: Revision | None) -> str:
    """Where an article stands, the most urgent word first. ``last`` was handed in last, ``coming`` goes public next."""
    if last is not None and last.state == Revision.State.WAITING:
        return "waiting"
    if article.taken_down and coming is None:
        return "taken_down"
    if last is not None and last.state == Revision.State.RETURNED:
        return "returned"
    if coming is not None:
        return "scheduled"
    if article.offline_at is not None and last is not None:
        return "offline"
    return "public" if article.public_id else "draft"


def _waiting(article: Article, last: Revision | None) -> str:
    if article.public_id is not None and article.offline_at is None:
        return _("改动在审核，公开的仍是原来那一版。要再改，请先撤回提交。")
    if last is not None and last.publish_at is not None:
        at = timezone.localtime(last.publish_at).strftime("%Y-%m-%d %H:%M")
        return _("审核通过后，%(at)s 公开。要改，请先撤回提交。") % {"at": at}
    return _("审核通过后公开。要改，请先撤回提交。")


def _offline(may_open: bool) -> str:
    return _("读者看不到，可以恢复公开。") if may_open else _("读者看不到。重新同意之后可以恢复公开。")


def _scheduled(coming: Revision | None) -> str:
    return _("审核已通过，%(at)s 公开。") % {"at": _time_of(coming)} if coming else ""


def _still(coming: Revision | None) -> str:
    return (
        _("之前审核通过的一版仍会在 %(at)s 公开。不想公开，请点“下线”。") % {"at": _time_of(coming)} if coming else ""
    )


def _time_of(coming: Revision) -> str:
    return timezone.localtime(coming.publish_at).strftime("%Y-%m-%d %H:%M")


def _edited(article: Article, draft: Draft | None, last: Revision | None) -> str:
    if draft is not None and last is not None and draft.version > last.draft_version:
        return _("有没提交的改动。公开的仍是审核过的那一版。")
    return ""


def _title(draft: Draft | None) -> str:
    try:
        return (content_of(draft).title if draft else "") or _("（还没有标题）")
    except NotHere:
        return _("（看不到标题）")


def editor(
    actor: Actor, article: UUID, *, typed: Content | None = None, other: bool = False, problem: str = ""
) -> Editor:
    """``typed`` is what came back with a form that could not be kept."""
    found = own_article(actor, article)
    draft = draft_of(found)
    kept = content_of(draft)
    places = own_places(article)
    pictures = Illustration.objects.filter(article=found).order_by("number")
    return Editor(
        article=article,
        version=draft.version,
        content=typed or kept,
        pictures=tuple(PictureRow(row.number, places.picture(row.number), f"图{row.number}") for row in pictures),
        talk=talk_view(draft.talk_id, places),
        note=latest_note(found),
        waiting=waiting_revision(found) is not None,
        other=kept if other else None,
        problem=problem,
    )


def preview(actor: Actor, article: UUID, *, problem: str = "", publish_at: str = "") -> Preview:
    """As readers will see it, with what is still missing, what reads like an advertisement, and what is agreed to."""
    found = own_article(actor, article)
    draft = draft_of(found)
    content = content_of(draft)
    version = library().in_force("doctor")
    purpose = version.purposes[PURPOSE]
    now = standing(actor.who)
    numbers = frozenset(Illustration.objects.filter(article=found).values_list("number", flat=True))
    view = shown(content, doctor=actor.who, article=article, talk=draft.talk_id, places=own_places(article))
    return Preview(
        article=article,
        version=draft.version,
        shown=view,
        signature=credentials.signature(actor.who) if now.granted(PURPOSE, "name") else None,
        lacks=tuple(missing(content, numbers)),
        marks=tuple(found_marks(content)),
        items=tuple(item_row(version, purpose, purpose.items[item], now) for item in PUBLISHED_ITEMS),
        notice=version.clauses[purpose.clause].hash,
        clause=purpose.clause,
        clause_url=clause_url(version, purpose.clause),
        qualified=credentials.is_qualified(actor.who),
        waiting=waiting_revision(found) is not None,
        public=found.public_id is not None and found.offline_at is None,
        earliest=timezone.localtime() + timedelta(minutes=10),
        problem=problem,
        publish_at=publish_at,
        again=bool(_taken_back(now.grants.get(PURPOSE, {}))),
    )


def found_marks(content: Content) -> list[Mark]:
    return marks("\n".join((content.title, content.body)))


def fared(actor: Actor, article: UUID) -> Fared:
    """The history of one article, and how often it was read by day."""
    found = own_article(actor, article)
    draft = Draft.objects.filter(article=found).first()
    since = timezone.localdate() - timedelta(days=READ_DAYS - 1)
    days = Reads.objects.filter(article=found, day__gte=since).order_by("-day").values_list("day", "count")
    total = reads_of([found.pk]).get(found.pk, 0)
    closed = _taken_back(standing(actor.who).grants.get(PURPOSE, {}))
    row = _row(found, draft, total, may_open=not closed)
    return Fared(
        article=article,
        title=row.title,
        row=row,
        address=reverse("channel:article", args=[article]) if row.open else "",
        steps=history(article=found),
        days=tuple((day.isoformat(), str(count) if count >= FEWEST else _("少于 10")) for day, count in days),
        total=reads_words(total),
    )
