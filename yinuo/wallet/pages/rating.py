"""Ratings: the doctor reads the words, everybody else at most a mean over enough of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Avg, Count

from yinuo.accounts.api import Ask, ask
from yinuo.promise.gate import Actor
from yinuo.promise.vault import Closed, reveal
from yinuo.wallet import access
from yinuo.wallet.actions.paying import PURPOSE
from yinuo.wallet.actions.rating import ITEM, MOST
from yinuo.wallet.models import Rating

ENOUGH = 5  # below it a mean would tell who said what
SHOWN = 200


@dataclass(frozen=True)
class Stars:
    """``mean`` with one digit; made of at least :data:`ENOUGH` ratings."""

    mean: str
    count: int


@dataclass(frozen=True)
class RatePage:
    consultation: UUID
    asked: Ask | None
    given: str
    words: str
    most: int = MOST
    problem: str = ""


@dataclass(frozen=True)
class RatingRow:
    stars: int
    words: str
    closed: str
    month: datetime


@dataclass(frozen=True)
class RatingsPage:
    stars: Stars | None
    count: int
    rows: tuple[RatingRow, ...]
    enough: int = ENOUGH


def stars_of(doctor: UUID) -> Stars | None:
    """For everybody: nothing before there are enough."""
    found = Rating.objects.filter(doctor=doctor).aggregate(mean=Avg("stars"), count=Count("pk"))
    return Stars(f"{found['mean']:.1f}", found["count"]) if found["count"] >= ENOUGH else None


def is_rated(consultation: UUID) -> bool:
    found: bool = Rating.objects.filter(consultation=consultation).exists()
    return found


def rate_page(actor: Actor, consultation: UUID, *, given: str = "", words: str = "", problem: str = "") -> RatePage:
    return RatePage(consultation, ask(actor.who, PURPOSE, ITEM, tapped=True), given, words, problem=problem)


def ratings_page(actor: Actor) -> RatingsPage:
    rows = access.ratings_of(actor)
    shown = tuple(_row(one) for one in rows.order_by("-rated_at")[:SHOWN])
    return RatingsPage(stars_of(actor.who), rows.count(), shown)


def _row(row: Rating) -> RatingRow:
    words = reveal(row, "words")
    closed = words.sentence if isinstance(words, Closed) else ""
    return RatingRow(row.stars, "" if closed else str(words or ""), closed, row.rated_at)
