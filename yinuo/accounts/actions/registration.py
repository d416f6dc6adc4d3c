"""Registering with a mobile number (clause 1.1a)."""

import hmac
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from yinuo.accounts.access import REGISTRATION, TABLES, account_with, next_desk_number
from yinuo.accounts.asking import slow_down
from yinuo.accounts.codes import GOOD_FOR, Standing, counts, digest, judge, new_code, read_code
from yinuo.accounts.models import Invitation, PendingNumber, RegistrationCode
from yinuo.accounts.numbers import read_number
from yinuo.accounts.problems import InvitationOver, NameMissing, NoCode, UnableToSend
from yinuo.accounts.sms import SmsUnavailable, send_code
from yinuo.promise.consent import confirm
from yinuo.promise.gate import Actor, Source
from yinuo.promise.models import Person
from yinuo.promise.vault import AlreadyHeld, capturing, create_person, uuid7

LONGEST_NAME = 40


@dataclass(frozen=True)
class Proven:
    """Whose the proven number is: the registering person's own new account, or one that was held before."""

    person: UUID
    desk: str
    held_before: bool


def begin_registration(*, role: str, version: str, shown: str) -> Person:
    """The first act: the policy was read and confirmed. Only now does a person exist here, with nothing known."""
    with transaction.atomic():
        person = create_person(role)
        confirm(actor=Actor(person.pk, "visitor"), version=version, shown=shown)
    return person


def send_registration_code(*, actor: Actor, role: str, typed: str, address: str, name: str = "") -> None:
    """Take the number and send a code to it. When the gateway fails, nothing of it stays."""
    person = _person(actor)
    number = read_number(typed)
    known_as = _read_name(name) if role == "staff" else None
    slow_down(number=number, address=address)
    code, row = new_code(), uuid7()
    with transaction.atomic():
        forget_pending(person)
        with capturing(by=[person], about=[person]):
            PendingNumber(person_id=person, phone_number=number, name=known_as).save(force_insert=True)
        now = timezone.now()
        with capturing(by=[person], about=[person], source=Source.AUTOMATIC):
            RegistrationCode(
                id=row, person_id=person, digest=digest(row, code), sent_at=now, expires_at=now + GOOD_FOR
            ).save(force_insert=True)
    try:
        send_code(number, code, purpose=REGISTRATION, about=person)
    except SmsUnavailable:
        forget_pending(person)
        raise UnableToSend from None
    except BaseException:
        forget_pending(person)
        raise


def prove_registration(*, actor: Actor, role: str, typed: str, invitation: UUID | None = None) -> Proven:
    """Check the code and open the account. A number that is held already opens no second one."""
    person = _person(actor)
    use_registration_code(person, read_code(typed))
    pending = PendingNumber.objects.get(person=person)
    number = pending.phone_number
    held = account_with(role, number)
    if held is None:
        try:
            return _open_account(person, role, pending, invitation)
        except (AlreadyHeld, IntegrityError):
            held = account_with(role, number)
            if held is None:
                raise
    return Proven(held.person_id, getattr(held, "desk", ""), held_before=held.person_id != person)


def _open_account(person: UUID, role: str, pending: PendingNumber, invitation: UUID | None) -> Proven:
    desk = ""
    with capturing(by=[person], about=[person]):
        fields = {"person_id": person, "phone_number": pending.phone_number}
        if role == "staff":
            desk = _use_invitation(invitation)
            fields |= {"desk": desk, "desk_number": next_desk_number(desk), "name": pending.name}
        TABLES[role](**fields).save(force_insert=True)
        forget_pending(person)
    return Proven(person, desk, held_before=False)


def _use_invitation(invitation: UUID | None) -> str:
    held = Invitation.objects.select_for_update().filter(pk=invitation).first() if invitation else None
    if held is None or held.used_at is not None or held.expires_at <= timezone.now():
        raise InvitationOver
    held.used_at = timezone.now()
    held.save(update_fields=["used_at"])
    return held.desk


def use_registration_code(person: UUID, code: str) -> None:
    """Check and use up the newest code of this person; raises its failure."""
    now = timezone.now()
    with transaction.atomic():
        row = RegistrationCode.objects.select_for_update().filter(person=person).order_by("-sent_at").first()
        if row is None:
            raise NoCode
        standing = Standing(row.wrong, row.expires_at, row.used_at is not None)
        problem = judge(standing, right=hmac.compare_digest(row.digest, digest(row.pk, code)), now=now)
        if problem is None:
            row.used_at = now
        elif counts(standing, now=now):
            row.wrong += 1
        row.save(update_fields=["used_at", "wrong"])
    if problem is not None:
        raise problem


def forget_pending(person: UUID) -> None:
    """Drop a number that is not proven, with its codes."""
    RegistrationCode.objects.filter(person=person).delete()
    PendingNumber.objects.filter(person=person).delete()


def _read_name(typed: str) -> str:
    name = typed.strip()
    if not name or len(name) > LONGEST_NAME:
        raise NameMissing
    return name


def _person(actor: Actor) -> UUID:
    if actor.person is None:
        raise NoCode
    return actor.person
