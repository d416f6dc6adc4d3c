"""The demonstration's stand-in for the payout service and for the card verifier: both protocols over real HTTP.

``python -m yinuo.wallet.stand_in_bank --port N --keys DIR --calls URL`` checks signatures like the two services do,
pays nobody, and shows on a page of its own what it was told: never a whole number. ``--schedule wild --seed N``
answers late, twice or not at all; ``--journal FILE`` lets it remember over a ``kill -9``. Production refuses to start
with it on.
"""

import argparse
import csv
import hmac
import html
import io
import json
import os
import threading
import time
import urllib.request
import uuid
import zipfile
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit
from zoneinfo import ZoneInfo

from yinuo.wallet.bank import rsa2, tc3
from yinuo.wallet.bank.numbers import is_id_number, is_luhn, read_fen, yuan
from yinuo.wallet.stand_in_keys import BANK, OURS, private, public
from yinuo.wallet.stand_in_schedule import Plan, Schedule

SHANGHAI = ZoneInfo("Asia/Shanghai")
LATE_ANSWER = 12.0
FINAL = ("SUCCESS", "FAIL", "REFUND")
COLUMNS = (
    *("账务流水号", "业务流水号", "商户订单号", "商品名称", "发生时间", "对方账号"),
    *("收入金额（+元）", "支出金额（-元）", "账户余额（元）", "交易渠道", "业务类型", "备注"),
)
LOOK = """:root{color-scheme:light dark}
body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:16px}
h1{font-size:17px}table{width:100%;border-collapse:collapse}td,th{border-top:1px solid;padding:8px 4px;text-align:left}
td{font-variant-numeric:tabular-nums}"""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
# The last four of a reserved number say how the verifier answers.
VERIFIER = {"0001": "-1", "0002": "-2", "0013": "-13", "0018": "-18", "0019": "-19"}


@dataclass(frozen=True)
class Payout:
    number: str
    fen: int
    tail: str
    order: str
    status: str
    due: float
    calls: int
    day: str
    told: int = 1


class Bank:
    """What the stand-in knows. Every change is in the journal before anybody hears of it."""

    def __init__(self, schedule: Schedule, journal: Path | None = None) -> None:
        self.schedule = schedule
        self.payouts: dict[str, Payout] = {}
        self.lock = threading.Lock()
        self.journal = journal
        self.ringing: list[tuple[float, str, int]] = []
        self._dropped: set[str] = set()
        if journal is not None and journal.exists():
            for line in journal.read_text("utf-8").splitlines():
                with suppress(ValueError, TypeError):  # a kill -9 may cut the last line off
                    self._keep(Payout(**json.loads(line)), write=False)

    def tell(self, number: str, fen: int, tail: str) -> tuple[Payout | None, Plan]:
        """One telling; the second and every further one of a number changes nothing. None when it never arrived."""
        plan = self.schedule.plan(number, fen)
        with self.lock:
            known = self.payouts.get(number)
            if known is not None:
                self._keep(replace(known, told=known.told + 1))
                return known, Plan()
            if plan.answer == "dropped" and number not in self._dropped:
                self._dropped.add(number)
                return None, plan
            day = datetime.now(SHANGHAI).date().isoformat()
            made = Payout(number, fen, tail, uuid.uuid4().hex, "DEALING", time.time() + plan.after, plan.calls, day)
            self._keep(made)
            return made, plan

    def due(self) -> None:
        """Bring what is due to its end, and ring for it. REFUND comes after a SUCCESS that was told."""
        with self.lock:
            for one in list(self.payouts.values()):
                if one.due > time.time() or one.status in ("FAIL", "REFUND"):
                    continue
                outcome = self.schedule.plan(one.number, one.fen).outcome
                if one.status == "DEALING":
                    status = "SUCCESS" if outcome == "REFUND" else outcome
                elif outcome == "REFUND":
                    status = "REFUND"
                else:
                    continue
                self._keep(replace(one, status=status, due=time.time() + 2.0))
                self.ringing += [(time.time() + 0.2 * again, one.number, 0) for again in range(one.calls)]

    def _keep(self, payout: Payout, *, write: bool = True) -> None:
        if write and self.journal is not None:
            with self.journal.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(payout)) + "\n")
                file.flush()
                os.fsync(file.fileno())
        self.payouts[payout.number] = payout

    def file(self, day: str) -> bytes:
        """The day's movements as the service packs them."""
        text = io.StringIO()
        text.write("#支付宝账务明细查询\n#账号：[演示]\n#-----------------账务明细列表----------------\n")
        writer = csv.writer(text)
        writer.writerow(COLUMNS)
        for one in self.payouts.values():
            if one.day != day or one.status not in ("SUCCESS", "REFUND"):
                continue
            for out, back in ((yuan(-one.fen), ""), *((("", yuan(one.fen)),) if one.status == "REFUND" else ())):
                row = [one.order, one.order, one.number, "接诊收入", f"{day} 12:00:00", f"****{one.tail}", back, out,
                       "0.00", "单笔转账到银行卡", "转账", ""]  # fmt: skip
                writer.writerow([f"{cell}\t" for cell in row])
        text.write("#-----------------账务明细列表结束------------\n")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                f"20881234567890120156_{day.replace('-', '')}_账务明细.csv", text.getvalue().encode("gb18030")
            )
        return packed.getvalue()


