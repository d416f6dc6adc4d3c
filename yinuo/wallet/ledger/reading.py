"""Reading the ledger."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet, Sum

from yinuo.wallet.ledger.places import Place
from yinuo.wallet.models import Account, Entry

MOST = 1000


@dataclass(frozen=True)
class Line:
    """One entry, with its transaction."""

    transaction: UUID
    kind: str
    at: datetime
    order: UUID | None
    place: Place
    fen: int


@dataclass(frozen=True)
class Faults:
    """What may never be: the sum of all entries (zero when sound), transactions that do not sum to zero or lack
    entries, and accounts whose kept balance is not the sum of their entries."""

    total: int
    unbalanced: int
    drifted: int

    @property
    def sound(self) -> bool:
        return not (self.total or self.unbalanced or self.drifted)


def balance(place: Place) -> int:
    """How many fen lie there."""
    row = _rows(place).first()
    if row is None:
        return 0
    if place.guarded:
        return int(row.balance)
    return int(Entry.objects.filter(account=row).aggregate(total=Sum("fen"))["total"] or 0)


def lines(
    place: Place, *, since: datetime | None = None, until: datetime | None = None, most: int = MOST
) -> list[Line]:
    """What moved there from ``since`` until before ``until``, the newest first."""
    entries = Entry.objects.filter(account__in=_rows(place))
    if since is not None:
        entries = entries.filter(transaction__at__gte=since)
    if until is not None:
        entries = entries.filter(transaction__at__lt=until)
    rows = entries.select_related("transaction", "account").order_by("-transaction__at", "-pk")[:most]
    return [_line(row) for row in rows]


def trace(order: UUID) -> list[Line]:
    """Everything that ever moved with an order, in the order in which it was booked: where each fen went."""
    rows = Entry.objects.filter(transaction__order=order).select_related("transaction", "account")
    return [_line(row) for row in rows.order_by("transaction__pk", "pk")]


def pending_months(*, before: date, doctor: UUID | None = None) -> list[tuple[UUID, date, int]]:
    """Doctor, month and fen of what was earned in months before this one and is not settled, the oldest first."""
    rows = Account.objects.filter(kind=Account.Kind.PENDING, month__lt=before.replace(day=1), balance__gt=0)
    if doctor is not None:
        rows = rows.filter(person=doctor)
    return [
        (row.person, row.month, row.balance) for row in rows.order_by("month", "person") if row.person and row.month
    ]


def faults() -> Faults:
    """Count over the whole ledger anew; for the finance desk and for tests."""
    with connection.cursor() as cursor:
        cursor.execute(_FAULTS, [[str(kind) for kind in Account.GUARDED]])
        total, unbalanced, drifted = cursor.fetchone()
    return Faults(int(total), int(unbalanced), int(drifted))


def _rows(place: Place) -> QuerySet[Account]:
    return Account.objects.filter(
        kind=place.kind, person=place.person, subject=place.subject, month=place.month, channel=place.channel
    )


def _line(row: Entry) -> Line:
    booked = row.transaction
    return Line(booked.pk, booked.kind, booked.at, booked.order, Place.of(row.account), row.fen)


_FAULTS = """
select
    (select coalesce(sum(fen), 0) from wallet_entry),
    (select count(*) from (
        select t.id from wallet_transaction t left join wallet_entry e on e.transaction_id = t.id
        group by t.id, t.size having count(e.id) <> t.size or coalesce(sum(e.fen), 0) <> 0) as bad),
    (select count(*) from (
        select a.id from wallet_account a left join wallet_entry e on e.account_id = a.id
        where a.kind = any(%s) group by a.id, a.balance having coalesce(sum(e.fen), 0) <> a.balance) as bad)
"""
