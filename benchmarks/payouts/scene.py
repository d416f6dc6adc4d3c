"""One doctor with less income than is asked for at once, and what may never be when all is over."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from yinuo.accounts.api import open_account
from yinuo.credentials.api import qualify
from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.vault import uuid7
from yinuo.wallet import ledger
from yinuo.wallet.bank.access import PURPOSE
from yinuo.wallet.bank.demonstration import agree, give_card
from yinuo.wallet.bank.problems import NotEnoughIncome
from yinuo.wallet.bank.reconciling import reconcile
from yinuo.wallet.bank.withdrawals import withdraw
from yinuo.wallet.models import BankCard, Difference, Withdrawal

MEAN = 5050


def rich_doctor(withdrawals: int) -> tuple[UUID, int]:
    """Nine tenths of what will be asked for: near the end there is not enough until something comes back."""
    reviewer = open_account(role="staff", number="13900139001", name="周一苇", desk="reviewer")
    doctor = open_account(role="doctor", number="13900139000")
    qualify(doctor, reviewer=reviewer)
    agree(doctor)
    give_card(doctor, bound=timedelta(days=2))
    income = withdrawals * MEAN * 9 // 10
    moves = [ledger.Move(ledger.channel("alipay"), -income), ledger.Move(ledger.available(doctor), income)]
    ledger.book(ledger.Kind.SETTLED, key=f"benchmark:{doctor}", moves=moves)
    return doctor, income


def ask(doctor: UUID, fen: int) -> bool:
    """One device asks; False when there is not enough at this moment."""
    actor = Actor(doctor, "doctor")
    try:
        with open_purpose(PURPOSE, actor=actor, door="benchmark"):
            withdraw(actor=actor, withdrawal=uuid7(), fen=fen, card=BankCard.objects.get(doctor=doctor).pk)
    except NotEnoughIncome:
        return False
    finally:
        connection.close()
    return True


def left() -> bool:
    return Withdrawal.objects.filter(done_at=None).exists()


def make_due() -> None:
    Withdrawal.objects.filter(look_at__gt=timezone.now()).update(look_at=timezone.now())


def compared() -> int | None:
    """The bank's file of the day; how many differences there are."""
    return reconcile(timezone.localdate())


def states() -> Counter[str]:
    return Counter(Withdrawal.objects.values_list("state", flat=True))


def told() -> int:
    return sum(Withdrawal.objects.values_list("tries", flat=True))


def wrong(doctor: UUID, income: int, made: list[dict[str, Any]], differences: int | None) -> str:
    """``made`` are the lines of the bank's journal, the last one of a number counts."""
    bank = {one["number"]: one for one in made}
    ours = {row.pk.hex: row for row in Withdrawal.objects.all()}
    paid = sum(one["fen"] for one in bank.values() if one["status"] == "SUCCESS")
    faults = ledger.faults()
    checks = {
        "the ledger is not sound": not faults.sound,
        "a withdrawal is not over": left(),
        "a number of nobody": bool(bank.keys() - ours.keys()),
        "another amount": any(one["fen"] != ours[number].fen for number, one in bank.items() if number in ours),
        "paid at the bank is not paid here": paid != ledger.balance(ledger.bank()),
        "a fen is lost": ledger.balance(ledger.available(doctor)) + ledger.balance(ledger.bank()) != income,
        "a payout was made twice": any(
            len({one["order"] for one in made if one["number"] == number}) > 1 for number in bank
        ),
        "the bank's file differs": differences != 0 or Difference.objects.exclude(kind="silent").exists(),
    }
    return "; ".join(what for what, found in checks.items() if found)
