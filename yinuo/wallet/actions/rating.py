"""A patient's word on a consultation that is over."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from yinuo.consultations.api import Due
from yinuo.promise.consent import UnableToRecordConsent, grant
from yinuo.promise.gate import Actor
from yinuo.promise.vault import capturing
from yinuo.wallet.actions.paying import PURPOSE
from yinuo.wallet.models import Rating
from yinuo.wallet.problems import UnableToRate

ITEM = "rating"
OVER = ("ended", "referred")
MOST = 500


def rate(actor: Actor, due: Due, *, stars: str, words: str, notice: str) -> UUID:
    """Agree and give a rating, once. ``stars`` is as typed."""
    if due.state not in OVER:
        raise UnableToRate("not_over")
    if stars not in {"1", "2", "3", "4", "5"}:
        raise UnableToRate("no_stars")
    if len(words) > MOST:
        raise UnableToRate("too_long")
    if Rating.objects.filter(consultation=due.consultation).exists():
        raise UnableToRate("rated")
    try:
        with transaction.atomic():
            grant(actor=actor, purpose=PURPOSE, item=ITEM, notice=notice)
            with capturing(by=[actor.who], about=[actor.who]):
                made = Rating.objects.create(
                    patient_id=actor.who,
                    doctor=due.doctor,
                    consultation=due.consultation,
                    stars=int(stars),
                    words=words.strip(),
                    rated_at=timezone.now(),
                )
    except UnableToRecordConsent:
        raise UnableToRate("old_notice") from None
    except IntegrityError:
        raise UnableToRate("rated") from None
    return made.pk
