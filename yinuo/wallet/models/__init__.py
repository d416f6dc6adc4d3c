"""What is kept of money, one file a subject. No row says a person's words; people, orders and consultations stand in
it by their ids alone."""

from yinuo.wallet.models.bank import BankCard, BankDay, Binding, Difference, Withdrawal, WithdrawalStep
from yinuo.wallet.models.ledger import Account, Entry, Transaction

__all__ = [
    "Account",
    "BankCard",
    "BankDay",
    "Binding",
    "Difference",
    "Entry",
    "Transaction",
    "Withdrawal",
    "WithdrawalStep",
]
