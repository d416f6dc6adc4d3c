"""Readers in a closed loop: each asks for the page again as soon as it has come, over a connection of its own."""

import asyncio
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """``seconds`` are the waits of all requests, sorted."""

    requests: int
    spent: float
    seconds: list[float]

    @property
    def rate(self) -> float:
        return self.requests / self.spent

    def wait(self, share: float) -> float:
        return self.seconds[min(len(self.seconds) - 1, int(len(self.seconds) * share))]


async def _reader(port: int, request: bytes, expected: bytes, until: float, waits: list[float]) -> None:
    incoming, outgoing = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        began = time.perf_counter()
        outgoing.write(request)
        head = await incoming.readuntil(b"\r\n\r\n")
        assert head.startswith(expected), head
        await incoming.readexactly(_length(head))
        waits.append(time.perf_counter() - began)
    outgoing.close()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


async def _all(port: int, request: bytes, expected: bytes, readers: int, seconds: float) -> Run:
    waits: list[float] = []
    began = time.perf_counter()
    until = began + seconds
    await asyncio.gather(*(_reader(port, request, expected, until, waits) for _ in range(readers)))
    return Run(len(waits), time.perf_counter() - began, sorted(waits))


def read(port: int, path: str, *, readers: int, seconds: float, etag: str = "") -> Run:
    """``etag`` asks whether what is held is still good: the answer must be 304 then, and 200 without."""
    more = f"If-None-Match: {etag}\r\n" if etag else ""
    request = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n{more}\r\n".encode()
    return asyncio.run(_all(port, request, b"HTTP/1.1 304" if etag else b"HTTP/1.1 200", readers, seconds))
