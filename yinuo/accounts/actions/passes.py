"""A new number for somebody whose old one is lost: a pass that the privacy officer gives after checking who it is.

It rests on the right to have what is held corrected (``rights.number``), so it works under every confirmed version and
after a full withdrawal: who must confirm first would be locked out of the very rights they came for.

SECURITY: the pass alone changes nothing; the new number proves itself with a code. It is good once, for two days,
shown once to the officer, kept as a keyed hash, and it stands in the person's journal. Nobody at a desk gets one: an
officer could sit down at a colleague's desk with it and be the second person of an exception.
"""

import hmac
import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from yinuo.accounts.access import pass_by
from yinuo.accounts.actions.journaling import note_number
from yinuo.accounts.actions.leaving import end_sessions
from yinuo.accounts.actions.number import ROLES, lay_apart, take_number
from yinuo.accounts.models import NumberPass
from yinuo.accounts.numbers import read_number
from yinuo.accounts.problems import NotForStaff, PassOver
from yinuo.promise.gate import Actor
from yinuo.promise.models import Person

GOOD_FOR = timedelta(hours=48)
DESK = "privacy_officer"


def give_number_pass(*, actor: Actor, person: UUID) -> str:
    """The token of a pass for this person; an earlier one is void. Raises :class:`NotForStaff`."""
    if actor.role != "staff" or actor.desk != DESK:
        raise PermissionError("only a privacy officer gives a pass")
    if Person.objects.values_list("role", flat=True).get(pk=person) not in ROLES:
        raise NotForStaff
    token, now = secrets.token_urlsafe(24), timezone.now()
    with transaction.atomic():
        NumberPass.objects.filter(person=person, used_at=None).update(expires_at=now)
        NumberPass.objects.create(
            person_id=person, token_hash=token_hash(token), given_by_id=actor.who, expires_at=now + GOOD_FOR
        )
        note_number(person, "number_pass", "allowed", by=actor)
    return token


def holder(token: str) -> tuple[UUID, str]:
    """Whose pass it is, and the role; raises :class:`PassOver`."""
    held = pass_by(token_hash(token))
    if held is None or held.used_at is not None or held.expires_at <= timezone.now():
        raise PassOver
    return held.person_id, str(Person.objects.values_list("role", flat=True).get(pk=held.person_id))


def send_pass_code(*, token: str, typed: str, address: str) -> UUID:
    """A code to the new number; answers the id of the challenge."""
    person, _ = holder(token)
    return lay_apart(person, read_number(typed), address)


def use_number_pass(*, token: str, challenge: UUID, typed: str) -> str:
    """Check the new number's code and give the account that number; every log-in ends. Answers the role."""
    person, role = holder(token)
    with take_number(person, role, challenge=challenge, typed=typed) as account:
        account.last_in = timezone.localdate()
        account.save(update_fields=["last_in"])
        NumberPass.objects.filter(token_hash=token_hash(token)).update(used_at=timezone.now())
        end_sessions(person)
    return role


def token_hash(token: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), b"number pass|" + token.encode(), "sha256").hexdigest()
