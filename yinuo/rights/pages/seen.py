"""谁看过: who touched a person's information and why, from the journal, in words."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from yinuo.promise.gate import Actor, current
from yinuo.promise.journal.reading import Touch, touches, window
from yinuo.promise.policy.model import Version
from yinuo.rights.pages.words import act_words, name_of, purpose_words, who_words

WEEK = timedelta(days=7)
KEPT = timedelta(days=184)


@dataclass(frozen=True)
class SeenLine:
    """Repeated touches of a day are one line. ``case``: under an exception of row 1.y that was opened by name."""

    day: date
    who: str
    act: str
    why: str
    items: str
    times: int
    latest: datetime
    own: bool
    case: bool


@dataclass(frozen=True)
class SeenPage:
    """One week, or one day of a very busy one; ``earlier`` is empty where the journal's term ends."""

    role: str
    base: str
    since: date
    until: date
    lines: tuple[SeenLine, ...]
    earlier: str
    later: str


def seen_page(actor: Actor, base: str, *, until: date | None) -> SeenPage:
    today = timezone.localdate()
    last = max(min(until or today, today), today - KEPT)
    span = timedelta(days=window(actor.who, until=last, days=WEEK.days))
    first = last - span + timedelta(days=1)
    in_force, confirmed = current().versions(actor.who)
    lines = seen_lines(touches(actor.who, since=first, until=last), in_force, confirmed)
    here = reverse("rights:seen")
    earlier = f"{here}?until={first - timedelta(days=1)}" if today - first < KEPT else ""
    later = f"{here}?until={min(last + span, today)}" if last < today else ""
    return SeenPage(actor.role, base, first, last, lines, earlier, later)


def seen_lines(
    found: list[Touch], in_force: Version | None, confirmed: Version | None, *, items: bool = True
) -> tuple[SeenLine, ...]:
    """``items`` false where the page is of one item."""
    return tuple(
        SeenLine(
            day=touch.day,
            who=who_words(touch),
            act=act_words(touch),
            why=purpose_words(touch.purpose, in_force, confirmed),
            items=_names(touch.items, in_force, confirmed) if items else "",
            times=touch.times,
            latest=touch.latest,
            own=touch.own,
            case=bool(touch.case),
        )
        for touch in found
    )


def _names(items: tuple[str, ...], *versions: Version | None) -> str:
    return "、".join(name_of(item, *versions) for item in items)
