"""The ledger of confirmations, grants and withdrawals."""

from yinuo.promise.consent.ledger import (
    Standing,
    UnableToRecordConsent,
    acknowledge,
    closes,
    come_back,
    confirm,
    grant,
    may_ask,
    postpone,
    refuse,
    standing,
    to_ask_anew,
    withdraw,
    withdraw_all,
    withdraw_function,
)
from yinuo.promise.consent.pending import Pending, pending, to_show

__all__ = [
    "Pending",
    "Standing",
    "UnableToRecordConsent",
    "acknowledge",
    "closes",
    "come_back",
    "confirm",
    "grant",
    "may_ask",
    "pending",
    "postpone",
    "refuse",
    "standing",
    "to_ask_anew",
    "to_show",
    "withdraw",
    "withdraw_all",
    "withdraw_function",
]
