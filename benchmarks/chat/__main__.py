"""`python -m benchmarks.chat [--rounds N] [--seconds S] [--idle N] [--write]`"""

import argparse
import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import uvloop

from benchmarks.chat import costs, report, servers
from benchmarks.chat.load import Driver, Result, Speaks
from benchmarks.chat.people import Pair, Sitting

PAIRS = 50
OPEN_RATE = 100.0


@dataclass
class Peer:
    """One server of the sitting, with what it showed."""

    name: str
    arguments: Callable[[int], list[str]]
    speech: Callable[[int], Speaks]
    more: dict[str, str] = field(default_factory=dict)
    closed: list[Result] = field(default_factory=list)
    opened: list[Result] = field(default_factory=list)
    idle_kib: float = 0.0
    batch: float = 0.0


def peers(sitting: Sitting, people: list[Pair]) -> list[Peer]:
    dsn = sitting.cluster.url("yinuo_owner")

    def gateway(port: int) -> Speaks:
        return servers.GatewaySpeech(port, people)

    def floor(kind: str) -> Callable[[int], list[str]]:
        return lambda port: ["benchmarks.chat.floors", kind, str(port), dsn]

    return [
        Peer("floor: websockets, a commit a message", floor("websockets"), servers.FloorSpeech),
        Peer("floor: picows, group commit", floor("picows"), servers.FloorSpeech),
        Peer("gateway", lambda port: ["yinuo.realtime.gateway"], gateway, servers.FREE),
        Peer("gateway, one lock for all", lambda port: ["benchmarks.chat.one_lock"], gateway, servers.FREE),
    ]


async def one_round(peer: Peer, database: int, seconds: float) -> None:
    port = servers.free_port()
    with servers.running(peer.arguments(port), port, peer.more) as process:
        driver = Driver(peer.speech(port), [process, database])
        await driver.meet(range(2 * PAIRS))
        peer.closed.append(await driver.closed_loop(PAIRS, seconds / 4, seconds))
        peer.batch = servers.mean_batch(port) if peer.more is servers.FREE else 0.0
        peer.opened.append(await driver.open_loop(PAIRS, OPEN_RATE, 1.0, seconds / 2))
    print(f"{peer.name}: closed {peer.closed[-1]}\n{' ' * len(peer.name)}  open {peer.opened[-1]}", flush=True)


async def idle(peer: Peer, count: int) -> None:
    """Memory of a fresh server's idle clients, logged in and joined where the server knows that."""
    port = servers.free_port()
    with servers.running(peer.arguments(port), port, peer.more) as process:
        driver = Driver(peer.speech(port), [process])
        await driver.meet(range(10))
        before = costs.proportional_kib(process)
        await driver.meet(range(10, 10 + count))
        await asyncio.sleep(2)
        peer.idle_kib = (costs.proportional_kib(process) - before) / count
    print(f"{peer.name}: {peer.idle_kib:.1f} KiB an idle client", flush=True)


async def work(sitting: Sitting, given: argparse.Namespace, people: list[Pair]) -> list[Peer]:
    found = peers(sitting, people)
    for _ in range(given.rounds):
        for peer in found:
            await one_round(peer, sitting.database_process, given.seconds)
    if given.idle:
        for peer in found[:3]:
            await idle(peer, given.idle)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.chat", description=__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=12.0)
    parser.add_argument("--idle", type=int, default=1000)
    parser.add_argument("--write", type=Path, help="where the figures go, such as docs/reference/figures-chat.md")
    given = parser.parse_args()
    with Sitting() as sitting:
        sitting.settle()
        people = sitting.invite(max(PAIRS, (given.idle + 10) // 2))
        found = uvloop.run(work(sitting, given, people))
    text = report.page(found, given.seconds, given.idle)
    print(text)
    if given.write:
        given.write.parent.mkdir(parents=True, exist_ok=True)
        given.write.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
