"""What other rooms may ask of accounts: ids and frozen dataclasses."""

from dataclasses import dataclass
from uuid import UUID

from yinuo.accounts.access import TABLES, account_of
from yinuo.accounts.actions import (
    Invited,
    give_number_pass,
    invite_staff,
    prove_fresh,
    send_fresh_code,
    vouch,
)
from yinuo.accounts.demonstration import open_account, session_for
from yinuo.accounts.entering import address_of
from yinuo.accounts.frames import BASES
from yinuo.accounts.models import Desk, StaffMember
from yinuo.accounts.numbers import MalformedNumber, masked, read_number
from yinuo.accounts.permissions import Ask, ItemRow, ask, clause_url, item_row
from yinuo.accounts.problems import NotForStaff, UnableToContinue
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
    "UnableToContinue",
    "address_of",
    "ask",
    "clause_url",
    "colleagues",
    "demonstration_accounts",
    "give_number_pass",
    "has_account",
    "invite_staff",
    "item_row",
    "masked",
    "open_account",
    "person_with_number",
    "prove_fresh",
    "read_number",
    "send_fresh_code",
    "session_for",
    "vouch",
]


@dataclass(frozen=True)
class Colleague:
    """``name`` is empty when the gate keeps it closed for the open purpose."""

    person: UUID
    desk: str
    name: str


def has_account(person: UUID) -> bool:
    """False for a person who has confirmed a policy and not proven a number yet."""
    return account_of(person) is not None


def person_with_number(role: str, number: str) -> UUID | None:
    """By the blind index; ``number`` is in E.164. Nothing is opened."""
    found = TABLES[role].find(phone_number=number).first()
    return found.person_id if found is not None else None


def colleagues() -> list[Colleague]:
    """The hospital's staff by desk."""
    rows = StaffMember.objects.order_by("desk", "opened_at")
    return [Colleague(row.person_id, row.desk, _text(reveal(row, "name"))) for row in rows]


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, Closed) else str(value)


def demonstration_accounts() -> int:
    """How many accounts are fictional; production starts with none."""
    return sum(table.objects.filter(demonstration=True).count() for table in TABLES.values())
