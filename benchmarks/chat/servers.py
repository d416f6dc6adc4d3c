"""The servers of a sitting, and how each is spoken to."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.request import urlopen

from benchmarks.chat.people import Pair

FREE = {
    "YINUO_GATEWAY_RATE": "1000000",
    "YINUO_GATEWAY_BURST": "1000000",
    "YINUO_LOG_LEVEL": "ERROR",
}
"""The one cap that the closed loop would run into: a person sends 20 frames a second, a pair of the bench 400."""


@dataclass(frozen=True)
class FloorSpeech:
    port: int

    def address(self, me: int) -> str:
        return f"ws://127.0.0.1:{self.port}/u/{me}"

    def headers(self, me: int) -> dict[str, str]:
        return {}

    def begin(self, me: int) -> bytes | None:
        return None

    def ready(self, payload: bytes) -> bool:
        return True

    def frame(self, me: int, body: str) -> bytes:
        return f"{me ^ 1}|{body}".encode()

    def shown(self, payload: bytes) -> bytes | None:
        return payload


class GatewaySpeech:
    """The product's own frames; ``people`` are the pairs, in the order of users."""

    def __init__(self, port: int, people: list[Pair]) -> None:
        self.port, self.people = port, people
        self._sent = 0
        # A client id is never used twice by one author, also not in the next round of the same sitting.
        self._run = f"{time.time_ns():016x}"

    def address(self, me: int) -> str:
        return f"ws://127.0.0.1:{self.port}/socket"

    def headers(self, me: int) -> dict[str, str]:
        cookie = self.people[me // 2].cookies[me % 2]
        return {"Cookie": f"yinuo_session={cookie}", "Origin": f"http://127.0.0.1:{self.port}"}

    def begin(self, me: int) -> bytes | None:
        # A number far ahead is clamped to the last one: nobody is shown the messages of an earlier round.
        consultation = self.people[me // 2].consultation
        return b'{"command":"consultations.join","consultation":"%s","since":1999999999}' % str(consultation).encode()

    def ready(self, payload: bytes) -> bool:
        return payload.startswith(b'{"event":"joined"')

    def frame(self, me: int, body: str) -> bytes:
        self._sent += 1
        return (
            f'{{"command":"consultations.send","consultation":"{self.people[me // 2].consultation}",'
            f'"client_id":"{self._run}{self._sent:016x}","kind":"text","text":"{body}"}}'
        ).encode()

    def shown(self, payload: bytes) -> bytes | None:
        if not payload.startswith(b'{"event":"message"'):
            return None
        start = payload.index(b'"text":"') + 8
        return payload[start : payload.index(b'"', start)]


@contextmanager
def running(arguments: list[str], port: int, more: dict[str, str] | None = None) -> Iterator[int]:
    """A server process on this port; yields its id."""
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments], env={**os.environ, "YINUO_GATEWAY_PORT": str(port), **(more or {})}
    )
    try:
        _wait(port, process)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended at once")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} does not listen")


def mean_batch(port: int) -> float:
    """How many messages a gateway has committed at once, on average since it was started."""
    with urlopen(f"http://127.0.0.1:{port}/health") as answer:
        state: dict[str, int] = json.load(answer)
    return state["commits"] / max(1, state["batches"])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
