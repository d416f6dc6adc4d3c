"""The work, the same for every server: pairs that alternate texts of 200 bytes.

Closed loop: each pair has one message in flight; who is shown one answers it. Open loop: messages fall due at a steady
rate, and their delay counts from when they were due. A latency ends when the other side has been shown the message.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from benchmarks.chat import costs

BODY = 200
NAME = 12


class Speaks(Protocol):
    """How one kind of server is spoken to."""

    def address(self, me: int) -> str: ...
    def headers(self, me: int) -> dict[str, str]: ...
    def begin(self, me: int) -> bytes | None: ...
    def ready(self, payload: bytes) -> bool: ...
    def frame(self, me: int, body: str) -> bytes: ...
    def shown(self, payload: bytes) -> bytes | None: ...


class Client(WSListener):
    """User ``me``; the other one of the pair is ``me ^ 1``."""

    def __init__(self, me: int, speaks: Speaks, shown: Callable[[int, bytes], None]) -> None:
        self.me, self.speaks, self.tell = me, speaks, shown
        self.ready = asyncio.Event()

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.TEXT:
            payload = frame.get_payload_as_bytes()
            body = self.speaks.shown(payload)
            if body is not None:
                self.tell(self.me, body)
            elif not self.ready.is_set() and self.speaks.ready(payload):
                self.ready.set()

    def send(self, body: str) -> None:
        self.transport.send(WSMsgType.TEXT, self.speaks.frame(self.me, body))


async def connect(me: int, speaks: Speaks, shown: Callable[[int, bytes], None]) -> Client:
    _, client = await ws_connect(
        lambda: Client(me, speaks, shown), speaks.address(me), extra_headers=speaks.headers(me)
    )
    assert isinstance(client, Client)
    first = speaks.begin(me)
    if first is not None:
        client.transport.send(WSMsgType.TEXT, first)
        await client.ready.wait()
    return client


@dataclass(frozen=True)
class Result:
    """``other_cores``: how much of the machine was neither the server's, the database's nor the driver's.

    ``driver_per_1000`` is the driver's own time: it shares the machine with what it measures.
    """

    messages: int
    rate: float
    p50: float
    p99: float
    cpu_per_1000: float
    driver_per_1000: float
    other_cores: float
    lost: int


class Driver:
    """Drives pairs against one server; ``roots`` are the processes whose time counts as the server's."""

    def __init__(self, speaks: Speaks, roots: list[int]) -> None:
        self.speaks, self.roots = speaks, roots
        self.clients: dict[int, Client] = {}
        self.sent = 0
        self._due: dict[bytes, float] = {}
        self._delays: list[float] = []
        self._answering = self._counting = False

    async def meet(self, users: range) -> None:
        gate = asyncio.Semaphore(20)

        async def one(me: int) -> None:
            async with gate:
                self.clients[me] = await connect(me, self.speaks, self.shown)

        await asyncio.gather(*(one(me) for me in users))

    def say(self, me: int, due: float) -> None:
        self.sent += 1
        name = f"{self.sent:0{NAME}d}"
        self._due[name.encode()] = due
        self.clients[me].send(name + "x" * (BODY - NAME))

    def shown(self, me: int, body: bytes) -> None:
        now = time.perf_counter()
        due = self._due.pop(body[:NAME], None)
        if due is None:
            raise AssertionError("a message was shown twice")
        if self._counting:
            self._delays.append(now - due)
        if self._answering:
            self.say(me, now)

    async def closed_loop(self, pairs: int, warm: float, seconds: float) -> Result:
        self._answering = True
        for pair in range(pairs):
            self.say(2 * pair, time.perf_counter())
        await asyncio.sleep(warm)
        return await self._measured(asyncio.sleep(seconds))

    async def open_loop(self, pairs: int, rate: float, warm: float, seconds: float) -> Result:
        steady = asyncio.ensure_future(self._steadily(pairs, rate, warm + seconds))
        await asyncio.sleep(warm)
        result = await self._measured(asyncio.sleep(seconds))
        await steady
        return result

    async def _steadily(self, pairs: int, rate: float, seconds: float) -> None:
        due = time.perf_counter()
        for turn in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            self.say(2 * (turn % pairs) + (turn // pairs) % 2, due)
            due += 1 / rate

    async def _measured(self, window: "asyncio.Future[None] | object") -> Result:
        self._delays = []
        spent, busy, own, began = self._now()
        self._counting = True
        await window  # type: ignore[misc]
        self._counting = False
        spent_after, busy_after, own_after, ended = self._now()
        self._answering = False
        for _ in range(100):
            if not self._due:
                break
            await asyncio.sleep(0.1)
        delays, took = sorted(self._delays), ended - began
        server = spent_after - spent
        others = (busy_after - busy) - server - (own_after - own)
        lost = len(self._due)
        self._due.clear()
        return Result(
            len(delays),
            len(delays) / took,
            delays[len(delays) // 2] * 1e3,
            delays[int(len(delays) * 0.99)] * 1e3,
            server / len(delays) * 1e3,
            (own_after - own) / len(delays) * 1e3,
            max(0.0, others / took),
            lost,
        )

    def _now(self) -> tuple[float, float, float, float]:
        return costs.cpu_seconds(self.roots), costs.machine_busy_seconds(), time.process_time(), time.perf_counter()
