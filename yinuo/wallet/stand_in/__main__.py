"""``python -m yinuo.wallet.stand_in --port N --keys FOLDER [--till FILE] [--unruly SEED]``"""

import argparse
from pathlib import Path

from yinuo.wallet.stand_in.keys import Keys
from yinuo.wallet.stand_in.schedule import Schedule
from yinuo.wallet.stand_in.server import PaymentServer


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m yinuo.wallet.stand_in", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--keys", type=Path, required=True, help="the folder of both sides' keys; made when they lack")
    parser.add_argument("--till", type=Path, help="the file that trades outlive a restart in")
    parser.add_argument("--unruly", type=int, help="a seed: answers and calls come late, twice or never")
    asked = parser.parse_args()
    with PaymentServer(asked.port, Keys(asked.keys), asked.till, Schedule(asked.unruly)) as server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
