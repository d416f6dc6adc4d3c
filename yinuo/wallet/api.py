"""What other rooms use of the wallet: ids and frozen dataclasses."""

from yinuo.wallet.actions.paying import require_chargeable
from yinuo.wallet.bank.access import FINANCE, NotHere
from yinuo.wallet.bank.demonstration import bring_in
from yinuo.wallet.bank.desk import Desk, payout_desk, payout_page
from yinuo.wallet.bank.holding import ask_release, hold, release, send_back, settle
from yinuo.wallet.bank.problems import UnableToPayOut
from yinuo.wallet.pages.orders import RefundLine, refund_of
from yinuo.wallet.pages.rating import Stars, is_rated, stars_of
from yinuo.wallet.problems import UnableToCharge

__all__ = [
    "FINANCE",
    "Desk",
    "NotHere",
    "RefundLine",
    "Stars",
    "UnableToCharge",
    "UnableToPayOut",
    "ask_release",
    "bring_in",
    "hold",
    "is_rated",
    "payout_desk",
    "payout_page",
    "refund_of",
    "release",
    "require_chargeable",
    "send_back",
    "settle",
    "stars_of",
]
