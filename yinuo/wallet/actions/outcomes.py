"""What a consultation's end does with the money that is held for it."""

from uuid import UUID

from django.utils import timezone

from yinuo.wallet import ledger
from yinuo.wallet.actions.hearing import owe_back
from yinuo.wallet.actions.months import month_of
from yinuo.wallet.ledger import Kind, Move
from yinuo.wallet.models import Order, Payment, Refund

State = Order.State
ENDED = "ended"


def settle_outcome(consultation: UUID, outcome: str) -> None:
    """Called in the transaction that ends a consultation. Ended properly the doctor has earned; any other end gives
    everything back."""
    order = Order.objects.select_for_update().filter(consultation=consultation).first()
    if order is None:
        return
    if order.state == State.WAITING:
        _close(order)
    elif order.state == State.PAID and outcome == ENDED:
        _earn(order)
    elif order.state == State.PAID:
        _give_back(order, outcome)


def _close(order: Order) -> None:
    now = timezone.now()
    Order.objects.filter(pk=order.pk).update(state=State.CLOSED, over_at=now)
    Payment.objects.filter(order=order, state__in=[Payment.State.NEW, Payment.State.OPEN]).update(look_at=now)


def fee_of(order: Order) -> int:
    """The hospital's share in whole fen, rounded down: what can't be divided is the doctor's."""
    return order.fen * order.fee_percent // 100


def _earn(order: Order) -> None:
    now = timezone.now()
    fee = fee_of(order)
    shares = [
        Move(ledger.fee(), fee),
        Move(ledger.pending(order.doctor, month_of(now)), order.fen - fee),
    ]
    moves = [Move(ledger.held(order.pk), -order.fen), *(move for move in shares if move.fen)]
    ledger.book(Kind.EARNED, key=f"earned:{order.pk}", moves=moves, order=order.pk, at=now)
    Order.objects.filter(pk=order.pk).update(state=State.EARNED, over_at=now)


def _give_back(order: Order, outcome: str) -> None:
    now = timezone.now()
    moves = [Move(ledger.held(order.pk), -order.fen), Move(ledger.refunding(order.pk), order.fen)]
    ledger.book(Kind.CANCELLED, key=f"cancelled:{order.pk}", moves=moves, order=order.pk, at=now)
    paid = Payment.objects.filter(order=order, state=Payment.State.PAID, refund__isnull=True).get()
    owe_back(paid, Refund.Reason(outcome), now)
    Order.objects.filter(pk=order.pk).update(state=State.REFUNDING, over_at=now)
