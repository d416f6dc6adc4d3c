"""WeChat Pay, API v3: H5 and Native orders, look-ups, closing, refunds and the signed calls.

Requests carry ``WECHATPAY2-SHA256-RSA2048``; answers and calls are believed only under the platform's key (its public
key or certificate); a call's content is AES-256-GCM under the merchant's APIv3 key.
"""

import base64
import binascii
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

import httpx
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from yinuo.promise.outbound import guarded_client
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
from yinuo.wallet.channels.keys import private_key, public_key, secret
from yinuo.wallet.channels.places import callback_url, description, return_url
from yinuo.wallet.channels.reaching import reaching

RECIPIENT, ITEM, PURPOSE = "wechat_pay", "wechat_order", "wallet.payment"
SCHEMA = "WECHATPAY2-SHA256-RSA2048"
FRESH = 300  # seconds that a signed time may be off
TIMEOUT = 10.0
CHINA = ZoneInfo("Asia/Shanghai")
CASHIER_HOST = "wx.tenpay.com"
_PAYMENTS = {
    "SUCCESS": PaymentState.PAID,
    "REFUND": PaymentState.PAID,
    "NOTPAY": PaymentState.OPEN,
    "USERPAYING": PaymentState.OPEN,
    "PAYERROR": PaymentState.OPEN,
    "CLOSED": PaymentState.CLOSED,
    "REVOKED": PaymentState.CLOSED,
}
_REFUNDS = {
    "SUCCESS": RefundState.DONE,
    "PROCESSING": RefundState.ON_ITS_WAY,
    "CLOSED": RefundState.FAILED,
    "ABNORMAL": RefundState.FAILED,
}
UNKNOWN_CODES = frozenset({"ORDER_NOT_EXIST", "ORDERNOTEXIST", "RESOURCE_NOT_EXISTS"})


