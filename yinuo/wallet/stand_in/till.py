"""What the services would know: trades and refunds, kept in a file that outlives a kill."""

import json
import os
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from yinuo.wallet.stand_in.schedule import Schedule


@dataclass(frozen=True)
class Trade:
    service: str
    number: str
    fen: int
    notify: str
    token: str
    back: str = ""
    state: str = "open"  # open, paid, closed
    until: float = 0.0


@dataclass(frozen=True)
class Refund:
    service: str
    number: str
    trade: str
    fen: int
    notify: str
    done_at: float


class Refused(Exception):
    """With the reason as a word."""


class Till:
    """Every change is on the disk before anybody hears of it."""

    def __init__(self, file: Path | None, schedule: Schedule, tell: Callable[[str, object], None]) -> None:
        self._lock = threading.RLock()
        self.trades: dict[tuple[str, str], Trade] = {}
        self.refunds: dict[tuple[str, str], Refund] = {}
        self.schedule, self._tell, self._file = schedule, tell, file
        if file is not None and file.exists():
            for line in file.read_text(encoding="utf-8").splitlines():
                self._replay(line)

    def open(self, asked: Trade) -> Trade:
        """Make a trade; the same number again is the same trade."""
        with self._lock:
            known = self.trades.get((asked.service, asked.number))
            if known is not None:
                if known.fen != asked.fen:
                    raise Refused("used")
                return known
            return self._keep(replace(asked, token=asked.token or secrets.token_hex(16)))

    def trade(self, service: str, number: str) -> Trade | None:
        with self._lock:
            return self.trades.get((service, number))

    def by_token(self, token: str) -> Trade | None:
        with self._lock:
            return next((one for one in self.trades.values() if one.token == token), None)

    def pay(self, trade: Trade) -> Trade:
        """What the person presses."""
        with self._lock:
            now = self.trades[trade.service, trade.number]
            if now.state != "open" or (now.until and time.time() > now.until):
                raise Refused("closed" if now.state != "paid" else "paid")
            paid = self._keep(replace(now, state="paid"))
        self._tell("paid", paid)
        return paid

    def close(self, service: str, number: str) -> None:
        with self._lock:
            now = self.trades.get((service, number))
            if now is None:
                raise Refused("unknown")
            if now.state == "paid":
                raise Refused("paid")
            self._keep(replace(now, state="closed"))

    def refund(self, asked: Refund) -> Refund:
        """Give money back, once for each number and never more than was paid."""
        with self._lock:
            known = self.refunds.get((asked.service, asked.number))
            if known is not None:
                if (known.trade, known.fen) != (asked.trade, asked.fen):
                    raise Refused("used")
                return known
            trade = self.trades.get((asked.service, asked.trade))
            if trade is None or trade.state != "paid":
                raise Refused("unknown")
            before = sum(one.fen for one in self.refunds.values() if one.trade == asked.trade)
            if before + asked.fen > trade.fen:
                raise Refused("more than was paid")
            made = self._keep_refund(replace(asked, done_at=time.time() + self.schedule.takes(asked.number)))
        self._tell("refunded", made)
        return made

    def refund_of(self, service: str, number: str) -> Refund | None:
        with self._lock:
            return self.refunds.get((service, number))

    def _keep(self, trade: Trade) -> Trade:
        self._write("trade", asdict(trade))
        self.trades[trade.service, trade.number] = trade
        return trade

    def _keep_refund(self, refund: Refund) -> Refund:
        self._write("refund", asdict(refund))
        self.refunds[refund.service, refund.number] = refund
        return refund

    def _write(self, kind: str, row: dict[str, Any]) -> None:
        if self._file is None:
            return
        with self._file.open("a", encoding="utf-8") as out:
            out.write(json.dumps({"kind": kind, **row}) + "\n")
            out.flush()
            os.fsync(out.fileno())

    def _replay(self, line: str) -> None:
        try:
            row = json.loads(line)
        except ValueError:
            return  # the last line of a killed process
        if row.pop("kind") == "trade":
            trade = Trade(**row)
            self.trades[trade.service, trade.number] = trade
        else:
            refund = Refund(**row)
            self.refunds[refund.service, refund.number] = refund
