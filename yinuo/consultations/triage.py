"""In which order the doctor's list stands, and why each row stands where it does. Pure functions.

Red flag, then running out, then waiting longest, then unread, then the rest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yinuo.consultations.red_flags import RedFlag

NEAR = timedelta(hours=2)


@dataclass(frozen=True)
class Facts:
    """What is known of one consultation when the list is made; ``since`` is when it was asked or last spoken in."""

    id: UUID
    waiting: bool
    since: datetime
    expires_at: datetime
    flags: tuple[RedFlag, ...] = ()
    unread: int = 0


@dataclass(frozen=True)
class Place:
    """``tone`` is danger, warn or empty; ``why`` is said on the row."""

    facts: Facts
    why: str
    tone: str


def arranged(rows: Iterable[Facts], *, now: datetime) -> list[Place]:
    """The rows in their order, each with its reason."""
    ordered = sorted(rows, key=lambda facts: _key(facts, now))
    waiting = [facts.id for facts in sorted(ordered, key=lambda facts: facts.since) if facts.waiting]
    longest = waiting[0] if waiting else None
    return [Place(facts, *_why(facts, now, is_longest=facts.id == longest)) for facts in ordered]


def runs_out(facts: Facts, now: datetime) -> bool:
    return facts.waiting and facts.expires_at - now <= NEAR


def _key(facts: Facts, now: datetime) -> tuple[int, float]:
    if facts.flags:
        return 0, facts.since.timestamp()
    if runs_out(facts, now):
        return 1, facts.expires_at.timestamp()
    if facts.waiting:
        return 2, facts.since.timestamp()
    if facts.unread:
        return 3, facts.since.timestamp()
    return 4, -facts.since.timestamp()


def _why(facts: Facts, now: datetime, *, is_longest: bool) -> tuple[str, str]:
    if facts.flags:
        words = _("、").join(str(flag.label) for flag in facts.flags)
        return _("含急症词：%(words)s") % {"words": words}, "danger"
    if runs_out(facts, now):
        return _("即将超时"), "warn"
    if is_longest:
        return _("等候最久"), ""
    if facts.waiting:
        return _("按等候先后"), ""
    if facts.unread:
        return ngettext("未读 %(count)d 条", "未读 %(count)d 条", facts.unread) % {"count": facts.unread}, ""
    return _("没有未读，按最近交谈"), ""