class Handler(BaseHTTPRequestHandler):
    server: "StandIn"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/":
            self._answer(200, "text/html", page(self.server.bank).encode())
        elif parts.path == "/look.css":
            self._answer(200, "text/css", LOOK.encode())
        elif parts.path == "/payouts":
            found = [asdict(one) for one in self.server.bank.payouts.values()]
            self._answer(200, "application/json", json.dumps(found).encode())
        elif parts.path == "/file":
            day = parse_qs(parts.query).get("day", [""])[0]
            self._answer(200, "application/zip", self.server.bank.file(day))
        else:
            self._answer(404, "text/plain", b"not here")

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), 65536))
        if self.headers.get("X-TC-Action"):
            self._verify(body)
        else:
            self._gateway(dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)))

    def _verify(self, body: bytes) -> None:
        result = self.server.verified(dict(self.headers.items()), body)
        self._answer(200, "application/json", json.dumps({"Response": result}, ensure_ascii=False).encode())

    def _gateway(self, parameters: dict[str, str]) -> None:
        name = parameters.get("method", "").replace(".", "_") + "_response"
        said = self.server.gateway(parameters)
        if said is None:  # the answer is lost: the connection just ends
            self.close_connection = True
            return
        content = json.dumps(said, ensure_ascii=False)
        sign = rsa2.sign(content.encode(), self.server.key)
        self._answer(200, "application/json", f'{{"{name}":{content},"sign":"{sign}"}}'.encode())

    def _answer(self, status: int, kind: str, content: bytes) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            for name, value in HEADERS.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        """Nothing: what is told here are numbers of cards."""


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


def told(one: Payout) -> dict[str, Any]:
    said = {"code": "10000", "msg": "Success", "out_biz_no": one.number, "order_id": one.order, "status": one.status}
    said |= {"trans_amount": yuan(one.fen), "trans_date": f"{one.day} 12:00:00"}
    return {**said, "error_code": "PAYEE_CARD_INFO_ERROR"} if one.status in ("FAIL", "REFUND") else said


def refusal(sub_code: str) -> dict[str, Any]:
    return {"code": "40004", "msg": "Business Failed", "sub_code": sub_code, "sub_msg": sub_code}


def call_of(one: Payout, app: str, key: Any, *, fen: int | None = None) -> dict[str, str]:
    """The signed call that tells a payout's state; ``fen`` for a call that lies about the amount."""
    content = told(replace(one, fen=fen or one.fen)) | {
        "product_code": "TRANS_BANKCARD_NO_PWD", "biz_scene": "DIRECT_TRANSFER", "action_type": "FINISH",
        "origin_interface": "alipay.fund.trans.uni.transfer",
    }  # fmt: skip
    parameters = {
        "notify_id": uuid.uuid4().hex, "utc_timestamp": str(int(datetime.now(UTC).timestamp() * 1000)),
        "msg_method": "alipay.fund.trans.order.changed", "app_id": app, "version": "1.1", "charset": "UTF-8",
        "sign_type": "RSA2", "biz_content": json.dumps(content, ensure_ascii=False),
    }  # fmt: skip
    return {**parameters, "sign": rsa2.sign(rsa2.content_of(parameters, without=("sign", "sign_type")), key)}


def page(bank: Bank) -> str:
    """What was told, newest first; it refreshes itself every three seconds."""
    rows = "".join(
        f"<tr><td>{html.escape(one.number[-8:])}</td><td>¥{yuan(one.fen)}</td><td>****{html.escape(one.tail)}</td>"
        f"<td>{html.escape(one.status)}</td><td>{one.told}</td></tr>"
        for one in reversed(list(bank.payouts.values()))
    )
    return (
        '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><meta http-equiv="refresh" content="3">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>演示用银行替身</title>'
        '<link rel="stylesheet" href="./look.css"></head><body><main><h1>演示用银行替身</h1>'
        "<p>这里代替代发服务和银行卡核验服务，仅供演示：没有真的付款，也没有真的核验。"
        "金额末位为 4 分的会失败，为 8 分的到账后被退票，其余两秒后到账。"
        "预留手机号末四位 0001 核验不通过、0002 姓名不符、0013 卡已挂失、0018 没有答复、0019 次数太多，其余通过。</p>"
        "<table><thead><tr><th>单号</th><th>金额</th><th>卡</th><th>状态</th><th>被告知</th></tr></thead>"
        f"<tbody>{rows or '<tr><td colspan=5>还没有提现。</td></tr>'}</tbody></table></main></body></html>"
    )


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m yinuo.wallet.stand_in_bank", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--keys", type=Path, required=True)
    parser.add_argument("--calls", default="")
    parser.add_argument("--schedule", choices=("calm", "wild"), default="calm")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--journal", type=Path)
    asked = parser.parse_args(arguments)
    bank = Bank(Schedule(asked.schedule, asked.seed), asked.journal)
    secrets = os.environ.get("YINUO_VERIFIER_KEY_ID", ""), os.environ.get("YINUO_VERIFIER_KEY_SECRET", "")
    with StandIn(asked.port, bank, asked.keys, asked.calls, secrets) as server:
        threading.Thread(target=_clock, args=(server,), daemon=True).start()
        with suppress(KeyboardInterrupt):
            server.serve_forever()


def _clock(server: StandIn) -> None:
    while True:
        server.bank.due()
        server.ring()
        time.sleep(0.1)


if __name__ == "__main__":
    main()
