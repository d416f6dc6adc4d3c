"""What a payment service says, by a call or when it is asked: money came, or money is back."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from yinuo.consultations import api as consultations
from yinuo.notices.api import notify
from yinuo.promise.vault import uuid7
from yinuo.wallet import ledger
from yinuo.wallet.channels import Forged, Heard, RefundState
from yinuo.wallet.ledger import Kind, Move
from yinuo.wallet.models import Heard as HeardRow
from yinuo.wallet.models import Order, Payment, Refund

State = Order.State
ASK_ON = timedelta(hours=1)
REMEMBERED = timedelta(hours=1)  # longer than a signed time may be off


def hear(channel: str, heard: Heard) -> None:
    """Act on a call that was believed. Raises :class:`Forged` when it is a replay, of an order that we don't know, or
    over another amount than ours; nothing has moved then."""
    with transaction.atomic():
        if heard.once:
            _only_once(channel, heard.once)
        payment = Payment.objects.filter(number=heard.number, channel=channel).first()
        if payment is None:
            raise Forged("order")
        if heard.fen != payment.fen:
            raise Forged("amount")
        if heard.refund:
            _hear_refund(payment, heard)
        elif heard.paid:
            note_paid(payment.pk)


def note_paid(payment_id: UUID) -> None:
    """The money of this payment is with the service. The first that comes in time is held for its order, and the
    waiting begins; any other goes back by itself. As often as one likes."""
    now = timezone.now()
    with transaction.atomic():
        consultation = Payment.objects.values_list("order__consultation", flat=True).get(pk=payment_id)
        began = consultations.begin_waiting(consultation_id=consultation, now=now)
        order = Order.objects.select_for_update().get(consultation=consultation)
        payment = Payment.objects.select_for_update().get(pk=payment_id)
        if payment.state == Payment.State.PAID:
            return
        Payment.objects.filter(pk=payment.pk).update(state=Payment.State.PAID, paid_at=now, look_at=None, address="")
        others = Payment.objects.filter(order=order, state__in=[Payment.State.NEW, Payment.State.OPEN])
        others.exclude(pk=payment.pk).update(look_at=now)
        if began and order.state == State.WAITING:
            _book_in(payment, ledger.held(order.pk))
            Order.objects.filter(pk=order.pk).update(state=State.PAID, paid_at=now)
            return
        _book_in(payment, ledger.refunding(order.pk))
        twice = order.paid_at is not None
        owe_back(payment, Refund.Reason.TWICE if twice else Refund.Reason.LATE, now)
        if order.state == State.CLOSED:
            Order.objects.filter(pk=order.pk).update(state=State.REFUNDING)


def owe_back(payment: Payment, reason: str, now: datetime) -> None:
    """Its refund, to be sent by the worker; the money lies in ``refunding`` already."""
    made = uuid7()
    Refund.objects.create(
        pk=made,
        order_id=payment.order_id,
        payment=payment,
        number=made.hex,
        fen=payment.fen,
        reason=reason,
        next_at=now,
        made_at=now,
    )


def note_refunded(refund_id: UUID) -> None:
    """It is back with the patient. As often as one likes."""
    now = timezone.now()
    with transaction.atomic():
        order = Order.objects.select_for_update().get(refunds=refund_id)
        refund = Refund.objects.select_for_update().select_related("payment").get(pk=refund_id)
        if refund.state == Refund.State.DONE:
            return
        moves = [
            Move(ledger.refunding(order.pk), -refund.fen),
            Move(ledger.channel(refund.payment.channel), refund.fen),
        ]
        ledger.book(Kind.REFUNDED, key=f"refunded:{refund.pk}", moves=moves, order=order.pk, at=now)
        Refund.objects.filter(pk=refund.pk).update(state=Refund.State.DONE, done_at=now, next_at=None)
        left = Refund.objects.filter(order=order).exclude(state=Refund.State.DONE).exists()
        if order.state == State.REFUNDING and not left:
            Order.objects.filter(pk=order.pk).update(state=State.REFUNDED)
            notify(person=order.patient, kind="refund_result", about=order.pk)


def note_refund_failed(refund_id: UUID) -> None:
    """The service can't give it back by itself: people have to look, and the desk lists it. The money still lies in
    ``refunding``. It is asked on: what people do at the service may be told by nobody."""
    Refund.objects.filter(pk=refund_id).exclude(state=Refund.State.DONE).update(
        state=Refund.State.FAILED, next_at=timezone.now() + ASK_ON
    )


def forget_heard(now: datetime) -> int:
    """Calls that are too old to be believed need not be remembered."""
    gone, _ = HeardRow.objects.filter(at__lt=now - REMEMBERED).delete()
    return gone


def _hear_refund(payment: Payment, heard: Heard) -> None:
    refund = Refund.objects.filter(number=heard.refund, payment=payment).first()
    if refund is None:
        raise Forged("order")
    if heard.refunded is RefundState.DONE:
        note_refunded(refund.pk)
    elif heard.refunded is RefundState.FAILED:
        note_refund_failed(refund.pk)


def _only_once(channel: str, once: str) -> None:
    digest = hashlib.sha256(f"{channel} {once}".encode()).hexdigest()
    try:
        with transaction.atomic():
            HeardRow.objects.create(digest=digest, at=timezone.now())
    except IntegrityError:
        raise Forged("replay") from None


def _book_in(payment: Payment, place: ledger.Place) -> None:
    moves = [Move(ledger.channel(payment.channel), -payment.fen), Move(place, payment.fen)]
    ledger.book(Kind.PAID, key=f"paid:{payment.pk}", moves=moves, order=payment.order_id)
