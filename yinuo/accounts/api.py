"""What other rooms may ask of accounts: ids and frozen dataclasses."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from yinuo.accounts.access import TABLES, account_of, account_with
from yinuo.accounts.actions import (
    Invited,
    give_number_pass,
    invite_staff,
    prove_fresh,
    send_fresh_code,
    vouch,
)
from yinuo.accounts.actions.journaling import note_look_up
from yinuo.accounts.actions.number import ROLES
from yinuo.accounts.demonstration import open_account, session_for
from yinuo.accounts.entering import address_of
from yinuo.accounts.frames import BASES
from yinuo.accounts.models import Desk, StaffMember
from yinuo.accounts.numbers import MalformedNumber, masked, read_number
from yinuo.accounts.permissions import Ask, ItemRow, ask, clause_url, item_row
from yinuo.accounts.problems import NotForStaff, UnableToContinue
from yinuo.accounts.sms import SmsUnavailable, send_invitation
from yinuo.accounts.stand_in_sms import Gateway as StandInGateway
from yinuo.accounts.stand_in_sms import StandIn
from yinuo.promise.gate import Actor
from yinuo.promise.vault import Closed, reveal

__all__ = [
    "BASES",
    "Ask",
    "Colleague",
    "Desk",
    "Invited",
    "ItemRow",
    "MalformedNumber",
    "NotForStaff",
    "Numberless",
    "SmsUnavailable",
    "StandIn",
    "StandInGateway",
    "UnableToContinue",
    "address_of",
    "ask",
    "clause_url",
    "colleagues",
    "demonstration_accounts",
    "desk_numbers",
    "give_number_pass",
    "has_account",
    "invite_staff",
    "item_row",
    "look_up",
    "masked",
    "numberless",
    "open_account",
    "prove_fresh",
    "read_number",
    "send_fresh_code",
    "send_invitation",
    "session_for",
    "vouch",
]


@dataclass(frozen=True)
class Colleague:
    """``name`` is empty when the gate keeps it closed for the open purpose."""

    person: UUID
    desk: str
    number: int | None
    name: str


def has_account(person: UUID) -> bool:
    """False for a person who has confirmed a policy and not proven a number yet."""
    return account_of(person) is not None


@dataclass(frozen=True)
class Numberless:
    """An account that let go of its number because somebody else has it now; days and no value."""

    person: UUID
    role: str
    opened_on: date
    last_in: date | None


def look_up(role: str, number: str, *, by: Actor) -> UUID | None:
    """Whose number it is, by the blind index; ``number`` is in E.164. Nothing is opened, and the look-up stands in the
    journal, found or not."""
    if role not in TABLES:
        return None
    found = account_with(role, number)
    person = found.person_id if found is not None else None
    note_look_up(role, person, by=by)
    return person


def numberless() -> list[Numberless]:
    """Accounts that no number finds any more, who was here last first: the officer finds one by its days."""
    found = [
        Numberless(row.person_id, role, timezone.localdate(row.opened_at), row.last_in)
        for role in sorted(ROLES)
        for row in TABLES[role].objects.filter(phone_number__isnull=True)
    ]
    return sorted(found, key=lambda one: one.last_in or one.opened_on, reverse=True)


def colleagues() -> list[Colleague]:
    """The hospital's staff by desk."""
    rows = StaffMember.objects.order_by("desk", "opened_at")
    return [Colleague(row.person_id, row.desk, row.desk_number, _text(reveal(row, "name"))) for row in rows]


def desk_numbers(desk: str) -> dict[UUID, int]:
    """Who has which number at a desk: what a colleague is called by where no name is opened."""
    rows = StaffMember.objects.filter(desk=desk, desk_number__isnull=False)
    return dict(rows.values_list("person", "desk_number"))


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, Closed) else str(value)


def demonstration_accounts() -> int:
    """How many accounts are fictional; production starts with none."""
    return sum(table.objects.filter(demonstration=True).count() for table in TABLES.values())
