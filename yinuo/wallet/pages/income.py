"""A doctor's income: this month, the months that are settled, and each consultation from price to share."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from yinuo.promise.gate import Actor
from yinuo.wallet import access, ledger
from yinuo.wallet.actions.months import month_of
from yinuo.wallet.actions.outcomes import fee_of
from yinuo.wallet.channels.alipay import yuan
from yinuo.wallet.models import Account, Entry, Order, Transaction
from yinuo.wallet.withholding import withheld

MOST = 100


@dataclass(frozen=True)
class Earned:
    consultation: UUID
    at: datetime
    price: str
    fee: str
    share: str


@dataclass(frozen=True)
class Month:
    """``gross`` is what was earned, ``tax`` what was withheld of it, ``net`` what became available."""

    month: date
    gross: str
    tax: str
    net: str


@dataclass(frozen=True)
class IncomePage:
    """``pending`` is this month's so far; ``estimate`` the tax if the month ended now."""

    pending: str
    estimate: str
    available: str
    held: str
    fee_percent: int
    months: tuple[Month, ...]
    earned: tuple[Earned, ...]


def income_page(actor: Actor) -> IncomePage:
    doctor = actor.who
    pending = ledger.balance(ledger.pending(doctor, month_of(timezone.now())))
    orders = access.orders_of(actor)
    waiting = sum(orders.filter(state=Order.State.PAID).values_list("fen", flat=True))
    earned = orders.filter(state=Order.State.EARNED).order_by("-over_at")[:MOST]
    return IncomePage(
        pending=yuan(pending),
        estimate=yuan(withheld(pending)),
        available=yuan(ledger.balance(ledger.available(doctor))),
        held=yuan(waiting),
        fee_percent=settings.YINUO.service_fee,
        months=tuple(settled_months(doctor)),
        earned=tuple(_earned(one) for one in earned),
    )


def settled_months(doctor: UUID) -> list[Month]:
    """Every settled month, the newest first."""
    gone = Entry.objects.filter(
        account__person=doctor, account__kind=Account.Kind.PENDING, transaction__kind=Transaction.Kind.SETTLED
    )
    rows = gone.select_related("account", "transaction").order_by("-account__month")
    return [_month(row) for row in rows]


def _month(row: Entry) -> Month:
    tax = Entry.objects.filter(transaction=row.transaction, account__kind=Account.Kind.TAX).first()
    gross, withheld_fen = -row.fen, tax.fen if tax else 0
    return Month(row.account.month or date.min, yuan(gross), yuan(withheld_fen), yuan(gross - withheld_fen))


def _earned(order: Order) -> Earned:
    fee = fee_of(order)
    return Earned(order.consultation, order.over_at or order.made_at, yuan(order.fen), yuan(fee), yuan(order.fen - fee))
