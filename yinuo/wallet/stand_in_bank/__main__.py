"""``python -m yinuo.wallet.stand_in_bank --port N --keys DIR --calls URL [--schedule wild --seed N] [--journal FILE]``

``wild`` answers late, twice or not at all; the journal lets it remember over a ``kill -9``.
"""

import argparse
import os
import threading
import time
from contextlib import suppress
from pathlib import Path

from yinuo.wallet.stand_in_bank.bank import Bank
from yinuo.wallet.stand_in_bank.schedule import Schedule
from yinuo.wallet.stand_in_bank.server import StandIn


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m yinuo.wallet.stand_in_bank", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--keys", type=Path, required=True)
    parser.add_argument("--calls", default="")
    parser.add_argument("--schedule", choices=("calm", "wild"), default="calm")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--journal", type=Path)
    asked = parser.parse_args()
    bank = Bank(Schedule(asked.schedule, asked.seed), asked.journal)
    secrets = os.environ.get("YINUO_VERIFIER_KEY_ID", ""), os.environ.get("YINUO_VERIFIER_KEY_SECRET", "")
    with StandIn(asked.port, bank, asked.keys, asked.calls, secrets) as server:
        threading.Thread(target=_clock, args=(server,), daemon=True).start()
        with suppress(KeyboardInterrupt):
            server.serve_forever()


def _clock(server: StandIn) -> None:
    while True:
        server.bank.due()
        server.ring()
        time.sleep(0.1)


if __name__ == "__main__":
    main()
