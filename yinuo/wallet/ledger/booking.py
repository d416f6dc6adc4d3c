"""Booking: the only way anything gets into the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from yinuo.promise.columns import uuid7
from yinuo.wallet.ledger.places import Place
from yinuo.wallet.models import Account, Entry, Transaction

Kind = Transaction.Kind
_ONCE = """
insert into wallet_transaction (id, kind, key, "order", at, size) values (%s, %s, %s, %s, %s, %s)
on conflict (key) do nothing
"""


class Unbalanced(ValueError):
    """The moves do not sum to zero, or one moves nothing: a fault of the program."""


class NotEnough(Exception):
    """A guarded place would be overdrawn. Nothing was booked."""


class KeyTaken(Exception):
    """Something else was booked under this key: a fault of the program. Nothing was booked."""


@dataclass(frozen=True)
class Move:
    """``fen`` more lie at ``place``; below zero, less."""

    place: Place
    fen: int


def book(kind: str, *, key: str, moves: Sequence[Move], order: UUID | None = None, at: datetime | None = None) -> UUID:
    """Book the moves as one transaction and return its id.

    The same ``key`` with the same kind and moves again books nothing and returns the id of the first time, also when
    two try at once. Joins the caller's database transaction. Raises :class:`NotEnough`, :class:`KeyTaken`,
    :class:`Unbalanced`.
    """
    _require_balanced(kind, moves)
    made = uuid7()
    try:
        with transaction.atomic():
            if not _claimed(made, kind, key, order, at or timezone.now(), len(moves)):
                return _known(kind, key, moves)
            rows = [Entry(transaction_id=made, account_id=_account(move.place), fen=move.fen) for move in moves]
            # In the order of accounts: two that book on the same two never wait for each other.
            Entry.objects.bulk_create(sorted(rows, key=lambda row: row.account_id))
    except IntegrityError as problem:
        if "account_never_overdrawn" in str(problem):
            raise NotEnough(kind) from None
        raise
    return made


def _require_balanced(kind: str, moves: Sequence[Move]) -> None:
    once = len({move.place for move in moves}) == len(moves) >= 2
    if not once or sum(move.fen for move in moves) != 0 or not all(move.fen for move in moves):
        raise Unbalanced(f"{kind} of {len(moves)} moves")


def _claimed(made: UUID, kind: str, key: str, order: UUID | None, at: datetime, size: int) -> bool:
    """Whether the key is ours. Waits for another who is at it."""
    with connection.cursor() as cursor:
        cursor.execute(_ONCE, [made, kind, key, order, at, size])
        return bool(cursor.rowcount)


def _known(kind: str, key: str, moves: Sequence[Move]) -> UUID:
    found = Transaction.objects.get(key=key)
    entries = Entry.objects.filter(transaction=found).select_related("account")
    booked = {(Place.of(entry.account), entry.fen) for entry in entries}
    if found.kind != kind or booked != {(move.place, move.fen) for move in moves}:
        raise KeyTaken(key)
    return found.pk


def _account(place: Place) -> UUID:
    parts = {
        "kind": place.kind,
        "person": place.person,
        "subject": place.subject,
        "month": place.month,
        "channel": place.channel,
    }
    found: UUID | None = Account.objects.filter(**parts).values_list("pk", flat=True).first()
    if found is None:
        Account.objects.bulk_create([Account(**parts)], ignore_conflicts=True)
        found = Account.objects.values_list("pk", flat=True).get(**parts)
    return found
