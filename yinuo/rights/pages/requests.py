"""The one inbox of requests and complaints, as the person and as the privacy officer see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise as StrPromise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yinuo.accounts.api import desk_numbers
from yinuo.promise.bindings import measure
from yinuo.promise.gate import Actor, current
from yinuo.promise.policy.built_in import ANSWERING_DESK
from yinuo.promise.policy.contacts import Contacts, contacts
from yinuo.promise.requests.clock import days_left
from yinuo.promise.requests.workdays import OFFICIAL
from yinuo.promise.vault import Closed, reveal
from yinuo.rights.access import NotHere, at_the_desk, own_requests
from yinuo.rights.models import Reply, Request
from yinuo.rights.pages.regulators import Regulator, regulators
from yinuo.rights.pages.words import name_of

SHOWN = 100


@dataclass(frozen=True)
class Clock:
    """``late`` and ``soon`` are told in words too. The later day is the cap that the law sets."""

    due: date
    promised: date
    capped: date
    left: int
    words: str
    extended: bool
    official: bool

    @property
    def late(self) -> bool:
        return self.left < 0

    @property
    def soon(self) -> bool:
        return 0 <= self.left <= 3


@dataclass(frozen=True)
class RequestRow:
    """``taken``: who has taken it over, as colleagues call each other. ``mine``: the officer who looks."""

    id: UUID
    kind: str
    label: str
    item: str
    state: str
    state_label: str
    open: bool
    asked_at: datetime
    clock: Clock
    taken: str
    mine: bool


@dataclass(frozen=True)
class Word:
    """One word of the exchange; ``own``: the person's. ``who``: which officer, at the desk."""

    label: str
    text: str
    at: datetime
    own: bool
    who: str = ""


@dataclass(frozen=True)
class Inbox:
    role: str
    base: str
    rows: tuple[RequestRow, ...]
    contacts: Contacts
    regulators: tuple[Regulator, ...]


@dataclass(frozen=True)
class AskPage:
    role: str
    base: str
    kinds: tuple[tuple[str, str, str], ...]
    kind: str
    item: str
    item_name: str
    text: str = ""
    problem: str = ""


@dataclass(frozen=True)
class RequestPage:
    """``ground`` are the words of clause 5.8 that a refusal rests on. ``second``: a colleague has made sure who it is,
    so that the officer who looks may be the second person."""

    role: str
    base: str
    row: RequestRow
    identity: str
    recognised: bool
    words: tuple[Word, ...]
    ground: str
    contacts: Contacts
    regulators: tuple[Regulator, ...]
    text: str = ""
    problem: str = ""
    second: bool = False


@measure("contacts.shown")
def inbox(actor: Actor, base: str) -> Inbox:
    """The person's own, the newest first, with the hospital's contacts and the regulators."""
    rows = tuple(_row(one, actor, timezone.now(), {}) for one in own_requests(actor)[:SHOWN])
    return Inbox(actor.role, base, rows, contacts(), regulators())


def ask_page(actor: Actor, base: str, *, kind: str, item: str, text: str = "", problem: str = "") -> AskPage:
    kinds = (
        (Request.Kind.ACCESS, _("查看其余的信息"), _("页面上没有列出、您想知道的，由专员查给您")),
        (Request.Kind.CORRECTION, _("更正信息"), _("改不了的、已写入病历的，由专员核实后更正")),
        (Request.Kind.COMPLAINT, _("投诉或意见"), _("对处理个人信息的做法不满，或有建议")),
        (Request.Kind.OTHER, _("其他请求"), _("删除、副本、解释和别的权利")),
    )
    name = name_of(item, *current().versions(actor.who)) if item else ""
    chosen = kind if kind in {one[0] for one in kinds} else ""
    return AskPage(actor.role, base, tuple((str(k), t, n) for k, t, n in kinds), chosen, item, name, text, problem)


def own_request(actor: Actor, base: str, request: UUID, *, text: str = "", problem: str = "") -> RequestPage:
    found = own_requests(actor).filter(pk=request).first()
    if found is None:
        raise NotHere
    return _page(found, actor, base, text, problem, {})


def desk(actor: Actor) -> tuple[tuple[RequestRow, ...], tuple[RequestRow, ...]]:
    """What is open, by deadline, and what was closed lately. No words are opened for the list."""
    now, rows, numbers = timezone.now(), at_the_desk(actor), desk_numbers(ANSWERING_DESK)
    open_ = rows.filter(state=Request.State.OPEN).order_by("due_on", "asked_at")[:SHOWN]
    closed = rows.exclude(state=Request.State.OPEN).order_by("-closed_at")[:30]
    return tuple(_row(one, actor, now, numbers) for one in open_), tuple(
        _row(one, actor, now, numbers) for one in closed
    )


