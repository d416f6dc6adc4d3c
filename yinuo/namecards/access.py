"""The one door to rows of cards."""

from django.db.models import QuerySet

from yinuo.credentials.api import is_qualified
from yinuo.namecards.models import Card, ScanDay
from yinuo.promise.gate import Actor


def live_card(actor: Actor) -> Card | None:
    """The doctor's own card that leads somewhere."""
    if actor.role != "doctor" or actor.person is None:
        return None
    found: Card | None = Card.objects.filter(doctor=actor.person, withdrawn_at__isnull=True).first()
    return found


def valid_card(token: str) -> Card | None:
    """The card with this address while it counts: it was not renewed or withdrawn, and its doctor takes patients."""
    card: Card | None = Card.objects.filter(token=token, withdrawn_at__isnull=True).first()
    return card if card is not None and is_qualified(card.doctor_id) else None


def scans_of(actor: Actor) -> QuerySet[ScanDay]:
    """The counts of all cards of this doctor, old ones too."""
    if actor.role != "doctor" or actor.person is None:
        return ScanDay.objects.none()
    found: QuerySet[ScanDay] = ScanDay.objects.filter(card__doctor=actor.person)
    return found
