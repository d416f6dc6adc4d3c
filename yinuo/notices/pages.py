"""What the pages of notices show."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise

from yinuo.accounts.api import Ask, ask
from yinuo.notices.access import address_of, last_mail_of
from yinuo.notices.actions.addresses import ITEM, PURPOSE
from yinuo.notices.models import PolicyMail
from yinuo.promise.consent import Standing, pending, standing
from yinuo.promise.gate import Actor
from yinuo.promise.models import Announcement, Person
from yinuo.promise.policy import library, words
from yinuo.promise.vault import Closed, reveal

BASES = {"doctor": "web/doctor.html", "patient": "web/patient.html", "staff": "web/console.html"}


@dataclass(frozen=True)
class NoticeRow:
    """``state``: ``asks``, ``tells``, ``confirmed``, ``coming``, ``retracted`` or ``past``."""

    policy: str
    title: str
    number: str
    at: datetime
    effective: date
    letters: tuple[Promise, ...]
    state: str
    url: str


@dataclass(frozen=True)
class NoticesPage:
    base: str
    rows: tuple[NoticeRow, ...]


@dataclass(frozen=True)
class MailPage:
    """``masked`` is the address that is held, unreadable to one who looks over the shoulder."""

    base: str
    ask: Ask | None
    masked: str
    typed: str
    undelivered: bool
    problem: str = ""


def notices_page(actor: Actor) -> NoticesPage:
    return NoticesPage(BASES[actor.role], notices_of(actor.who))


def notices_of(person: UUID) -> tuple[NoticeRow, ...]:
    """What was announced since this person came, the newest first; nothing is stored for each person."""
    now = standing(person)
    came = Person.objects.values_list("created_at", flat=True).get(pk=person)
    overlays = [one.role for one in library().overlays(now.role)]
    told = Announcement.objects.filter(policy__in=[now.role, *overlays], announced_at__gte=came)
    waiting = {one.name: "asks" if one.asks else "tells" for one in pending(now)}
    found = told.exclude(policy=now.role, before="").order_by("-announced_at")
    # An archive is in force only by the red pen, for one run: nobody is told of it.
    return tuple(_row(one, now, waiting) for one in found if not library().get(one.policy, one.number).archive)


def _row(told: Announcement, now: Standing, waiting: dict[str, str]) -> NoticeRow:
    state = _state(told, now, waiting)
    if state in ("asks", "tells"):
        url = f"{reverse('accounts:new_version')}?policy={told.policy}&next={reverse('notices:list')}"
    elif told.before:
        url = f"{reverse('policy:differences', args=[told.policy, told.number])}?from={told.before}"
    else:
        url = reverse("policy:version", args=[told.policy, told.number])
    return NoticeRow(
        policy=told.policy,
        title=library().get(told.policy, told.number).title,
        number=told.number,
        at=told.announced_at,
        effective=told.effective,
        letters=tuple(words.MATERIAL[letter] for letter in told.letters),
        state=state,
        url=url,
    )


def _state(told: Announcement, now: Standing, waiting: dict[str, str]) -> str:
    if told.retracted_at is not None:
        return "retracted"
    if told.in_force_at is None:
        return "coming"
    if now.confirmed.get(told.policy) == told.number:
        return "confirmed"
    return waiting.get(f"{told.policy} {told.number}", "past")


def prominent(person: UUID) -> NoticeRow | None:
    """The newest material change that waits for this person, or is to come."""
    return next((row for row in notices_of(person) if row.letters and row.state in ("asks", "coming")), None)


def mail_page(actor: Actor, *, typed: str = "", problem: str = "") -> MailPage:
    held = address_of(actor.who)
    value = reveal(held, "address") if held is not None else None
    address = "" if value is None or isinstance(value, Closed) else str(value)
    last = last_mail_of(actor.who)
    return MailPage(
        base=BASES[actor.role],
        ask=ask(actor.who, PURPOSE, ITEM, tapped=True),
        masked=masked(address),
        typed=typed,
        undelivered=bool(address) and last is not None and last.state == PolicyMail.State.UNDELIVERABLE,
        problem=problem,
    )


def masked(address: str) -> str:
    """l***@example.com: enough to recognise one's own."""
    name, at, host = address.rpartition("@")
    return f"{name[:1]}***@{host}" if at else ""
