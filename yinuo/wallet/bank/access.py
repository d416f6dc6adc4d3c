"""The one door to rows of cards and withdrawals; missing and forbidden get the same answer."""

from uuid import UUID

from django.db.models import QuerySet

from yinuo.promise.gate import Actor
from yinuo.wallet.models import BankCard, Difference, Refund, Withdrawal

PURPOSE = "wallet"
PAYOUT = "wallet.payout"
FINANCE = "wallet.finance"
DESKS = frozenset({"finance"})


class NotHere(LookupError):
    """There is no such row for this actor."""


def own_card(actor: Actor) -> BankCard | None:
    if actor.role != "doctor" or actor.person is None:
        raise NotHere
    found: BankCard | None = BankCard.objects.filter(doctor=actor.person).first()
    return found


def own_withdrawals(actor: Actor) -> QuerySet[Withdrawal]:
    """The newest first."""
    if actor.role != "doctor" or actor.person is None:
        return Withdrawal.objects.none()
    found: QuerySet[Withdrawal] = Withdrawal.objects.filter(doctor=actor.person).order_by("-made_at")
    return found


def own_withdrawal(actor: Actor, withdrawal: UUID) -> Withdrawal:
    found = own_withdrawals(actor).filter(pk=withdrawal).first()
    if found is None:
        raise NotHere
    return found


def at_finance(actor: Actor) -> bool:
    return actor.role == "staff" and actor.desk in DESKS


def withdrawals_at_desk(actor: Actor) -> QuerySet[Withdrawal]:
    found: QuerySet[Withdrawal] = Withdrawal.objects.all() if at_finance(actor) else Withdrawal.objects.none()
    return found


def differences_at_desk(actor: Actor) -> QuerySet[Difference]:
    found: QuerySet[Difference] = Difference.objects.all() if at_finance(actor) else Difference.objects.none()
    return found


def refunds_at_desk(actor: Actor) -> QuerySet[Refund]:
    found: QuerySet[Refund] = Refund.objects.all() if at_finance(actor) else Refund.objects.none()
    return found