def desk_request(actor: Actor, base: str, request: UUID, *, text: str = "", problem: str = "") -> RequestPage:
    found = at_the_desk(actor).filter(pk=request).first()
    if found is None:
        raise NotHere
    return _page(found, actor, base, text, problem, desk_numbers(ANSWERING_DESK))


def _page(request: Request, actor: Actor, base: str, text: str, problem: str, numbers: dict[UUID, int]) -> RequestPage:
    replies = list(Reply.objects.filter(request=request).order_by("at", "pk"))
    return RequestPage(
        role=actor.role,
        base=base,
        row=_row(request, actor, timezone.now(), numbers),
        identity=str(Request.Identity(request.identity).label),
        recognised=request.identity != Request.Identity.NONE,
        words=tuple(_words(request, replies, actor, numbers)),
        ground=grounds().get(request.ground, ""),
        contacts=contacts(),
        regulators=regulators(),
        text=text,
        problem=problem,
        second=any(one.kind == Reply.Kind.IDENTITY and one.author_id != actor.who for one in replies),
    )


def _words(request: Request, replies: Iterable[Reply], actor: Actor, numbers: dict[UUID, int]) -> Iterable[Word]:
    def word(label: StrPromise, row: Request | Reply, at: datetime, author: UUID) -> Word:
        own = author == request.person_id
        return Word(str(label), _text(row), at, own, "" if own else officer_words(author, actor, numbers))

    yield word(Request.Kind(request.kind).label, request, request.asked_at, request.by_id)
    for one in replies:
        yield word(Reply.Kind(one.kind).label, one, one.at, one.author_id)


def officer_words(officer: UUID, actor: Actor, numbers: dict[UUID, int]) -> str:
    """What a privacy officer is called by colleagues, whose names no desk opens; nothing elsewhere."""
    if actor.desk != ANSWERING_DESK:
        return ""
    number = numbers.get(officer)
    called = _("专员 %(number)d") % {"number": number} if number else _("另一位专员")
    return _("我（%(called)s）") % {"called": called} if officer == actor.person else called


def _text(row: Request | Reply) -> str:
    value = reveal(row, "text")
    return "" if value is None or isinstance(value, Closed) else str(value)


def _row(one: Request, actor: Actor, now: datetime, numbers: dict[UUID, int]) -> RequestRow:
    return RequestRow(
        id=one.pk,
        kind=one.kind,
        label=str(Request.Kind(one.kind).label),
        item=one.item,
        state=one.state,
        state_label=str(Request.State(one.state).label),
        open=one.state == Request.State.OPEN,
        asked_at=one.asked_at,
        clock=_clock(one, now),
        taken=officer_words(one.assigned_to_id, actor, numbers) if one.assigned_to_id else "",
        mine=one.assigned_to_id == actor.person,
    )


def _clock(one: Request, now: datetime) -> Clock:
    left = days_left(one.due_on, now)
    if left > 0:
        words = ngettext("还有 %(days)d 天", "还有 %(days)d 天", left) % {"days": left}
    elif left == 0:
        words = _("今天到期")
    else:
        words = ngettext("已超期 %(days)d 天", "已超期 %(days)d 天", -left) % {"days": -left}
    official = one.calendar == OFFICIAL
    return Clock(one.due_on, one.promised_on, one.capped_on, left, words, one.extended_at is not None, official)


def grounds() -> dict[str, str]:
    """The grounds on which clause 5.8 lets the hospital refuse, in its words."""
    return {
        "a": _("与我们履行法定义务有关"),
        "b": _("与国家安全、国防安全直接相关"),
        "c": _("与公共安全、公共卫生、重大公共利益直接相关"),
        "d": _("与犯罪侦查、起诉、审判和执行判决直接相关"),
        "e": _("有充分证据表明请求人有恶意或滥用权利"),
        "f": _("为保护您或他人的生命、财产等重大权益，而又难以得到本人同意"),
        "g": _("照办会严重损害您或其他个人、组织的合法权益"),
        "h": _("涉及商业秘密"),
        "repeated": _("没有道理的重复请求"),
        "disproportionate": _("需要为此另造系统"),
        "risk": _("会给别人带来风险"),
        "unrealistic": _("极不现实"),
    }
