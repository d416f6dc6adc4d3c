"""What a patient sees while paying."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from yinuo.accounts.api import Ask, ask
from yinuo.consultations.api import Due
from yinuo.promise.gate import Actor
from yinuo.promise.policy import library
from yinuo.promise.policy.model import Recipient
from yinuo.wallet.actions.paying import CHANNEL_OF, PURPOSE
from yinuo.wallet.channels import offered
from yinuo.wallet.channels.alipay import yuan
from yinuo.wallet.models import ITEMS, Payment

RECIPIENTS = {"wechat": "wechat_pay", "alipay": "alipay"}
STAND_IN_CASHIER = "/stand-in/payment/cashier/"
Way = Payment.Way


@dataclass(frozen=True)
class PayPage:
    """``ways`` are values of :class:`Payment.Way`; ``opened`` is the payment that is under way."""

    consultation: UUID
    yuan: str
    expires_at: datetime
    ways: tuple[str, ...]
    opened: "OpenPayment | None"
    stand_in: bool
    problem: str = ""


@dataclass(frozen=True)
class OpenPayment:
    """``cashier`` is where this browser may go; empty for a code that another phone scans."""

    way: str
    label: str
    cashier: str
    code: bool


@dataclass(frozen=True)
class AgreePage:
    """The separate consent for one payment service, with all that law 14 wants said."""

    consultation: UUID
    way: str
    yuan: str
    recipient: Recipient
    asked: Ask | None
    with_ip: bool


def pay_page(due: Due, *, problem: str = "", choose: bool = False, way: str = "") -> PayPage:
    """``choose`` shows the ways again while one is under way; ``way`` is the one to show of several."""
    ways = tuple(way for way, name in CHANNEL_OF.items() if name in offered())
    payment = None if choose else _under_way(due.consultation, way) or _under_way(due.consultation)
    return PayPage(
        consultation=due.consultation,
        yuan=yuan(due.fen),
        expires_at=due.expires_at,
        ways=ways,
        opened=_opened(payment) if payment else None,
        stand_in=bool(settings.YINUO_STAND_INS),
        problem=problem,
    )


def agree_page(actor: Actor, due: Due, way: str) -> AgreePage:
    name = CHANNEL_OF[way]
    recipient = library().in_force("patient").recipients[RECIPIENTS[name]]
    asked = ask(actor.who, PURPOSE, ITEMS[name], tapped=True)
    return AgreePage(due.consultation, way, yuan(due.fen), recipient, asked, with_ip=way == "h5")


def code_of(consultation: UUID) -> str:
    """What the picture of the code says; empty when none is open."""
    payment = _under_way(consultation, Way.NATIVE)
    return payment.address if payment is not None else ""


def _under_way(consultation: UUID, way: str = "") -> Payment | None:
    """The one that was begun last, or this way's."""
    rows = Payment.objects.filter(order__consultation=consultation, state=Payment.State.OPEN)
    if way:
        rows = rows.filter(way=way)
    found: Payment | None = rows.order_by("-pk").first()
    return found


def _opened(payment: Payment) -> OpenPayment:
    code = payment.way == Way.NATIVE
    cashier = payment.address
    if code:
        token = urlsplit(payment.address).query.removeprefix("pr=")
        cashier = STAND_IN_CASHIER + token if settings.YINUO_STAND_INS else ""
    return OpenPayment(payment.way, str(Way(payment.way).label), cashier, code)
