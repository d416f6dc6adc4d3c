"""The worker's part: what a payment service did not tell by itself is asked, and refunds are sent. Every step may be
cut off anywhere and done again: the rows are written before anybody is asked, under numbers that stay."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from yinuo.promise.gate import Actor
from yinuo.wallet.actions.hearing import note_paid, note_refund_failed, note_refunded
from yinuo.wallet.actions.paying import trade_of
from yinuo.wallet.channels import ChannelUnavailable, PaymentState, RefundState, channel
from yinuo.wallet.models import Order, Payment, Refund

AT_ONCE = 100
STEP, LONGEST = timedelta(seconds=15), timedelta(hours=1)
GRACE = timedelta(minutes=2)  # a service's own clock may run behind


def pause(tries: int) -> timedelta:
    """15 seconds, doubled each time, an hour at most."""
    return min(STEP * int(2 ** min(tries, 12)), LONGEST)


def claim_payment(now: datetime) -> UUID | None:
    return _claimed(Payment.objects.filter(look_at__lte=now), "look_at", "looks", now)


def claim_refund(now: datetime) -> UUID | None:
    return _claimed(Refund.objects.filter(next_at__lte=now), "next_at", "tries", now)


def look(payment_id: UUID) -> None:
    """Ask how one payment is; close what nobody may pay any more. Raises :class:`ChannelUnavailable`."""
    now = timezone.now()
    payment = Payment.objects.select_related("order").get(pk=payment_id)
    trade, service = trade_of(payment), channel(payment.channel)
    found = service.look(trade)
    if found.state is PaymentState.PAID and found.fen != payment.fen:
        raise ChannelUnavailable("another amount")
    if found.state is PaymentState.PAID:
        note_paid(payment.pk)
        return
    over = payment.order.state != Order.State.WAITING or now > payment.order.expires_at + GRACE
    if over and found.state is PaymentState.OPEN:
        service.close(trade)
        found = service.look(trade)
        if found.state is PaymentState.PAID:
            note_paid(payment.pk)
            return
    late = now > payment.order.expires_at + GRACE
    if found.state is PaymentState.CLOSED or (found.state is PaymentState.UNKNOWN and late):
        still = Payment.objects.filter(pk=payment.pk).exclude(state=Payment.State.PAID)
        still.update(state=Payment.State.CLOSED, look_at=None, address="")


def look_at_order(actor: Actor, consultation: UUID) -> None:
    """The patient says that it is paid: ask now. Raises :class:`ChannelUnavailable`."""
    if actor.role != "patient":
        return
    open_ones = Payment.objects.filter(
        order__consultation=consultation, patient=actor.who, state__in=[Payment.State.NEW, Payment.State.OPEN]
    )
    for payment in open_ones.values_list("pk", flat=True):
        look(payment)


def send_refund(refund_id: UUID) -> None:
    """Ask for one refund, or how it is. Raises :class:`ChannelUnavailable`."""
    refund = Refund.objects.select_related("payment__order").get(pk=refund_id)
    trade, service = trade_of(refund.payment), channel(refund.payment.channel)
    state = service.look_refund(trade, number=refund.number) if refund.tries > 1 else RefundState.UNKNOWN
    if state is RefundState.UNKNOWN:
        state = service.refund(trade, number=refund.number)
    if state is RefundState.DONE:
        note_refunded(refund.pk)
    elif state is RefundState.FAILED:
        note_refund_failed(refund.pk)
    elif state is RefundState.ON_ITS_WAY:
        Refund.objects.filter(pk=refund.pk, state=Refund.State.WAITING).update(state=Refund.State.SENT)


def _claimed(rows: "QuerySet[Any]", when: str, count: str, now: datetime) -> UUID | None:
    """Take the one that is due longest and say when it is due again, so that two workers never ask for the same at once
    and nothing is lost with a worker that dies."""
    with transaction.atomic():
        found = rows.select_for_update(skip_locked=True).order_by(when).values_list("pk", count).first()
        if found is None:
            return None
        pk, times = found
        rows.model.objects.filter(pk=pk).update(**{when: now + pause(times), count: F(count) + 1})
    return UUID(str(pk))
