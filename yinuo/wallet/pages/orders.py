"""A patient's orders and receipts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.promise.gate import Actor
from yinuo.promise.vault import Closed, reveal
from yinuo.wallet import access
from yinuo.wallet.channels.alipay import yuan
from yinuo.wallet.models import Order, Payment, Refund

MOST = 200
TONES = {"waiting": "badge-warn", "refunding": "badge-warn", "paid": "badge-ok", "earned": "badge-ok"}


@dataclass(frozen=True)
class OrderRow:
    id: UUID
    yuan: str
    state: str
    label: str
    tone: str
    at: datetime


@dataclass(frozen=True)
class RefundLine:
    yuan: str
    why: str
    label: str
    done: bool
    at: datetime


@dataclass(frozen=True)
class PaymentLine:
    """``given`` is what the service was told, or why it is closed."""

    label: str
    number: str
    paid_at: datetime | None
    given: str
    refund: RefundLine | None


@dataclass(frozen=True)
class OrderPage:
    row: OrderRow
    consultation: UUID
    expires_at: datetime
    paid_at: datetime | None
    payments: tuple[PaymentLine, ...]


def order_rows(actor: Actor) -> tuple[OrderRow, ...]:
    return tuple(_row(one) for one in access.orders_of(actor).order_by("-made_at")[:MOST])


def order_page(actor: Actor, order_id: UUID) -> OrderPage:
    """Raises :class:`OrderMissing`."""
    order = access.order(actor, order_id)
    payments = Payment.objects.filter(order=order, state=Payment.State.PAID).select_related("refund").order_by("pk")
    lines = tuple(_payment(one) for one in payments)
    return OrderPage(_row(order), order.consultation, order.expires_at, order.paid_at, lines)


def refund_of(consultation: UUID) -> RefundLine | None:
    """The refund that a consultation's end brought with it, for who may see that consultation."""
    rows = Refund.objects.filter(order__consultation=consultation).exclude(reason=Refund.Reason.TWICE)
    found = rows.order_by("pk").first()
    return _refund(found) if found is not None else None


def _row(order: Order) -> OrderRow:
    label = str(Order.State(order.state).label)
    return OrderRow(order.pk, yuan(order.fen), order.state, label, TONES.get(order.state, ""), order.made_at)


def _payment(row: Payment) -> PaymentLine:
    given = reveal(row, "given")
    refund = getattr(row, "refund", None)
    return PaymentLine(
        label=str(Payment.Way(row.way).label),
        number=row.number,
        paid_at=row.paid_at,
        given=given.sentence if isinstance(given, Closed) else str(given),
        refund=_refund(refund) if refund is not None else None,
    )


def _refund(row: Refund) -> RefundLine:
    why, label = str(Refund.Reason(row.reason).label), str(Refund.State(row.state).label)
    return RefundLine(yuan(row.fen), why, label, row.state == Refund.State.DONE, row.done_at or row.made_at)