class WeChat:
    name = "wechat"

    def begin(self, trade: Trade, *, ip: str) -> str:
        table = settings.YINUO
        asked: dict[str, Any] = {
            "appid": table.wechat_app,
            "mchid": table.wechat_merchant,
            "description": description(),
            "out_trade_no": trade.number,
            "time_expire": trade.expires_at.astimezone(CHINA).isoformat(timespec="seconds"),
            "notify_url": callback_url(self.name),
            "amount": {"total": trade.fen, "currency": "CNY"},
        }
        if trade.way == "h5":
            asked["scene_info"] = {"payer_client_ip": ip, "h5_info": {"type": "Wap"}}
        answer = self._ask(trade, "POST", f"/v3/pay/transactions/{trade.way}", asked)
        address = str(answer.get("h5_url" if trade.way == "h5" else "code_url", ""))
        if not _is_cashier(address, trade.way):
            raise ChannelUnavailable("the address is none of the service's")
        return f"{address}&redirect_url={quote(return_url(), safe='')}" if trade.way == "h5" else address

    def look(self, trade: Trade) -> Found:
        merchant = settings.YINUO.wechat_merchant
        answer = self._ask(trade, "GET", f"/v3/pay/transactions/out-trade-no/{trade.number}?mchid={merchant}")
        if answer.get("code") in UNKNOWN_CODES:
            return Found(PaymentState.UNKNOWN)
        said = _payment(answer)
        if said.number != trade.number:
            raise ChannelUnavailable("the answer is about another order")
        return Found(_PAYMENTS.get(str(answer.get("trade_state")), PaymentState.UNKNOWN), said.fen)

    def close(self, trade: Trade) -> None:
        body = {"mchid": settings.YINUO.wechat_merchant}
        self._ask(trade, "POST", f"/v3/pay/transactions/out-trade-no/{trade.number}/close", body)

    def refund(self, trade: Trade, *, number: str) -> RefundState:
        asked = {
            "out_trade_no": trade.number,
            "out_refund_no": number,
            "notify_url": callback_url(self.name),
            "amount": {"refund": trade.fen, "total": trade.fen, "currency": "CNY"},
        }
        return self._refund_state(trade, number, self._ask(trade, "POST", "/v3/refund/domestic/refunds", asked))

    def look_refund(self, trade: Trade, *, number: str) -> RefundState:
        return self._refund_state(trade, number, self._ask(trade, "GET", f"/v3/refund/domestic/refunds/{number}"))

    def _refund_state(self, trade: Trade, number: str, answer: Mapping[str, Any]) -> RefundState:
        if answer.get("code"):
            return RefundState.UNKNOWN
        amount = answer.get("amount") or {}
        if answer.get("out_refund_no") != number or amount.get("refund") != trade.fen:
            raise ChannelUnavailable("the answer is about another refund")
        return _REFUNDS.get(str(answer.get("status")), RefundState.UNKNOWN)

    def hear(self, headers: Mapping[str, str], body: bytes) -> Heard:
        _believe(headers, body)
        try:
            call = json.loads(body)
            said = json.loads(_opened(call["resource"]))
        except (ValueError, KeyError, TypeError, binascii.Error, InvalidTag):
            raise Forged("content") from None
        if not isinstance(said, dict) or said.get("mchid") != settings.YINUO.wechat_merchant:
            raise Forged("merchant")
        once = f"{headers['Wechatpay-Timestamp']} {headers['Wechatpay-Nonce']}"
        try:
            if "out_refund_no" in said:
                state = _REFUNDS.get(str(said.get("refund_status")), RefundState.UNKNOWN)
                number, refund = str(said["out_trade_no"]), str(said["out_refund_no"])
                return Heard(number, int(said["amount"]["refund"]), refund=refund, refunded=state, once=once)
            if said.get("appid") != settings.YINUO.wechat_app:
                raise Forged("merchant")
            heard = _payment(said)
        except (KeyError, TypeError, ValueError):
            raise Forged("content") from None
        paid = said.get("trade_state") == "SUCCESS"
        return Heard(heard.number, heard.fen, paid=paid, once=once)

    def _ask(self, trade: Trade, method: str, place: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The service's believed answer. One that says no has ``code``."""
        with_ip = body is not None and "scene_info" in body
        text = "" if body is None else json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        headers = {
            "Authorization": _authorization(method, place, text),
            "Accept": "application/json",
            "Content-Type": "application/json",
            "User-Agent": "yinuo",
        }
        typed = ("ip_address",) if with_ip else ()
        with (
            reaching(),
            guarded_client(RECIPIENT, purpose=PURPOSE, items=(ITEM,), about=trade.patient, typed=typed) as client,
        ):
            url = settings.YINUO.wechat_endpoint.rstrip("/") + place
            answer = client.request(method, url, content=text.encode(), headers=headers, timeout=TIMEOUT)
        if answer.status_code >= 500 or answer.status_code == 429:
            raise ChannelUnavailable(f"answered {answer.status_code}")
        return _answered(answer)


def _answered(answer: httpx.Response) -> dict[str, Any]:
    try:
        _believe(answer.headers, answer.content)
        said = json.loads(answer.content) if answer.content else {}
    except Forged as forged:
        raise ChannelUnavailable(f"an answer that is not the service's: {forged.why}") from None
    except ValueError:
        raise ChannelUnavailable("an answer that can't be read") from None
    if not isinstance(said, dict):
        raise ChannelUnavailable("an answer that can't be read")
    if answer.status_code >= 400 and not said.get("code"):
        raise ChannelUnavailable(f"answered {answer.status_code}")
    return said


@dataclass(frozen=True)
class _Payment:
    number: str
    fen: int


def _payment(said: Mapping[str, Any]) -> _Payment:
    amount = said.get("amount") or {}
    return _Payment(str(said["out_trade_no"]), int(amount.get("total", 0)))


def _is_cashier(address: str, way: str) -> bool:
    """SECURITY: people are sent nowhere else, whatever an answer says."""
    if way == "native":
        return address.startswith("weixin://wxpay/") and len(address) < 512
    parts = urlsplit(address)
    stand_in = settings.YINUO_STAND_INS.get(RECIPIENT)
    return (parts.scheme, parts.netloc) == ("https", CASHIER_HOST) or (
        stand_in is not None and address.startswith("/stand-in/payment/")
    )


def _authorization(method: str, place: str, body: str) -> str:
    table = settings.YINUO
    at, nonce = str(int(time.time())), secrets.token_hex(16)
    text = f"{method}\n{place}\n{at}\n{nonce}\n{body}\n"
    signed = rsa2.sign(text.encode(), private_key("wechat_merchant.pem"))
    parts = {
        "mchid": table.wechat_merchant,
        "nonce_str": nonce,
        "signature": signed,
        "timestamp": at,
        "serial_no": table.wechat_serial,
    }
    return f"{SCHEMA} " + ",".join(f'{name}="{value}"' for name, value in parts.items())


def _believe(headers: Mapping[str, str], body: bytes) -> None:
    """Signed by the platform, under the key that we know, and just now."""
    try:
        at, nonce = headers["Wechatpay-Timestamp"], headers["Wechatpay-Nonce"]
        serial, signature = headers["Wechatpay-Serial"], headers["Wechatpay-Signature"]
        late = abs(time.time() - int(at)) > FRESH
    except (KeyError, ValueError, OverflowError):
        raise Forged("signature") from None
    if serial != settings.YINUO.wechat_platform:
        raise Forged("key")
    text = at.encode() + b"\n" + nonce.encode() + b"\n" + body + b"\n"
    if not rsa2.fits(text, signature, public_key("wechat_platform.pem")):
        raise Forged("signature")
    if late:
        raise Forged("time")


def _opened(resource: Mapping[str, str]) -> bytes:
    if resource["algorithm"] != "AEAD_AES_256_GCM":
        raise ValueError
    sealed = base64.b64decode(resource["ciphertext"], validate=True)
    about = resource.get("associated_data") or ""
    return AESGCM(secret("wechat_v3.key")).decrypt(resource["nonce"].encode(), sealed, about.encode())
