"""Changing the number of an account: a code on the old one, a code on the new one (clauses 1.1a and 5.2).

To correct a number that is held is a right: all of it runs under ``rights.number``, which every version and a full
withdrawal leave open. Until the new number is proven it lies apart, and goes within a day.

SECURITY: a log-in alone changes nothing, or whoever finds an unlocked phone would own the account for good. Who can't
receive at the old number any more is recognised by the privacy officer first.
"""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from yinuo.accounts.access import Account, account_of, account_with
from yinuo.accounts.actions.leaving import end_sessions
from yinuo.accounts.actions.login import use_challenge
from yinuo.accounts.actions.registration import forget_pending
from yinuo.accounts.asking import slow_down
from yinuo.accounts.codes import GOOD_FOR, digest, new_code
from yinuo.accounts.models import LoginCode, PendingNumber
from yinuo.accounts.numbers import read_number
from yinuo.accounts.problems import NoCode, NumberHeld, SameNumber, UnableToSend
from yinuo.accounts.sending import RIGHTS
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
    return _challenge(actor.who, number, uuid7())


def prove_old(*, actor: Actor, challenge: UUID, typed: str) -> None:
    """The code of the old number; it is this person's own or none."""
    if use_challenge(challenge=challenge, typed=typed) != actor.who:
        raise NoCode


def send_new_code(*, actor: Actor, typed: str, address: str) -> UUID:
    """Take the new number and send a code to it; answers the id of the challenge. Whether somebody has it already is
    not told before it is proven."""
    number = read_number(typed)
    if hmac.compare_digest(number.encode(), str(_account(actor).phone_number).encode()):
        raise SameNumber
    return lay_apart(actor.who, number, address)


def change_number(*, actor: Actor, challenge: UUID, typed: str, session_key: str) -> None:
    """Check the new number's code and put it in the old one's place; every other log-in of the person ends."""
    _account(actor)
    with take_number(actor.who, actor.role, challenge=challenge, typed=typed):
        end_sessions(actor.who, but=session_hash(session_key))


def lay_apart(person: UUID, number: str, address: str) -> UUID:
    """Keep a number apart until its code is proven, and send that code. When the gateway fails, nothing of it stays."""
    slow_down(number=number, address=address)
    row = uuid7()
    with transaction.atomic():
        forget_pending(person)
        with capturing(by=[person], about=[person]):
            PendingNumber(pk=row, person_id=person, phone_number=number).save(force_insert=True)
    try:
        return _challenge(person, number, row)
    except BaseException:
        forget_pending(person)
        raise


@contextmanager
def take_number(person: UUID, role: str, *, challenge: UUID, typed: str) -> Iterator[Account]:
    """Check the code of a number that lies apart and put it in the account's place, in one transaction with what is
    done inside. Raises :class:`NumberHeld` when another account has it.

    A number and its code share an id: a code never proves another number.
    """
    if use_challenge(challenge=challenge, typed=typed) != person:
        raise NoCode
    apart, account = PendingNumber.objects.filter(pk=challenge, person=person).first(), account_of(person)
    if apart is None or account is None:
        raise NoCode
    number = apart.phone_number
    held = account_with(role, number)
    if held is not None and held.pk != account.pk:
        forget_pending(person)
        raise NumberHeld
    try:
        with capturing(by=[person], about=[person]):
            account.phone_number = number
            account.save(update_fields=["phone_number"])
            forget_pending(person)
            yield account
    except (AlreadyHeld, IntegrityError):
        raise NumberHeld from None


def _challenge(person: UUID, number: str, row: UUID) -> UUID:
    """A code of which nothing is kept but a keyed hash, sent to a number."""
    code, now = new_code(), timezone.now()
    with transaction.atomic():
        LoginCode.objects.filter(person=person, used_at=None).update(expires_at=now)
        LoginCode.objects.create(
            id=row, person_id=person, digest=digest(row, code), sent_at=now, expires_at=now + GOOD_FOR
        )
    try:
        send_code(number, code, purpose=RIGHTS, about=person)
    except SmsUnavailable:
        raise UnableToSend from None
    return row


def _account(actor: Actor) -> Account:
    account = account_of(actor.who) if actor.role in ROLES else None
    if account is None or account.phone_number is None:
        raise NoCode
    return account
