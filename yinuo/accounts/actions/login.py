"""Logging in with a number already held, under the purpose ``rights`` (house law 4): it never creates an account."""

import hmac
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yinuo.accounts import sending
from yinuo.accounts.access import account_with, desk_of
from yinuo.accounts.actions.leaving import drop_person
from yinuo.accounts.actions.reissued import may_be_reissued, seen_today
from yinuo.accounts.asking import slow_down
from yinuo.accounts.codes import GOOD_FOR, Standing, counts, digest, judge, new_code, read_code
from yinuo.accounts.models import LoginCode
from yinuo.accounts.numbers import read_number
from yinuo.accounts.problems import NoCode
from yinuo.promise.consent import confirm, standing
from yinuo.promise.gate import Actor
from yinuo.promise.models import Person
from yinuo.promise.policy import library
from yinuo.promise.vault import uuid7


@dataclass(frozen=True)
class LoggedIn:
    person: UUID
    role: str
    desk: str
    doubtful: bool = False


def send_login_code(*, role: str, typed: str, address: str) -> UUID:
    """Send a code when the number is held in this role; the id of the challenge is the answer either way.

    SECURITY: the same answer for every number, and as soon: the code goes out after it.
    """
    number = read_number(typed)
    slow_down(number=number, address=address)
    account = account_with(role, number)
    person = account.person_id if account else None
    row, code, now = uuid7(), new_code(), timezone.now()
    with transaction.atomic():
        if person is not None:
            LoginCode.objects.filter(person=person, used_at=None).update(expires_at=now)
        LoginCode.objects.create(
            id=row, person_id=person, digest=digest(row, code), sent_at=now, expires_at=now + GOOD_FOR
        )
    if person is not None:
        sending.send_after(number, code, about=person)
    return row


def prove_login(*, challenge: UUID, typed: str) -> LoggedIn:
    """Check the code of a challenge. ``doubtful`` when the number may be somebody else's by now: then nothing opens."""
    person = use_challenge(challenge=challenge, typed=typed)
    who = logged_in(person)
    if who.role != "staff" and may_be_reissued(person):
        return replace(who, doubtful=True)
    seen_today(person)
    return who


def use_challenge(*, challenge: UUID, typed: str) -> UUID:
    """Check and use up the code of a challenge; whose it was."""
    code, now = read_code(typed), timezone.now()
    with transaction.atomic():
        row = LoginCode.objects.select_for_update().filter(pk=challenge).first()
        if row is None:
            raise NoCode
        held = Standing(row.wrong, row.expires_at, row.used_at is not None)
        right = hmac.compare_digest(row.digest, digest(row.pk, code)) and row.person_id is not None
        problem = judge(held, right=right, now=now)
        if problem is None:
            row.used_at = now
        elif counts(held, now=now):
            row.wrong += 1
        row.save(update_fields=["used_at", "wrong"])
    if problem is not None or row.person_id is None:
        raise problem or NoCode()
    return row.person_id


def logged_in(person: UUID) -> LoggedIn:
    """What the session of this person carries."""
    role = str(Person.objects.values_list("role", flat=True).get(pk=person))
    return LoggedIn(person, role, desk_of(person) if role == "staff" else "")


def carry_over(*, provisional: UUID, held: UUID) -> LoggedIn:
    """Somebody who registered with a number that they hold already is logged in instead.

    The confirmation that they gave a moment ago was theirs: it is recorded for the person they are; the provisional
    person goes.
    """
    who = logged_in(held)
    confirmed = standing(provisional).confirmed.get(who.role, "")
    with transaction.atomic():
        now = standing(held)
        in_force = library().in_force(who.role)
        if confirmed == in_force.number and (now.withdrawn or now.confirmed.get(who.role) != confirmed):
            confirm(actor=Actor(held, who.role, who.desk), version=confirmed, shown=in_force.hash)
        drop_person(provisional)
        seen_today(held)
    return who
