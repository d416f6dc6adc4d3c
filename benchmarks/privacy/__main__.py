"""`python -m benchmarks.privacy [--times N] [--sockets N] [--messages N] [--write FILE]`"""

import argparse
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from uuid import UUID

from benchmarks.chat import servers
from benchmarks.chat.people import Pair, Sitting
from benchmarks.privacy.seeing import Cost, costs, write_messages
from benchmarks.privacy.withdrawing import Measured, measure, seats, uses_within

TALKERS = 20
ROUNDS = 20


def main() -> int:
    options = _options()
    os.environ["YINUO_STATIC_NAMES"] = "plain"  # pages are asked here without the collected files
    with Sitting() as sitting:
        sitting.settle()
        pairs = sitting.invite(options.sockets // 2 + 1)
        persons = [_persons(pair) for pair in pairs]
        port = servers.free_port()
        with servers.running(["yinuo.realtime.gateway"], port, servers.FREE):
            measured = measure(seats(port, pairs[1:], persons[1:]), options.times, TALKERS)
        late = measured.late + uses_within(measured.windows)
        write_messages(*persons[0], pairs[0].consultation, 3)
        few = costs(pairs[0].cookies[1], persons[0][1], rounds=ROUNDS)
        write_messages(*persons[0], pairs[0].consultation, options.messages)
        many = costs(pairs[0].cookies[1], persons[0][1], rounds=ROUNDS)
    text = report(measured, late, few, many, options)
    print(text)
    if options.write:
        Path(options.write).write_text(text, encoding="utf-8")
    return 1 if late else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.privacy")
    parser.add_argument("--times", type=int, default=1000)
    parser.add_argument("--sockets", type=int, default=200)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--write", default="")
    return parser.parse_args()


def _persons(pair: Pair) -> tuple[UUID, UUID]:
    """The two, logged in on the pages too."""
    from yinuo.accounts.models import Session
    from yinuo.consultations.models import Consultation

    doctor, patient = Consultation.objects.values_list("doctor", "patient").get(pk=pair.consultation)
    for person, role in ((doctor, "doctor"), (patient, "patient")):
        Session.objects.filter(person=person).update(data={"person": str(person), "role": role, "stage": "account"})
    return doctor, patient


def report(measured: Measured, late: int, few: list[Cost], many: list[Cost], options: argparse.Namespace) -> str:
    commit, closed = (quantiles(some, n=100) for some in (measured.commit, measured.closed))
    rows = "\n".join(
        f"| {one.name} | {small.queries} | {one.queries} | {small.milliseconds:.0f} | {one.milliseconds:.0f} |"
        for small, one in zip(few, many, strict=True)
    )
    return f"""# Figures: the privacy centre

Written by `python -m benchmarks.privacy --write docs/reference/figures-privacy.md` on {datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, 2 shared cores; PostgreSQL of our own with fsync and synchronous_commit on, on the same machine.

## A full withdrawal

{options.times:,} withdrawals one after another with {options.sockets} open sockets, {TALKERS} of which talked all the time ({measured.talked:,} messages acknowledged meanwhile), while the worker's sweep ran {measured.jobs:,} times. A socket stays open and takes nothing more: it is closed to a person when the next thing they send is refused. The time to that includes the sending and the answer.

| | p50 ms | p99 ms |
|---|---|---|
| tap to commit: the whole request of the page | {commit[49]:.1f} | {commit[98]:.1f} |
| commit to the open socket's refusal | {closed[49]:.1f} | {closed[98]:.1f} |

**Uses that started after a commit: {late}**, by the answers of the sockets, by the rows in the database and by the journal.

## My information

A person with three messages, then with {options.messages:,} more, each journaled by itself; the median of {ROUNDS} requests, page and all.

| page | queries, few | queries, many | ms, few | ms, many |
|---|---|---|---|---|
{rows}

All messages were written on one day, so the pages that read the journal read ten thousand records of it: a very busy week is read by the day.
"""  # noqa: E501 - a table of a document


if __name__ == "__main__":
    sys.exit(main())
