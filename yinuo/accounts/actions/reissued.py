"""A number that a carrier gave to somebody else (二次放号) never hands over an account.

Carriers rest a number for ninety days at least before they issue it again. So a code alone opens an account only when
its person was here within that time. After a longer silence whoever holds the number may say that the account is not
theirs, which frees the number and opens nothing; or that it is, and then the privacy officer makes sure of that first.
"""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yinuo.accounts.access import Account, account_of
from yinuo.accounts.actions.journaling import note_number
from yinuo.accounts.actions.leaving import end_sessions
from yinuo.accounts.problems import NoCode
from yinuo.promise.gate import Actor
from yinuo.promise.vault.index import forget_digests

RESTED = timedelta(days=90)
FREED = "number_freed"


def seen_today(person: UUID) -> None:
    """The person is here, recognised."""
    account = account_of(person)
    if account is not None and account.last_in != _today():
        account.last_in = _today()
        account.save(update_fields=["last_in"])


def may_be_reissued(person: UUID) -> bool:
    """Was the person away long enough for the number to be somebody else's now?"""
    account = account_of(person)
    return account is not None and _today() - _last_in(account) >= RESTED


def vouch(*, actor: Actor, person: UUID) -> None:
    """An officer has made sure who it is: the next code opens the account. The person's journal says so."""
    with transaction.atomic():
        seen_today(person)
        note_number(person, "vouched", "allowed", by=actor)


def free_number(person: UUID) -> None:
    """ "This is not my account": the account loses the number, unopened. What it holds stays with its owner."""
    with transaction.atomic():
        account = account_of(person)
        if account is None or not may_be_reissued(person):
            raise NoCode
        account.phone_number = None
        account.save(update_fields=["phone_number"])
        forget_digests([account.pk])
        end_sessions(person)
        note_number(person, "delete", FREED, by=Actor(None, "visitor"))


def _last_in(account: Account) -> date:
    return account.last_in or timezone.localdate(account.opened_at)


def _today() -> date:
    return timezone.localdate()
