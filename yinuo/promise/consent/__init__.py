"""The ledger of confirmations, grants and withdrawals."""

from yinuo.promise.consent.ledger import (
    Standing,
    UnableToRecordConsent,
    come_back,
    confirm,
    grant,
    may_ask,
    refuse,
    standing,
    withdraw,
    withdraw_all,
    withdraw_function,
)

__all__ = [
    "Standing",
    "UnableToRecordConsent",
    "come_back",
    "confirm",
    "grant",
    "may_ask",
    "refuse",
    "standing",
    "withdraw",
    "withdraw_all",
    "withdraw_function",
]
