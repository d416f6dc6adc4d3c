"""Periodic work. Each payment and refund is asked about behind a door of its own."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate import exceptions
from procrastinate.contrib.django import app

from yinuo.promise.bindings import bind_door
from yinuo.promise.gate import Actor, Refused, open_purpose
from yinuo.wallet.actions.asking_services import AT_ONCE, claim_payment, claim_refund, look, send_refund
from yinuo.wallet.actions.hearing import forget_heard
from yinuo.wallet.actions.months import settle_months
from yinuo.wallet.actions.outcomes import settle_outcome
from yinuo.wallet.bank.tasks import compare_days, pay_out

__all__ = ["ask_services", "ask_soon", "compare_days", "consultation_over", "pay_out", "settle"]

SYSTEM = Actor(None, "system")
PURPOSE, NAME = "wallet.payment", "wallet.ask_services"
TWO_TEN = "10 18 * * *"
"""In UTC, the worker's clock; 02:10 in 北京时间, by which months begin and end."""
log = logging.getLogger(__name__)
bind_door("task", NAME, PURPOSE, {"system"})


@app.periodic(cron="* * * * *")
@app.task(name=NAME, queueing_lock=NAME)
def ask_services(timestamp: int = 0) -> None:
    """Once a minute, and at once when a refund is owed: what is due is asked or sent, a refund and a payment in turn.
    Each is claimed when its turn has come: a worker that is killed delays the one that it was at, and no other."""
    with open_purpose(None, actor=SYSTEM, door="task wallet.due"):
        forget_heard(timezone.now())
    for _ in range(AT_ONCE):
        refund = _turn(claim_refund, send_refund)
        payment = _turn(claim_payment, look)
        if not refund and not payment:
            return


@app.periodic(cron=TWO_TEN)
@app.task(name="wallet.settle_months", queueing_lock="wallet.settle_months")
def settle(timestamp: int) -> None:
    """Every night: months that are over and not settled yet. It opens no personal value."""
    with open_purpose(None, actor=SYSTEM, door="task wallet.settle_months"):
        settle_months(now=timezone.now())


def ask_soon() -> None:
    """Ask the worker when this transaction commits; it comes by every minute in any case."""

    def ask() -> None:
        with suppress(exceptions.AlreadyEnqueued):
            ask_services.defer()

    transaction.on_commit(ask)


def consultation_over(consultation: UUID, outcome: str) -> None:
    """What the consultations tell us when one ends."""
    settle_outcome(consultation, outcome)
    ask_soon()


def _turn(claim: Callable[[datetime], UUID | None], step: Callable[[UUID], None]) -> bool:
    """One row's turn behind a door of its own; False when none is due. What goes wrong with one holds up none behind
    it.

    SECURITY: a log says the row's id and why, no number of a payment and no person; an exception's words might.
    """
    row = None
    try:
        with open_purpose(PURPOSE, actor=SYSTEM, door=f"task {NAME}"):
            row = claim(timezone.now())
            if row is not None:
                step(row)
    except (Exception, Refused) as problem:
        log.warning("wallet: %s of %s waits: %s", step.__name__, row, type(problem).__name__)
    return row is not None
