"""A new code before something that a log-in alone may not do: an open page on a desk is not the person."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yinuo.accounts.access import account_of
from yinuo.accounts.actions.login import use_challenge
from yinuo.accounts.asking import slow_down
from yinuo.accounts.codes import GOOD_FOR, digest, new_code
from yinuo.accounts.models import LoginCode
from yinuo.accounts.problems import NoCode, UnableToSend
from yinuo.accounts.sms import SmsUnavailable, send_code
from yinuo.promise.gate import Actor
from yinuo.promise.vault import uuid7


def send_fresh_code(*, actor: Actor, purpose: str, address: str) -> UUID:
    """Send a code to the number of this account, behind a door of ``purpose``; the id of the challenge. An earlier code
    of the person counts no more. Raises :class:`UnableToSend`, :class:`AskedTooOften`, :class:`NoCode`."""
    account = account_of(actor.who)
    if account is None or account.phone_number is None:
        raise NoCode
    number = str(account.phone_number)
    slow_down(number=number, address=address)
    row, code, now = uuid7(), new_code(), timezone.now()
    with transaction.atomic():
        LoginCode.objects.filter(person=actor.who, used_at=None).update(expires_at=now)
        LoginCode.objects.create(
            id=row, person_id=actor.who, digest=digest(row, code), sent_at=now, expires_at=now + GOOD_FOR
        )
    try:
        send_code(number, code, purpose=purpose, about=actor.who)
    except SmsUnavailable:
        raise UnableToSend from None
    return row


def prove_fresh(*, actor: Actor, challenge: UUID, typed: str) -> None:
    """Use up the code of this challenge, which is this person's own or none."""
    if not LoginCode.objects.filter(pk=challenge, person=actor.who).exists():
        raise NoCode
    use_challenge(challenge=challenge, typed=typed)
