"""WeChat Pay's side of API v3."""

import base64
import json
import re
import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from yinuo.wallet.stand_in.keys import Keys
from yinuo.wallet.stand_in.till import Refund, Refused, Till, Trade

MERCHANT, APP, SERIAL, PLATFORM = "1900000001", "wxdemonstration", "DEMO0001", "PUB_KEY_ID_DEMONSTRATION"
CODES = {"used": (400, "OUT_TRADE_NO_USED"), "paid": (400, "ORDERPAID"), "unknown": (404, "RESOURCE_NOT_EXISTS")}
_PART = re.compile(r'(\w+)="([^"]*)"')


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]


class WeChatSide:
    def __init__(self, till: Till, keys: Keys) -> None:
        self.till, self.keys = till, keys

    def answer(self, method: str, place: str, authorization: str, body: bytes) -> Answer:
        """``place`` is path and query, as they were signed."""
        if not self._is_merchant(method, place, authorization, body):
            return self._signed(401, {"code": "SIGN_ERROR", "message": "签名错误"})
        path = urlsplit(place).path
        asked = json.loads(body) if body else {}
        try:
            status, said = self._act(method, path, place, asked)
        except Refused as no:
            status, code = CODES.get(str(no), (403, "INVALID_REQUEST"))
            said = {"code": code, "message": str(no)}
        return self._signed(status, said)

    def _act(self, method: str, path: str, place: str, asked: dict[str, Any]) -> tuple[int, dict[str, Any] | None]:
        if method == "POST" and path in ("/v3/pay/transactions/h5", "/v3/pay/transactions/native"):
            return self._open(path.rsplit("/", 1)[-1], asked)
        if path.startswith("/v3/pay/transactions/out-trade-no/"):
            number = path.split("/")[5]
            if method == "POST" and path.endswith("/close"):
                self.till.close("wechat", number)
                return 204, None
            return self._look(number, parse_qs(urlsplit(place).query).get("mchid", [""])[0])
        if method == "POST" and path == "/v3/refund/domestic/refunds":
            return self._refund(asked)
        if method == "GET" and path.startswith("/v3/refund/domestic/refunds/"):
            found = self.till.refund_of("wechat", path.rsplit("/", 1)[-1])
            return (200, self.refund_words(found)) if found else (404, {"code": "RESOURCE_NOT_EXISTS", "message": ""})
        return 404, {"code": "NOT_FOUND", "message": "no such interface"}

    def _open(self, way: str, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if (asked.get("mchid"), asked.get("appid")) != (MERCHANT, APP) or asked["amount"]["currency"] != "CNY":
            return 400, {"code": "PARAM_ERROR", "message": "商户号或金额有误"}
        if way == "h5" and not asked.get("scene_info", {}).get("payer_client_ip"):
            return 400, {"code": "PARAM_ERROR", "message": "缺少用户终端 IP"}
        until = datetime.fromisoformat(asked["time_expire"]).timestamp()
        wanted = Trade("wechat", asked["out_trade_no"], asked["amount"]["total"], asked["notify_url"], "", until=until)
        made = self.till.open(wanted)
        if way == "native":
            return 200, {"code_url": f"weixin://wxpay/bizpayurl?pr={made.token}"}
        return 200, {"h5_url": f"/stand-in/payment/cashier/{made.token}?package=demonstration"}

    def _look(self, number: str, merchant: str) -> tuple[int, dict[str, Any]]:
        found = self.till.trade("wechat", number)
        if found is None or merchant != MERCHANT:
            return 404, {"code": "ORDER_NOT_EXIST", "message": "订单不存在"}
        return 200, self.trade_words(found)

    def _refund(self, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        amount = asked["amount"]
        trade = self.till.trade("wechat", asked["out_trade_no"])
        if trade is None or amount["total"] != trade.fen:
            return 404, {"code": "RESOURCE_NOT_EXISTS", "message": "订单不存在"}
        wanted = Refund("wechat", asked["out_refund_no"], trade.number, amount["refund"], asked["notify_url"], 0.0)
        return 200, self.refund_words(self.till.refund(wanted))

    def trade_words(self, trade: Trade) -> dict[str, Any]:
        state = {"open": "NOTPAY", "paid": "SUCCESS", "closed": "CLOSED"}[trade.state]
        said = {
            "appid": APP,
            "mchid": MERCHANT,
            "out_trade_no": trade.number,
            "trade_state": state,
            "trade_state_desc": state,
            "amount": {"total": trade.fen, "currency": "CNY"},
        }
        if trade.state == "paid":
            said |= {"transaction_id": f"42000{trade.token[:20]}", "payer": {"openid": f"o-{trade.token[:12]}"}}
        return said

    def refund_words(self, refund: Refund) -> dict[str, Any]:
        done = time.time() >= refund.done_at
        return {
            "out_trade_no": refund.trade,
            "out_refund_no": refund.number,
            "refund_id": f"50000{refund.number[:20]}",
            "status": "SUCCESS" if done else "PROCESSING",
            "amount": {"refund": refund.fen, "total": refund.fen, "currency": "CNY"},
        }

    def call(self, what: str, about: Trade | Refund) -> tuple[dict[str, str], bytes]:
        """One signed call, with a time and a nonce of its own."""
        if isinstance(about, Trade):
            kind, said = "TRANSACTION.SUCCESS", self.trade_words(about)
        else:
            kind, said = "REFUND.SUCCESS", self.refund_words(about)
            said = {"mchid": MERCHANT, **said, "refund_status": said.pop("status")}
        nonce, word = secrets.token_hex(6), "transaction" if what == "paid" else "refund"
        sealed = AESGCM(self.keys.v3).encrypt(nonce.encode(), json.dumps(said).encode(), word.encode())
        resource = {
            "algorithm": "AEAD_AES_256_GCM",
            "ciphertext": base64.b64encode(sealed).decode(),
            "nonce": nonce,
            "associated_data": word,
            "original_type": word,
        }
        call = {
            "id": secrets.token_hex(8),
            "event_type": kind,
            "resource_type": "encrypt-resource",
            "resource": resource,
        }
        body = json.dumps(call).encode()
        return {**self._signature(body), "Content-Type": "application/json"}, body

    def _signed(self, status: int, said: dict[str, Any] | None) -> Answer:
        body = b"" if said is None else json.dumps(said, ensure_ascii=False).encode()
        return Answer(status, body, {**self._signature(body), "Content-Type": "application/json"})

    def _signature(self, body: bytes) -> dict[str, str]:
        at, nonce = str(int(time.time())), secrets.token_hex(16)
        text = b"\n".join([at.encode(), nonce.encode(), body, b""])
        return {
            "Wechatpay-Timestamp": at,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Serial": PLATFORM,
            "Wechatpay-Signature": base64.b64encode(self.keys.sign("wechat", text)).decode(),
        }

    def _is_merchant(self, method: str, place: str, authorization: str, body: bytes) -> bool:
        schema, _, rest = authorization.partition(" ")
        given = dict(_PART.findall(rest))
        if schema != "WECHATPAY2-SHA256-RSA2048" or (given.get("mchid"), given.get("serial_no")) != (MERCHANT, SERIAL):
            return False
        try:
            text = f"{method}\n{place}\n{given['timestamp']}\n{given['nonce_str']}\n".encode() + body + b"\n"
            self.keys.verify("wechat", base64.b64decode(given["signature"]), text)
            return abs(time.time() - int(given["timestamp"])) < 300
        except (KeyError, ValueError, InvalidSignature):
            return False
