"""``python -m benchmarks.wallet [--orders N] [--seeds N] [--write FILE]``

Each order is paid at the unruly stand-in after its consultation is gone, so all of it has to come back: the house must
hear of each payment or ask for it, and send each refund once, while workers, pages and the stand-in are killed.
"""

import argparse
import os
import platform
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.chat.people import Sitting
from benchmarks.wallet.storm import Storm

FEN = 3000
TEXT = """# Figures: money under kill -9

Written by `python -m benchmarks.wallet --write docs/reference/figures-wallet.md` on {day}, Python {python}, {cores}
shared cores; PostgreSQL of our own with fsync on, on the same machine.

## Refunds

{orders} payments of one patient to one doctor arrive after their consultations are gone, so every fen has to go back.
Two workers, the pages that hear the calls and the stand-in of the payment service run as processes of their own, and
every four to eight seconds one of them that has worked for four, by chance, is ended by kill -9. By a seeded schedule a
fifth of the calls is lost, a fifth comes twice, a fifth late; a quarter of the answers is lost after the service has
acted.

| schedule | kills | times a refund was taken up | seconds | wrong |
|---|---|---|---|---|
{rows}

Wrong would be: entries that do not sum to zero, a kept balance that is not the sum of its entries, a fen that is left
at the payment service or on its way, a refund that is missing at the service, is there twice, or has another amount.
The seconds say how soon all was back on a busy machine with the pauses between tries shortened; they are no promise.
"""
PATIENCE = 600.0


@dataclass(frozen=True)
class Outcome:
    """``wrong`` is what may never be: an empty text when all is well."""

    seed: int
    seconds: float
    kills: int
    asked: int
    wrong: str


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.wallet", description=__doc__)
    parser.add_argument("--orders", type=int, default=200)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--write", default="")
    options = parser.parse_args()
    outcomes = [measured(seed, options.orders) for seed in range(1, options.seeds + 1)]
    text = report(outcomes, options.orders)
    print(text)
    if options.write:
        Path(options.write).write_text(text, encoding="utf-8")
    return 1 if any(one.wrong for one in outcomes) else 0


def measured(seed: int, orders: int) -> Outcome:
    os.environ["YINUO_STATIC_NAMES"] = "plain"
    os.environ["YINUO_DEMO"] = "1"
    with Sitting() as sitting:
        storm = Storm(sitting.home, seed)
        os.environ.update(storm.settings())
        sitting.settle()
        from benchmarks.wallet import scene

        scene.owed(storm.till, orders, FEN, storm.notify)
        begun = time.monotonic()
        with storm:
            until = begun + PATIENCE
            while scene.left(orders) and time.monotonic() < until:
                scene.make_due()
                storm.blow()
        seconds = time.monotonic() - begun
        return Outcome(seed, seconds, storm.kills, scene.asked(), scene.wrong(storm.till, orders, FEN))


def report(outcomes: list[Outcome], orders: int) -> str:
    rows = "\n".join(
        f"| {one.seed} | {one.kills} | {one.asked} | {one.seconds:.0f} | {one.wrong or 'nothing'} |" for one in outcomes
    )
    return TEXT.format(
        day=f"{datetime.now(UTC):%Y-%m-%d}",
        python=platform.python_version(),
        cores=os.cpu_count(),
        orders=orders,
        rows=rows,
    )


if __name__ == "__main__":
    sys.exit(main())
