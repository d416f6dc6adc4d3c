"""Alipay's side of its open gateway."""

import base64
import json
import secrets
import time
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidSignature

from yinuo.wallet.stand_in.keys import Keys
from yinuo.wallet.stand_in.till import Refund, Refused, Till, Trade

APP, SELLER = "2021000000000001", "2088000000000001"
CHINA = ZoneInfo("Asia/Shanghai")
Said = dict[str, Any]


class AlipaySide:
    def __init__(self, till: Till, keys: Keys) -> None:
        self.till, self.keys = till, keys

    def is_merchant(self, given: dict[str, str]) -> bool:
        unsigned = {name: value for name, value in given.items() if name != "sign" and value}
        text = "&".join(f"{name}={value}" for name, value in sorted(unsigned.items()))
        try:
            self.keys.verify("alipay", base64.b64decode(given["sign"]), text.encode())
        except (KeyError, ValueError, InvalidSignature):
            return False
        return given.get("app_id") == APP and given.get("sign_type") == "RSA2"

    def wap(self, given: dict[str, str]) -> Trade:
        """What a browser brought: the trade is made when the person comes. Raises :class:`Refused`."""
        if not self.is_merchant(given) or given.get("method") != "alipay.trade.wap.pay":
            raise Refused("signature")
        asked = json.loads(given["biz_content"])
        until = datetime.strptime(asked["time_expire"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA).timestamp()
        fen = int(Decimal(asked["total_amount"]) * 100)
        wanted = Trade("alipay", asked["out_trade_no"], fen, given["notify_url"], "", given["return_url"], until=until)
        return self.till.open(wanted)

    def answer(self, given: dict[str, str]) -> bytes:
        """The gateway's signed answer."""
        method = given.get("method", "")
        if not self.is_merchant(given):
            said: Said = {"code": "40002", "msg": "Invalid Arguments", "sub_code": "isv.invalid-signature"}
        else:
            try:
                said = self._act(method, json.loads(given["biz_content"]))
            except Refused as no:
                code = {"unknown": "ACQ.TRADE_NOT_EXIST", "paid": "ACQ.TRADE_STATUS_ERROR"}.get(str(no), "ACQ.INVALID")
                said = {"code": "40004", "msg": "Business Failed", "sub_code": code}
        text = json.dumps(said, ensure_ascii=False)
        signature = base64.b64encode(self.keys.sign("alipay", text.encode())).decode()
        return f'{{"{method.replace(".", "_")}_response":{text},"sign":"{signature}"}}'.encode()

    def _act(self, method: str, asked: Said) -> Said:
        number = asked.get("out_trade_no", "")
        trade = self.till.trade("alipay", number)
        if trade is None:
            raise Refused("unknown")
        if method == "alipay.trade.query":
            return self._trade(trade)
        if method == "alipay.trade.close":
            self.till.close("alipay", number)
            return {"code": "10000", "msg": "Success", "out_trade_no": number}
        if method == "alipay.trade.refund":
            return self._refund(trade, asked)
        if method == "alipay.trade.fastpay.refund.query":
            found = self.till.refund_of("alipay", asked.get("out_request_no", ""))
            if found is None or time.time() < found.done_at:
                return {"code": "10000", "msg": "Success"}
            said = {
                "out_request_no": found.number,
                "refund_amount": _yuan(found.fen),
                "refund_status": "REFUND_SUCCESS",
            }
            return {"code": "10000", "msg": "Success", "out_trade_no": number, **said}
        raise Refused("no such interface")

    def _trade(self, trade: Trade) -> Said:
        state = {"open": "WAIT_BUYER_PAY", "paid": "TRADE_SUCCESS", "closed": "TRADE_CLOSED"}[trade.state]
        said = {"out_trade_no": trade.number, "trade_no": f"2026{trade.token[:20]}", "total_amount": _yuan(trade.fen)}
        return {"code": "10000", "msg": "Success", "trade_status": state, **said}

    def _refund(self, trade: Trade, asked: Said) -> Said:
        known = self.till.refund_of("alipay", asked["out_request_no"])
        fen = int(Decimal(asked["refund_amount"]) * 100)
        made = self.till.refund(Refund("alipay", asked["out_request_no"], trade.number, fen, "", 0.0))
        moved = known is None and time.time() >= made.done_at
        said = {"out_trade_no": trade.number, "fund_change": "Y" if moved else "N", "refund_fee": _yuan(made.fen)}
        return {"code": "10000", "msg": "Success", **said}

    def call(self, trade: Trade) -> tuple[dict[str, str], bytes]:
        said = {
            "app_id": APP,
            "seller_id": SELLER,
            "out_trade_no": trade.number,
            "trade_no": f"2026{trade.token[:20]}",
            "trade_status": "TRADE_SUCCESS",
            "total_amount": _yuan(trade.fen),
            "notify_id": secrets.token_hex(16),
            "notify_time": datetime.now(CHINA).strftime("%Y-%m-%d %H:%M:%S"),
            "notify_type": "trade_status_sync",
            "charset": "utf-8",
            "version": "1.0",
            "buyer_id": "2088000000000099",
        }
        text = "&".join(f"{name}={value}" for name, value in sorted(said.items()))
        signature = base64.b64encode(self.keys.sign("alipay", text.encode())).decode()
        body = urlencode({**said, "sign": signature, "sign_type": "RSA2"}).encode()
        return {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}, body


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"
