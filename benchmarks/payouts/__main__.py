"""``python -m benchmarks.payouts [--withdrawals N] [--seeds N] [--write FILE]``

One doctor's income is withdrawn from many devices at once, and as many payments for the same doctor go back to the
patient, while workers, pages, the bank and the payment service are killed; a third of the payouts fails or bounces, so
money comes back to the same account all the while.
"""

import argparse
import json
import os
import platform
import random
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from benchmarks.chat.people import Sitting
from benchmarks.payouts.bank import PayoutStorm

DEVICES, FEN = 20, 3000
PATIENCE = 600.0
TEXT = """# Figures: payouts and refunds of one account under kill -9

Written by `python -m benchmarks.payouts --write docs/reference/figures-payouts.md` on {day}, Python {python}, {cores}
shared cores; PostgreSQL of our own with fsync on, on the same machine.

{withdrawals} withdrawals of one doctor are asked for by {devices} devices at once, and {withdrawals} payments for the
same doctor arrive too late and have to go back. Two workers for each, the pages that hear all calls, the bank's
stand-in and the payment service's run as processes of their own, and every four to eight seconds one of them that has
worked for four, by chance, is ended by kill -9. By a seeded schedule the bank does not answer, answers that it does
not know, was never reached, or answers after the asker went away in half of the cases; a third of the payouts fails
or bounces and comes back to the same account; a third of its calls is lost and a fifth comes twice. The payment
service keeps the manners of [its own figures](figures-wallet.md). At the end the bank's file of the day is compared.

| schedule | kills | bank told | paid | came back | not enough | refunds taken up | refunded | seconds | wrong |
|---|---|---|---|---|---|---|---|---|---|
{rows}

Wrong would be: entries that do not sum to zero, a kept balance that is not the sum of its entries, a payout
that the bank made twice, under another number or with another amount, money at the bank that the ledger does
not have there, a fen that is neither available nor at the bank, a difference with the bank's file, a refund that is
missing at the service, is there twice or has another amount, or a fen of a payment that is left anywhere. The
seconds say how soon all was settled on a busy machine with the pauses between looks shortened; they are no
promise.
"""


@dataclass(frozen=True)
class Outcome:
    """``wrong`` is what may never be: an empty text when all is well."""

    seed: int
    kills: int
    told: int
    paid: int
    back: int
    refused: int
    asked: int
    refunded: int
    seconds: float
    wrong: str


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.payouts", description=__doc__)
    parser.add_argument("--withdrawals", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1, help="the first schedule")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--write", default="")
    options = parser.parse_args()
    seeds = range(options.seed, options.seed + options.seeds)
    outcomes = [measured(seed, options.withdrawals) for seed in seeds]
    text = report(outcomes, options.withdrawals)
    print(text)
    if options.write:
        Path(options.write).write_text(text, encoding="utf-8")
    return 1 if any(one.wrong for one in outcomes) else 0


def measured(seed: int, withdrawals: int) -> Outcome:
    os.environ["YINUO_STATIC_NAMES"] = "plain"
    os.environ["YINUO_DEMO"] = "1"
    with Sitting() as sitting:
        storm = PayoutStorm(sitting.home, seed)
        os.environ.update(storm.settings())
        sitting.settle()
        from benchmarks.payouts import scene
        from benchmarks.wallet import scene as refunds

        doctor, income = scene.rich_doctor(withdrawals)
        refunds.owed(storm.till, withdrawals, FEN, storm.notify, doctor)
        begun = time.monotonic()
        with storm:
            refused = all_at_once(doctor, withdrawals, seed, storm)
            while (scene.left() or refunds.left(withdrawals)) and time.monotonic() < begun + PATIENCE:
                scene.make_due()
                refunds.make_due()
                storm.blow()
            seconds = time.monotonic() - begun
            time.sleep(5)  # the bank's last bounces
            differences = scene.compared()
        made = [json.loads(line) for line in storm.journal.read_text("utf-8").splitlines() if line.endswith("}")]
        faults = scene.wrong(doctor, income, made, differences), refunds.wrong(storm.till, withdrawals, FEN)
        states = scene.states()
        told = scene.told()
        return Outcome(
            seed=seed,
            kills=storm.kills,
            told=told,
            paid=states["paid"],
            back=states["failed"] + states["bounced"],
            refused=refused,
            asked=refunds.asked(),
            refunded=refunds.done(),
            seconds=seconds,
            wrong="; ".join(one for one in faults if one),
        )


def all_at_once(doctor: UUID, withdrawals: int, seed: int, storm: PayoutStorm) -> int:
    """So many devices, each asking again and again; how often there was not enough at that moment."""
    from benchmarks.payouts import scene
    from benchmarks.wallet import scene as refunds

    refused: Counter[str] = Counter()

    def device(number: int) -> None:
        dice = random.Random(f"{seed}:{number}")  # noqa: S311 - amounts, no secret
        for _ in range(withdrawals // DEVICES):
            while not scene.ask(doctor, dice.randint(100, 9999)):
                refused["not enough"] += 1
                time.sleep(0.2)
                if not scene.left():
                    break

    threads = [threading.Thread(target=device, args=(number,)) for number in range(DEVICES)]
    for one in threads:
        one.start()
    while any(one.is_alive() for one in threads):
        scene.make_due()
        refunds.make_due()
        storm.blow()
    return refused["not enough"]


def report(outcomes: list[Outcome], withdrawals: int) -> str:
    rows = "\n".join(
        f"| {one.seed} | {one.kills} | {one.told} | {one.paid} | {one.back} | {one.refused} | {one.asked} "
        f"| {one.refunded} | {one.seconds:.0f} | {one.wrong or 'nothing'} |"
        for one in outcomes
    )
    return TEXT.format(
        day=f"{datetime.now(UTC):%Y-%m-%d}",
        python=platform.python_version(),
        cores=os.cpu_count(),
        withdrawals=withdrawals,
        devices=DEVICES,
        rows=rows,
    )


if __name__ == "__main__":
    sys.exit(main())
