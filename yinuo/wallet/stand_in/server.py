"""The stand-in's HTTP: both services' interfaces, the cashier, and the calls that go out."""

import json
import threading
import time
from contextlib import suppress
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx

from yinuo.wallet.stand_in import cashier
from yinuo.wallet.stand_in.alipay import AlipaySide
from yinuo.wallet.stand_in.keys import Keys
from yinuo.wallet.stand_in.schedule import Schedule
from yinuo.wallet.stand_in.till import Refund, Refused, Till, Trade
from yinuo.wallet.stand_in.wechat import WeChatSide
from yinuo.web import stand_in

AGAIN = (1.0, 2.0, 4.0, 8.0)  # the services call again while the merchant does not say that it heard
LARGEST = 64 * 1024


class PaymentServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, keys: Keys, file: Path | None = None, schedule: Schedule | None = None) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.schedule = schedule or Schedule()
        self.till = Till(file, self.schedule, self.tell)
        self.wechat, self.alipay = WeChatSide(self.till, keys), AlipaySide(self.till, keys)
        self._asked: dict[str, int] = {}
        self._lock = threading.Lock()

    def tell(self, what: str, about: object) -> None:
        """Call the merchant, as the schedule says; each call on a thread of its own, gone with the process."""
        if not isinstance(about, Trade | Refund) or not about.notify:
            return
        for wait in self.schedule.calls(f"{what} {about.number}"):
            threading.Thread(target=self._call, args=(what, about, wait), daemon=True).start()

    def _call(self, what: str, about: Trade | Refund, wait: float) -> None:
        if isinstance(about, Refund):
            wait = max(wait, about.done_at - time.time() + 0.05)
        time.sleep(wait)
        for pause in (*AGAIN, 0.0):
            side = self.wechat.call(what, about) if about.service == "wechat" else self.alipay.call(about)  # type: ignore[arg-type]
            headers, body = side
            try:
                heard = httpx.post(about.notify, content=body, headers=headers, timeout=5, trust_env=False)
                if heard.status_code in (200, 204) and heard.text in ("", "success"):
                    return
            except httpx.HTTPError:
                pass
            time.sleep(pause)

    def manners(self, what: str) -> tuple[float, bool]:
        """How long this answer takes and whether it gets lost."""
        with self._lock:
            times = self._asked[what] = self._asked.get(what, 0) + 1
        return self.schedule.answer(what, times)


class Handler(stand_in.Handler):
    server: PaymentServer
    template = "wallet/stand_in_payment.html"

    def kept(self) -> list[cashier.Shown]:
        return [cashier.Shown.of(one) for one in reversed(list(self.server.till.trades.values()))]

    def do_GET(self) -> None:  # noqa: N802 - the parent's name
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        if parts.path.startswith("/v3/"):
            self._wechat("GET", b"")
        elif parts.path == "/gateway.do":
            self._wap(dict(parse_qsl(parts.query, keep_blank_values=True)))
        elif parts.path.startswith("/cashier/"):
            self._cashier(parts.path.rsplit("/", 1)[-1], query.get("redirect_url", ""))
        else:
            super().do_GET()

    def do_POST(self) -> None:  # noqa: N802 - the parent's name
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(min(length, LARGEST))
        path = urlsplit(self.path).path
        if path.startswith("/v3/"):
            self._wechat("POST", body)
        elif path == "/gateway.do":
            given = dict(parse_qsl(body.decode(), keep_blank_values=True))
            what = f"{given.get('method')} {given.get('biz_content')}"
            self._send(200, {"Content-Type": "application/json"}, self.server.alipay.answer(given), what)
        elif path.startswith("/cashier/"):
            self._pressed(path.rsplit("/", 1)[-1], dict(parse_qsl(body.decode())))
        else:
            self.answer(404, "text/plain", "not here")

    def _wechat(self, method: str, body: bytes) -> None:
        said = self.server.wechat.answer(method, self.path, self.headers.get("Authorization", ""), body)
        asked = json.loads(body) if body else {}
        what = f"{method} {self.path} {asked.get('out_trade_no', '')} {asked.get('out_refund_no', '')}"
        self._send(said.status, said.headers, said.body, what)

    def _wap(self, given: dict[str, str]) -> None:
        try:
            trade = self.server.alipay.wap(given)
        except (Refused, KeyError, ValueError):
            self.answer(400, "text/html", cashier.unsigned())
            return
        self.answer(200, "text/html", cashier.cashier(trade, "", trade.back))

    def _cashier(self, token: str, back: str) -> None:
        trade = self.server.till.by_token(token)
        if trade is None:
            self.answer(404, "text/plain", "not here")
            return
        self.answer(200, "text/html", cashier.cashier(trade, "../", trade.back or _own(back)))

    def _pressed(self, token: str, given: dict[str, str]) -> None:
        trade = self.server.till.by_token(token)
        if trade is None:
            self.answer(404, "text/plain", "not here")
            return
        try:
            if given.get("press") == "pay":
                trade = self.server.till.pay(trade)
        except Refused:
            trade = self.server.till.by_token(token) or trade
        back = trade.back or _own(given.get("back", ""))
        if given.get("press") != "pay" and back:
            self.send_response(303)
            self.send_header("Location", back)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.answer(200, "text/html", cashier.cashier(trade, "../", back))

    def _send(self, status: int, headers: dict[str, str], body: bytes, what: str) -> None:
        """A service's answer, in the schedule's manners."""
        wait, lost = self.server.manners(what)
        time.sleep(wait)
        if lost:
            self.close_connection = True
            return
        with suppress(BrokenPipeError, ConnectionResetError):  # who asked went away, or was killed
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if status != 204:
                self.wfile.write(body)


def _own(back: str) -> str:
    """Only our own machine: the page sends nobody elsewhere."""
    parts = urlsplit(back)
    return back if parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1") else ""
