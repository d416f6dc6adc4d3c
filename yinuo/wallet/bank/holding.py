"""The finance desk: stopping a payout, letting it go with a second person, settling a difference."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yinuo.promise.gate import Actor
from yinuo.wallet.bank.access import NotHere, differences_at_desk, withdrawals_at_desk
from yinuo.wallet.bank.paying import give_back, step
from yinuo.wallet.bank.problems import NotForDesk
from yinuo.wallet.bank.soon import pay_soon
from yinuo.wallet.models import Difference, Withdrawal, WithdrawalStep

State, Step = Withdrawal.State, WithdrawalStep.Kind


def hold(*, actor: Actor, withdrawal: UUID) -> None:
    """Stop what the bank was not told yet."""
    with transaction.atomic():
        row = _locked(actor, withdrawal, State.WAITING)
        row.state, row.look_at, row.release_asked_by = State.HELD, None, None
        row.save(update_fields=["state", "look_at", "release_asked_by"])
        step(row, Step.HELD, actor.who)


def ask_release(*, actor: Actor, withdrawal: UUID) -> None:
    with transaction.atomic():
        row = _locked(actor, withdrawal, State.HELD)
        row.release_asked_by_id = actor.who
        row.save(update_fields=["release_asked_by"])
        step(row, Step.RELEASE_ASKED, actor.who)


def release(*, actor: Actor, withdrawal: UUID) -> None:
    """The second person's word; never the first one's own."""
    with transaction.atomic():
        row = _asked(actor, withdrawal)
        row.state, row.look_at = State.WAITING, timezone.now()
        row.save(update_fields=["state", "look_at"])
        step(row, Step.RELEASED, actor.who)
        pay_soon()


def send_back(*, actor: Actor, withdrawal: UUID) -> None:
    """The second person finds that it should not be paid: the money goes back to the doctor's income."""
    with transaction.atomic():
        row = _asked(actor, withdrawal)
        row.failure = "FINANCE"
        give_back(row, Step.FAILED)


def settle(*, actor: Actor, difference: UUID, outcome: str) -> None:
    """Say how a difference came to its end."""
    if outcome not in Difference.Outcome.values:
        raise NotForDesk
    done = differences_at_desk(actor).filter(pk=difference, settled_at=None)
    if not done.update(outcome=outcome, settled_by=actor.who, settled_at=timezone.now()):
        raise NotForDesk


def _asked(actor: Actor, withdrawal: UUID) -> Withdrawal:
    row = _locked(actor, withdrawal, State.HELD)
    if row.release_asked_by_id is None:
        raise NotForDesk
    if row.release_asked_by_id == actor.who:
        raise NotForDesk(second=True)
    return row


def _locked(actor: Actor, withdrawal: UUID, state: Withdrawal.State) -> Withdrawal:
    row = withdrawals_at_desk(actor).select_for_update(of=("self",)).filter(pk=withdrawal).first()
    if row is None:
        raise NotHere
    if row.state != state or (state == State.HELD and row.tries):
        raise NotForDesk
    found: Withdrawal = row
    return found
