"""What is kept of money, one file a subject. No row says a person's words in the clear; people, orders and
consultations stand in it by their ids alone."""

from yinuo.wallet.models.bank import BankCard, BankDay, Binding, Difference, Withdrawal, WithdrawalStep
from yinuo.wallet.models.ledger import Account, Entry, Transaction
from yinuo.wallet.models.orders import ITEMS, Heard, Order, Payment, Rating, Refund

__all__ = [
    "ITEMS",
    "Account",
    "BankCard",
    "BankDay",
    "Binding",
    "Difference",
    "Entry",
    "Heard",
    "Order",
    "Payment",
    "Rating",
    "Refund",
    "Transaction",
    "Withdrawal",
    "WithdrawalStep",
]
