"""The stand-in's HTTP: the payout service's gateway and file, the verifier, the page, and the calls that go out."""

import hmac
import json
import time
import urllib.request
import uuid
from contextlib import suppress
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from yinuo.wallet import rsa2
from yinuo.wallet.bank import tc3
from yinuo.wallet.bank.numbers import is_id_number, is_luhn, read_fen, yuan
from yinuo.wallet.stand_in_bank.bank import Bank, Payout
from yinuo.wallet.stand_in_bank.keys import BANK, OURS, private, public
from yinuo.wallet.stand_in_bank.words import call_of, refusal, told
from yinuo.web import stand_in

LATE_ANSWER = 12.0
# The last four of a reserved number say how the verifier answers.
VERIFIER = {"0001": "-1", "0002": "-2", "0013": "-13", "0018": "-18", "0019": "-19"}


@dataclass(frozen=True)
class Shown:
    """A payout on the page; of numbers the last digits alone."""

    number: str
    amount: str
    tail: str
    status: str
    told: str


class Handler(stand_in.Handler):
    server: "StandIn"
    template = "wallet/stand_in_bank.html"

    def kept(self) -> list[Shown]:
        payouts = reversed(list(self.server.bank.payouts.values()))
        return [Shown(one.number[-8:], yuan(one.fen), one.tail, one.status, str(one.told)) for one in payouts]

    def do_GET(self) -> None:  # noqa: N802 - the parent's name
        parts = urlsplit(self.path)
        if parts.path == "/file":
            day = parse_qs(parts.query).get("day", [""])[0]
            self.answer(200, "application/zip", self.server.bank.file(day))
        else:
            super().do_GET()

    def do_POST(self) -> None:  # noqa: N802 - the parent's name
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), 65536))
        if self.headers.get("X-TC-Action"):
            self.json(200, {"Response": self.server.verified(dict(self.headers.items()), body)})
        else:
            self._gateway(dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)))

    def _gateway(self, parameters: dict[str, str]) -> None:
        name = parameters.get("method", "").replace(".", "_") + "_response"
        said = self.server.gateway(parameters)
        if said is None:  # the answer is lost: the connection just ends
            self.close_connection = True
            return
        content = json.dumps(said, ensure_ascii=False)
        sign = rsa2.sign(content.encode(), self.server.key)
        self.answer(200, "application/json", f'{{"{name}":{content},"sign":"{sign}"}}')


class StandIn(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, bank: Bank, keys: Path, calls: str = "", secrets: tuple[str, str] = ("", "")) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.bank = bank
        self.calls = calls
        self.app, self.key = "demonstration", rsa2.private_key(private(keys, BANK))
        self.theirs = rsa2.public_key(public(keys, OURS))
        self.secrets = secrets

    def gateway(self, parameters: dict[str, str]) -> dict[str, Any] | None:
        if parameters.get("app_id") != self.app:
            return refusal("isv.invalid-app-id")
        if not rsa2.fits(rsa2.content_of(parameters), parameters.get("sign", ""), self.theirs):
            return refusal("isv.invalid-signature")
        content = json.loads(parameters.get("biz_content") or "{}")
        method = parameters["method"]
        if method == "alipay.fund.trans.uni.transfer":
            return self._transfer(content)
        if method == "alipay.fund.trans.common.query":
            found = self.bank.payouts.get(str(content.get("out_biz_no")))
            return told(found) if found else refusal("ORDER_NOT_EXIST")
        if method == "alipay.data.dataservice.bill.downloadurl.query":
            address = f"http://127.0.0.1:{self.server_port}/file?day={content.get('bill_date', '')}"
            return {"code": "10000", "msg": "Success", "bill_download_url": address}
        return refusal("isv.invalid-method")

    def _transfer(self, content: dict[str, Any]) -> dict[str, Any] | None:
        payee, fen = content.get("payee_info", {}), read_fen(str(content.get("trans_amount")))
        number = str(payee.get("identity", ""))
        if fen is None or payee.get("identity_type") != "BANKCARD_ACCOUNT":
            return refusal("INVALID_PARAMETER")
        if not is_luhn(number) or not payee.get("name"):
            return refusal("PAYEE_CARD_INFO_ERROR")
        made, plan = self.bank.tell(str(content.get("out_biz_no")), fen, number[-4:])
        if plan.answer == "late":
            time.sleep(LATE_ANSWER)
        if made is None or plan.answer == "lost":
            return None
        return refusal("SYSTEM_ERROR") if plan.answer == "unsure" else told(made)

    def verified(self, headers: dict[str, str], body: bytes) -> dict[str, Any]:
        """The verifier's answer; its documents' codes."""
        named = {name.lower(): value for name, value in headers.items()}
        identity = str(uuid.uuid4())
        try:
            call = tc3.Call(named["host"], "faceid", body, int(named["x-tc-timestamp"]))
            fits = hmac.compare_digest(tc3.authorization(call, *self.secrets), named["authorization"])
            asked = json.loads(body)
        except (KeyError, ValueError):
            fits, asked = False, {}
        if not fits or abs(time.time() - call.at) > 300:
            return {"Error": {"Code": "AuthFailure.SignatureFailure", "Message": "no"}, "RequestId": identity}
        result = VERIFIER.get(str(asked.get("Phone", ""))[-4:], "0")
        if not is_luhn(str(asked.get("BankCard", ""))):
            result = "-4"
        if not is_id_number(str(asked.get("IdCard", ""))):
            result = "-3"
        return {"Result": result, "Description": "演示替身", "RequestId": identity}

    def ring(self) -> None:
        """Make the calls that are due; an unanswered one is made again, five times at most."""
        with self.bank.lock:
            due = [one for one in self.bank.ringing if one[0] <= time.time()]
            self.bank.ringing = [one for one in self.bank.ringing if one[0] > time.time()]
        for _, number, times in due:
            if self.calls and not self._heard(self.bank.payouts[number]) and times < 5:
                with self.bank.lock:
                    self.bank.ringing.append((time.time() + 2.0**times, number, times + 1))

    def _heard(self, one: Payout) -> bool:
        request = urllib.request.Request(self.calls, urlencode(call_of(one, self.app, self.key)).encode())  # noqa: S310
        with suppress(OSError), urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - our own setting
            return bool(answer.read() == b"success")
        return False
