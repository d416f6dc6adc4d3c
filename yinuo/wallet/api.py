"""What other rooms use of the wallet: ids and frozen dataclasses."""

from yinuo.wallet.bank.access import FINANCE, NotHere
from yinuo.wallet.bank.demonstration import bring_in
from yinuo.wallet.bank.desk import Desk, payout_desk, payout_page
from yinuo.wallet.bank.holding import ask_release, hold, release, send_back, settle
from yinuo.wallet.bank.problems import UnableToPayOut

__all__ = [
    "FINANCE",
    "Desk",
    "NotHere",
    "UnableToPayOut",
    "ask_release",
    "bring_in",
    "hold",
    "payout_desk",
    "payout_page",
    "release",
    "send_back",
    "settle",
]
