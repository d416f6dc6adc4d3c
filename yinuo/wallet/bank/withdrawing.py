"""What ends when a doctor takes back a consent without which nothing can be paid out."""

from uuid import UUID

from yinuo.promise.consent import closes
from yinuo.wallet.bank.access import PAYOUT, PURPOSE
from yinuo.wallet.bank.paying import give_back_untold, hold_doctor


@closes(PURPOSE, "bank_card_number")
@closes(PAYOUT, "bank_card_number", "name")
def return_payouts(person: UUID) -> None:
    """What the bank was not told yet goes back to the income, also what the finance desk holds; what it was told is
    finished."""
    hold_doctor(person)
    give_back_untold(person)
