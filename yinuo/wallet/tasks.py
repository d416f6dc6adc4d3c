"""Periodic work. Each payment and refund is asked about behind a door of its own."""

import logging
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate import exceptions
from procrastinate.contrib.django import app

from yinuo.promise.bindings import bind_door
from yinuo.promise.gate import Actor, Refused, open_purpose
from yinuo.wallet.actions.asking_services import due_payments, due_refunds, look, send_refund
from yinuo.wallet.actions.hearing import forget_heard
from yinuo.wallet.actions.months import settle_months
from yinuo.wallet.actions.outcomes import settle_outcome
from yinuo.wallet.bank.tasks import compare_yesterday, pay_out

__all__ = ["ask_services", "ask_soon", "compare_yesterday", "consultation_over", "pay_out", "settle"]

SYSTEM = Actor(None, "system")
PURPOSE, NAME = "wallet.payment", "wallet.ask_services"
log = logging.getLogger(__name__)
bind_door("task", NAME, PURPOSE, {"system"})


@app.periodic(cron="* * * * *")
@app.task(name=NAME, queueing_lock=NAME)
def ask_services(timestamp: int = 0) -> None:
    """Once a minute, and at once when a refund is owed: what is due is asked or sent."""
    now = timezone.now()
    with open_purpose(None, actor=SYSTEM, door="task wallet.due"):
        forget_heard(now)
        refunds, payments = due_refunds(now), due_payments(now)
    for refund in refunds:
        _behind_a_door(send_refund, refund)
    for payment in payments:
        _behind_a_door(lambda one: look(one, timezone.now()), payment)


@app.periodic(cron="10 2 * * *")
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


def _behind_a_door(step: Callable[[UUID], None], row: UUID) -> None:
    """What goes wrong with one holds up none behind it.

    SECURITY: a log says the row's id and why, no number of a payment and no person; an exception's words might.
    """
    try:
        with open_purpose(PURPOSE, actor=SYSTEM, door=f"task {NAME}"):
            step(row)
    except (Exception, Refused) as problem:
        log.warning("wallet: %s of %s waits: %s", step.__name__, row, type(problem).__name__)
