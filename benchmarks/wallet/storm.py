"""The processes, and the hand that kills them."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks.chat.servers import free_port
from yinuo.wallet.stand_in import alipay, wechat
from yinuo.wallet.stand_in.keys import Keys

WORKERS = 2
BEAT = 0.5
LIFE = 4.0  # seconds of work that each gets at least: on a crowded machine a start takes longer than that


class Storm:
    """``blow`` waits a beat, kills one process when it is time, and starts what is dead."""

    def __init__(self, home: Path, seed: int) -> None:
        self.home, self.seed, self.kills = home, seed, 0
        self.service, self.pages = free_port(), free_port()
        self.till = home / "payments.jsonl"
        self.notify = f"http://127.0.0.1:{self.pages}/wallet/calls/wechat/"
        self._dice = random.Random(seed)  # noqa: S311 - a schedule, not a secret
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._born: dict[str, float] = {}
        self._next = time.monotonic() + 4
        Keys(home / "keys" / "payment")

    def settings(self) -> dict[str, str]:
        address = f"http://127.0.0.1:{self.service}"
        return {
            "YINUO_PORT": str(self.pages),
            "YINUO_PAYMENT_KEYS": str(self.home / "keys" / "payment"),
            "YINUO_WECHAT_ENDPOINT": address,
            "YINUO_WECHAT_MERCHANT": wechat.MERCHANT,
            "YINUO_WECHAT_APP": wechat.APP,
            "YINUO_WECHAT_SERIAL": wechat.SERIAL,
            "YINUO_WECHAT_PLATFORM": wechat.PLATFORM,
            "YINUO_ALIPAY_GATEWAY": f"{address}/gateway.do",
            "YINUO_ALIPAY_APP": alipay.APP,
            "YINUO_ALIPAY_SELLER": alipay.SELLER,
            "YINUO_LOG_LEVEL": "ERROR",
        }

    def __enter__(self) -> Self:
        self._raise()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in self._running.values():
            process.kill()
            process.wait()

    def blow(self) -> None:
        time.sleep(BEAT)
        if time.monotonic() > self._next:
            self._next = time.monotonic() + self._dice.uniform(4, 8)
            grown = sorted(name for name in self._running if self._worked(name) > LIFE)
            if grown:
                victim = self._running[self._dice.choice(grown)]
                victim.send_signal(signal.SIGKILL)
                victim.wait()
                self.kills += 1
        self._raise()

    def _worked(self, name: str) -> float:
        """For how many seconds it has been at work; starting is no work."""
        if name not in self._born and self._ready(name):
            self._born[name] = time.monotonic()
        return time.monotonic() - self._born[name] if name in self._born else 0.0

    def _ready(self, name: str) -> bool:
        """Servers listen; a worker has said a word."""
        port = self.ports().get(name)
        if port is None:
            return self._said(name).stat().st_size > 0
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def ports(self) -> dict[str, int]:
        return {"service": self.service, "pages": self.pages}

    def _said(self, name: str) -> Path:
        return self.home / f"{name}.out"

    def _raise(self) -> None:
        for name, command in self._commands().items():
            known = self._running.get(name)
            if known is None or known.poll() is not None:
                self._born.pop(name, None)
                with self._said(name).open("wb") as said:
                    self._running[name] = subprocess.Popen(
                        [sys.executable, "-m", *command], env=dict(os.environ), stdout=said
                    )
            self._worked(name)

    def _commands(self) -> dict[str, list[str]]:
        stand_in = ["yinuo.wallet.stand_in", "--port", str(self.service), "--keys", str(self.home / "keys" / "payment")]
        return {
            "service": [*stand_in, "--till", str(self.till), "--unruly", str(self.seed)],
            "pages": ["benchmarks.wallet.pages", str(self.pages)],
            **{f"worker {number}": ["benchmarks.wallet.worker"] for number in range(WORKERS)},
        }
