"""What a doctor does with the card, and what a scan leaves behind."""

import secrets

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from yinuo.credentials.api import is_qualified
from yinuo.namecards.access import live_card
from yinuo.namecards.models import Card, ScanDay
from yinuo.namecards.problems import NoCard, NotQualified
from yinuo.promise.gate import Actor
from yinuo.promise.models import Person

# 96 random bits: nobody guesses an address, and the code stays coarse enough for an old phone's camera.
TOKEN_BYTES = 12


def make_card(*, actor: Actor) -> Card:
    """The card that counts, or a new one. Raises :class:`NotQualified`."""
    with transaction.atomic():
        _hold(actor)
        return live_card(actor) or _new(actor)


def renew_card(*, actor: Actor) -> Card:
    """A new address; from now on the printed old one leads nowhere."""
    with transaction.atomic():
        _hold(actor)
        _end(actor)
        return _new(actor)


def withdraw_card(*, actor: Actor) -> None:
    """No address leads to the doctor any more. Raises :class:`NoCard`."""
    with transaction.atomic():
        _hold(actor)
        if not _end(actor):
            raise NoCard


def count_scan(*, card: Card) -> None:
    """One more today; nothing of who scanned is read or kept."""
    today = timezone.localdate()
    with transaction.atomic():
        ScanDay.objects.bulk_create([ScanDay(card=card, day=today)], ignore_conflicts=True)
        ScanDay.objects.filter(card=card, day=today).update(scans=F("scans") + 1)


def _hold(actor: Actor) -> None:
    """Two devices of one doctor take turns: there is never more than one live card."""
    Person.objects.select_for_update().get(pk=actor.who)


def _end(actor: Actor) -> int:
    return Card.objects.filter(doctor=actor.who, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())


def _new(actor: Actor) -> Card:
    if not is_qualified(actor.who):
        raise NotQualified
    return Card.objects.create(doctor_id=actor.who, token=secrets.token_urlsafe(TOKEN_BYTES))
