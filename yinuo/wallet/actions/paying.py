"""What a patient does to pay: the order is made, and a payment service is asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from yinuo.consultations.api import Due
from yinuo.promise.consent import UnableToRecordConsent, grant, refuse, standing
from yinuo.promise.gate import Act, Actor, Question, Source, current, decide
from yinuo.promise.vault import capturing, uuid7
from yinuo.wallet.channels import ChannelStruck, ChannelUnavailable, Trade, channel, offered
from yinuo.wallet.channels.places import description
from yinuo.wallet.models import ITEMS, Order, Payment
from yinuo.wallet.problems import UnableToCharge, UnableToPay

PURPOSE, ORDER = "wallet.payment", "payment_order"
FIRST_LOOK = timedelta(seconds=20)
CHANNEL_OF = {"h5": "wechat", "native": "wechat", "wap": "alipay"}
IP = "ip_address"
State = Payment.State


@dataclass(frozen=True)
class Choice:
    """How the person wants to pay. ``agreed`` is the answer to the separate consent where one was asked; ``ip`` is
    passed on to WeChat Pay where its protocol asks for it, and kept nowhere."""

    way: str
    agreed: bool | None
    notice: str
    ip: str


def begin_payment(actor: Actor, due: Due, choice: Choice) -> UUID:
    """Make the order at the price that the request was made at, and a payment for it; the payment's id. The same
    way twice leads to the payment that is there."""
    name = CHANNEL_OF.get(choice.way)
    if name is None or name not in offered():
        raise UnableToPay("no_way")
    if not due.unpaid:
        raise UnableToPay("over")
    _agree(actor, items_of(choice.way), choice)
    payment = _prepared(actor, due, name, choice.way)
    if not payment.address:
        _open(payment, due.expires_at, choice.ip)
    return payment.pk


def items_of(way: str) -> tuple[str, ...]:
    """What the service gets of the person when it is opened like this; each has a separate consent of its own, asked
    in one act where one without the other would be of no use (law 58)."""
    return (ITEMS[CHANNEL_OF[way]], *((IP,) if way == Payment.Way.H5 else ()))


def require_chargeable(person: UUID) -> None:
    """Before a patient tells anything to a doctor who charges: could he pay? Raises :class:`UnableToCharge`, and
    ``Refused`` with the clause when he has not confirmed a version that names paying. Called behind the door of the
    asking, so the verdict on another purpose is only looked at: nothing is opened by it."""
    if not offered():
        raise UnableToCharge("no_channel")
    context = current()
    in_force, confirmed = context.versions(person)
    asked = Question(Act.CAPTURE, PURPOSE, ORDER, None, Source.AUTOMATIC)
    verdict = decide(asked, actor=context.actor, seat=context.seat(person), in_force=in_force, confirmed=confirmed)
    if not verdict.allowed:
        raise context.refuse(verdict)


def trade_of(payment: Payment, expires_at: datetime | None = None) -> Trade:
    return Trade(payment.number, payment.patient_id, payment.fen, payment.way, expires_at or payment.order.expires_at)


def _agree(actor: Actor, items: tuple[str, ...], choice: Choice) -> None:
    """The separate consent for this one service (law 14, 23, 29)."""
    now = standing(actor.who)
    missing = [item for item in items if not now.granted(PURPOSE, item)]
    if choice.agreed is False:
        for item in missing:
            refuse(actor=actor, purpose=PURPOSE, item=item, notice=choice.notice)
        raise UnableToPay("not_agreed")
    if missing and not choice.agreed:
        raise UnableToPay("not_agreed")
    try:
        for item in missing:
            grant(actor=actor, purpose=PURPOSE, item=item, notice=choice.notice)
    except UnableToRecordConsent:
        raise UnableToPay("old_notice") from None


def _prepared(actor: Actor, due: Due, name: str, way: str) -> Payment:
    """The rows are there before anybody is asked: whatever happens then, it is known what to look for."""
    now = timezone.now()
    with capturing(by=[actor.who], about=[actor.who], source=Source.AUTOMATIC):
        for item in (ORDER, *items_of(way)):
            verdict = current().ask(Act.CAPTURE, actor.who, item, source=Source.AUTOMATIC)
            if not verdict.allowed:
                raise current().refuse(verdict)
        order = _order(due, now)
        if order.state != Order.State.WAITING or order.expires_at <= now:
            raise UnableToPay("over")
        known: Payment | None = Payment.objects.filter(order=order, way=way, state__in=[State.NEW, State.OPEN]).first()
        if known is not None:
            return known
        made = uuid7()
        payment: Payment = Payment.objects.create(
            pk=made,
            patient_id=actor.who,
            order=order,
            channel=name,
            way=way,
            number=made.hex,
            fen=order.fen,
            item=ITEMS[name],
            given=f"{description()} ¥{order.fen / 100:.2f}，订单号 {made.hex}",
            look_at=now + FIRST_LOOK,
            made_at=now,
        )
    return payment


def _order(due: Due, now: datetime) -> Order:
    made, _made = Order.objects.get_or_create(
        consultation=due.consultation,
        defaults={
            "patient": due.patient,
            "doctor": due.doctor,
            "fen": due.fen,
            "fee_percent": settings.YINUO.service_fee,
            "made_at": now,
            "expires_at": due.expires_at,
        },
    )
    locked: Order = Order.objects.select_for_update().get(pk=made.pk)
    return locked


def _open(payment: Payment, until: datetime, ip: str) -> None:
    try:
        address = channel(payment.channel).begin(trade_of(payment, until), ip=ip)
    except ChannelStruck:
        raise UnableToPay("struck") from None
    except ChannelUnavailable:
        raise UnableToPay("unreachable") from None
    with transaction.atomic():
        Payment.objects.filter(pk=payment.pk, state=State.NEW).update(state=State.OPEN, address=address)
