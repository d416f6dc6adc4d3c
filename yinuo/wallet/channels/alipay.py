"""Alipay's open gateway: wap orders, look-ups, closing, refunds and the signed calls, all under RSA2.

A wap order needs no call of ours: the person's browser carries the signed parameters there itself.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.conf import settings

from yinuo.promise.outbound import guarded_client, sharing
from yinuo.wallet import rsa2
from yinuo.wallet.channels.interface import (
    ChannelUnavailable,
    Forged,
    Found,
    Heard,
    PaymentState,
    RefundState,
    Trade,
)
from yinuo.wallet.channels.keys import private_key, public_key
from yinuo.wallet.channels.places import callback_url, description, return_url
from yinuo.wallet.channels.reaching import reaching

RECIPIENT, ITEM, PURPOSE = "alipay", "alipay_order", "wallet.payment"
TIMEOUT = 10.0
CHINA = ZoneInfo("Asia/Shanghai")
OK = "10000"
UNKNOWN_CODES = frozenset({"ACQ.TRADE_NOT_EXIST", "ACQ.REFUND_NOT_EXIST"})
STAND_IN_GATEWAY = "/stand-in/payment/gateway.do"
_PAYMENTS = {
    "WAIT_BUYER_PAY": PaymentState.OPEN,
    "TRADE_SUCCESS": PaymentState.PAID,
    "TRADE_FINISHED": PaymentState.PAID,
    "TRADE_CLOSED": PaymentState.CLOSED,
}


class Alipay:
    name = "alipay"

    def begin(self, trade: Trade, *, ip: str) -> str:
        content = {
            "out_trade_no": trade.number,
            "total_amount": yuan(trade.fen),
            "subject": description(),
            "product_code": "QUICK_WAP_WAY",
            "time_expire": trade.expires_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S"),
            "quit_url": return_url(),
        }
        places = {"notify_url": callback_url(self.name), "return_url": return_url()}
        signed = self._signed("alipay.trade.wap.pay", content, **places)
        # The browser is the one who goes there; that it is sent is on record before.
        with reaching():
            sharing(RECIPIENT, purpose=PURPOSE, items=(ITEM,), about=trade.patient).recording()
        stand_in = RECIPIENT in settings.YINUO_STAND_INS
        gateway = STAND_IN_GATEWAY if stand_in else settings.YINUO.alipay_gateway
        return f"{gateway}?{urlencode(signed)}"

    def look(self, trade: Trade) -> Found:
        answer = self._ask(trade, "alipay.trade.query", {"out_trade_no": trade.number})
        if answer.get("sub_code") in UNKNOWN_CODES:
            return Found(PaymentState.UNKNOWN)
        if answer.get("code") != OK or answer.get("out_trade_no") != trade.number:
            raise ChannelUnavailable("the answer is about another order")
        state = _PAYMENTS.get(str(answer.get("trade_status")), PaymentState.UNKNOWN)
        return Found(state, _fen(answer.get("total_amount")))

    def close(self, trade: Trade) -> None:
        self._ask(trade, "alipay.trade.close", {"out_trade_no": trade.number})

    def refund(self, trade: Trade, *, number: str) -> RefundState:
        content = {"out_trade_no": trade.number, "refund_amount": yuan(trade.fen), "out_request_no": number}
        answer = self._ask(trade, "alipay.trade.refund", content)
        if answer.get("code") != OK:
            return RefundState.UNKNOWN
        # "N" says that this asking moved nothing: it may have been moved before. The look-up tells.
        return RefundState.DONE if answer.get("fund_change") == "Y" else RefundState.ON_ITS_WAY

    def look_refund(self, trade: Trade, *, number: str) -> RefundState:
        content = {"out_trade_no": trade.number, "out_request_no": number}
        answer = self._ask(trade, "alipay.trade.fastpay.refund.query", content)
        if answer.get("code") != OK or answer.get("refund_status") != "REFUND_SUCCESS":
            return RefundState.UNKNOWN
        if answer.get("out_request_no") != number or _fen(answer.get("refund_amount")) != trade.fen:
            raise ChannelUnavailable("the answer is about another refund")
        return RefundState.DONE

    def hear(self, headers: Mapping[str, str], body: bytes) -> Heard:
        try:
            pairs = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True)
            said = dict(pairs)
        except ValueError:
            raise Forged("content") from None
        if said.get("sign_type") != "RSA2" or len(pairs) != len(said):
            raise Forged("signature")
        if not rsa2.fits(rsa2.content_of(said, without=rsa2.CALLED), said.get("sign", ""), _platform()):
            raise Forged("signature")
        if said.get("app_id") != settings.YINUO.alipay_app or said.get("seller_id") != settings.YINUO.alipay_seller:
            raise Forged("merchant")
        try:
            number, fen = said["out_trade_no"], _fen(said["total_amount"])
        except (KeyError, ChannelUnavailable):
            raise Forged("content") from None
        return Heard(number, fen, paid=_PAYMENTS.get(said.get("trade_status", "")) is PaymentState.PAID)

    def _ask(self, trade: Trade, method: str, content: Mapping[str, str]) -> dict[str, Any]:
        signed, told = self._signed(method, content), (ITEM,)
        with reaching(), guarded_client(RECIPIENT, purpose=PURPOSE, items=told, about=trade.patient) as client:
            answer = client.post(settings.YINUO.alipay_gateway, data=signed, timeout=TIMEOUT)
        if answer.status_code != 200:
            raise ChannelUnavailable(f"answered {answer.status_code}")
        said = rsa2.answer(answer.text, method, _platform())
        if said is None:
            raise ChannelUnavailable("an answer that is not the service's")
        return said

    def _signed(self, method: str, content: Mapping[str, str], **places: str) -> dict[str, str]:
        return rsa2.request(settings.YINUO.alipay_app, method, content, private_key("alipay_merchant.pem"), **places)


def _platform() -> RSAPublicKey:
    return public_key("alipay_platform.pem")


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _fen(amount: object) -> int:
    """Whole fen, or it can't be believed."""
    try:
        fen = Decimal(str(amount)) * 100
        if fen != fen.to_integral_value() or fen < 0:
            raise ChannelUnavailable("an amount that is none")
        return int(fen)
    except InvalidOperation:
        raise ChannelUnavailable("an amount that is none") from None
