"""What the doctor sees of the card."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yinuo.credentials.api import is_qualified
from yinuo.namecards.access import live_card, scans_of
from yinuo.namecards.content import Content, content
from yinuo.namecards.problems import NotQualified
from yinuo.promise.gate import Actor

FEWEST = 5


@dataclass(frozen=True)
class Scans:
    """Counts in words: see :func:`_words`."""

    today: str
    week: str
    ever: str
    days: tuple[tuple[str, str], ...]
    """The last seven days, today first: month and day, and how often."""


@dataclass(frozen=True)
class CardPage:
    """``card`` is None while there is none in use; ``qualified`` says whether one may be made."""

    doctor: UUID
    qualified: bool
    card: Content | None
    home: str
    scans: Scans
    problem: str = ""
    said: str = ""


def card_page(request: HttpRequest, actor: Actor, *, problem: str = "", said: str = "") -> CardPage:
    row = live_card(actor)
    qualified = is_qualified(actor.who)
    try:
        shown = content(request, row, with_photo=False) if row is not None and qualified else None
    except NotQualified as unable:
        shown, qualified, problem = None, False, problem or unable.sentence
    home = request.build_absolute_uri(reverse("patients:doctor", args=[actor.who]))
    return CardPage(actor.who, qualified, shown, home, _scans(actor), problem, said)


def _scans(actor: Actor) -> Scans:
    today = timezone.localdate()
    rows = scans_of(actor)
    since = today - timedelta(days=6)
    counted = dict(rows.filter(day__gte=since).values_list("day").annotate(Sum("scans")))
    days = [today - timedelta(days=back) for back in range(7)]
    ever = rows.aggregate(all=Sum("scans"))["all"] or 0
    listed = tuple((f"{day.month}-{day.day}", _words(counted.get(day, 0))) for day in days)
    return Scans(_words(counted.get(today, 0)), _words(sum(counted.values())), _words(ever), listed)


def _words(count: int) -> str:
    """Of a few, one could be guessed; none at all is told no more than one is, or the first would show."""
    return str(count) if count >= FEWEST else _("少于 5")
