"""Changing the number of an account: a code on the old one, a code on the new one (clause 1.1a).

SECURITY: a log-in alone changes nothing, or whoever finds an unlocked phone would own the account for good. Who can't
receive at the old number any more is recognised by the privacy officer first.
"""

import hmac
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from yinuo.accounts.access import REGISTRATION, Account, account_of, account_with
from yinuo.accounts.actions.leaving import end_sessions
from yinuo.accounts.actions.login import use_challenge
from yinuo.accounts.actions.registration import forget_pending, send_registration_code, use_registration_code
from yinuo.accounts.asking import slow_down
from yinuo.accounts.codes import GOOD_FOR, digest, new_code, read_code
from yinuo.accounts.models import LoginCode, PendingNumber
from yinuo.accounts.numbers import read_number
from yinuo.accounts.problems import NoCode, NumberHeld, SameNumber, UnableToSend
from yinuo.accounts.sms import SmsUnavailable, send_code
from yinuo.promise.gate import Actor
from yinuo.promise.vault import AlreadyHeld, capturing, uuid7
from yinuo.realtime.api import session_hash

ROLES = frozenset({"doctor", "patient"})


def send_old_code(*, actor: Actor, address: str) -> UUID:
    """A code to the number that the account has now; answers the id of the challenge."""
    account = _account(actor)
    number = str(account.phone_number)
    slow_down(number=number, address=address)
    row, code, now = uuid7(), new_code(), timezone.now()
    with transaction.atomic():
        LoginCode.objects.filter(person=actor.who, used_at=None).update(expires_at=now)
        LoginCode.objects.create(
            id=row, person_id=actor.who, digest=digest(row, code), sent_at=now, expires_at=now + GOOD_FOR
        )
    try:
        send_code(number, code, purpose=REGISTRATION, about=actor.who)
    except SmsUnavailable:
        raise UnableToSend from None
    return row


def prove_old(*, actor: Actor, challenge: UUID, typed: str) -> None:
    """The code of the old number; it is this person's own or none."""
    if use_challenge(challenge=challenge, typed=typed) != actor.who:
        raise NoCode


def send_new_code(*, actor: Actor, typed: str, address: str) -> None:
    """Take the new number and send a code to it. Whether somebody has it already is not told before it is proven."""
    number = read_number(typed)
    if hmac.compare_digest(number.encode(), str(_account(actor).phone_number).encode()):
        raise SameNumber
    send_registration_code(actor=actor, role=actor.role, typed=typed, address=address)


def change_number(*, actor: Actor, typed: str, session_key: str) -> None:
    """Check the new number's code and put it in the old one's place; every other log-in of the person ends."""
    person, account = actor.who, _account(actor)
    use_registration_code(person, read_code(typed))
    number = PendingNumber.objects.get(person=person).phone_number
    held = account_with(actor.role, number)
    if held is not None and held.pk != account.pk:
        forget_pending(person)
        raise NumberHeld
    try:
        with capturing(by=[person], about=[person]):
            account.phone_number = number
            account.save(update_fields=["phone_number"])
            forget_pending(person)
            end_sessions(person, but=session_hash(session_key))
    except (AlreadyHeld, IntegrityError):
        raise NumberHeld from None


def _account(actor: Actor) -> Account:
    account = account_of(actor.who) if actor.role in ROLES else None
    if account is None or account.phone_number is None:
        raise NoCode
    return account
