"""The figures as a page."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from statistics import median
from typing import Protocol

from benchmarks.chat.load import Result

TARGET = 0.75
QUIET = 0.15


class Measured(Protocol):
    name: str
    closed: list[Result]
    opened: list[Result]
    idle_kib: float
    batch: float


def crowds(found: Sequence[Measured]) -> list[float]:
    """Of each round, how much of the machine somebody else used at the most while one of the servers had its turn."""
    rounds = zip(*(one.closed for one in found), strict=True)
    return [max(result.other_cores for result in results) for results in rounds]


def row(one: Measured, number: int) -> str:
    closed, opened = one.closed[number], one.opened[number]
    memory = f"{one.idle_kib:.0f}" if one.idle_kib else "—"
    return (
        f"| {one.name} | {closed.rate:,.0f} | {closed.p50:.1f} / {closed.p99:.1f} | {closed.cpu_per_1000:.3f}"
        f" | {closed.driver_per_1000:.3f} | {opened.p50:.2f} / {opened.p99:.2f} | {memory} | {closed.other_cores:.2f} |"
    )


def _crowded(others: Sequence[float]) -> list[str]:
    """A warning when somebody else used the machine in most rounds, so that the median is of such a round."""
    if median(others) < QUIET:
        return []
    return [
        "",
        f"Somebody else used up to {max(others):.2f} cores, and {min(others):.2f} in the quietest round: rates and"
        " delays are those of a crowded machine, their ratio depends on who is let run, and the ratio of processor time"
        " tells more.",
    ]


def _missed(ratio: float, batch: float) -> list[str]:
    """Why the target was not reached, where it was not."""
    if ratio >= TARGET:
        return []
    return [
        "",
        "Short of the target, because a message costs the gateway one more frame to send (its acknowledgement), four"
        " index entries against the floor's two, two locks and two seats to compare, a look at the thread's last"
        " number, sealing, and its part of a record in the journal; none of these is given up. What a batch costs"
        f" before its first message is divided among few: the fifty pairs gave batches of {batch:.0f} on average.",
    ]


def page(found: Sequence[Measured], seconds: float, idle: int) -> str:
    """Markdown; ratios are of one sitting, so they can be compared and the rates can't."""
    _, floor, gateway, one_lock = found
    others = crowds((floor, gateway, one_lock))
    quietest = min(range(len(others)), key=others.__getitem__)
    rows = [row(one, quietest) for one in found]
    ratios = [g.rate / f.rate for g, f in zip(gateway.closed, floor.closed, strict=True)]
    locks = [g.rate / o.rate for g, o in zip(gateway.closed, one_lock.closed, strict=True)]
    costs = [g.cpu_per_1000 / f.cpu_per_1000 for g, f in zip(gateway.closed, floor.closed, strict=True)]
    lost = sum(one.lost for peer in found for one in (*peer.closed, *peer.opened))
    return "\n".join(
        [
            "# Figures: the chat path",
            "",
            f"Written by `python -m benchmarks.chat --write docs/reference/figures-chat.md` on"
            f" {datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} shared cores;"
            " PostgreSQL of our own with fsync and synchronous_commit on, on the same machine as driver and server.",
            "",
            f"50 pairs alternate texts of 200 bytes. Closed loop: {seconds:.0f} s with one message in flight a pair."
            f" Open loop: 100 messages a second, delays counted from when they were due. {idle:,} idle clients."
            " The servers take turns in one sitting; the round is shown in which somebody else used the machine least.",
            "",
            "| server | closed msg/s | p50 / p99 ms | CPU-s per 1,000 (server and database) | the driver's own"
            " | open p50 / p99 ms | KiB an idle client | cores somebody else used |",
            "|---|---|---|---|---|---|---|---|",
            *rows,
            "",
            f"**Gateway against the group-commit floor: {median(ratios):.2f}**, the median (target {TARGET}; by round:"
            f" {', '.join(f'{ratio:.2f}' for ratio in ratios)})."
            f" It uses {median(costs):.2f} times the floor's processor time. Messages lost or doubled: {lost}.",
            *_crowded(others),
            *_missed(median(ratios), gateway.batch),
            "",
            f"**A lock per person against one lock for all**: {median(locks):.2f} of the rate"
            f" (by round: {', '.join(f'{ratio:.2f}' for ratio in locks)}). With one lock a withdrawal waits for"
            " everybody's batch, and everybody for it; with a lock per person only for those who write to that person.",
            "",
            "The gateway does all of its work in this: log-in session, membership, the gate's verdict under the"
            " withdrawal protocol, AES-256-GCM, numbering, the chained journal, the acknowledgement, the verdict before"
            " delivery. Only its cap of frames a second is lifted. The floors do none of it: a ceiling, no peers.",
            "",
        ]
    )
