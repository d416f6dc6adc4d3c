"""Calling the worker when a transaction commits; it comes by every minute in any case."""

from contextlib import suppress

from django.db import transaction
from procrastinate import exceptions

NAME = "wallet.payouts"


def pay_soon() -> None:
    def ask() -> None:
        from procrastinate.contrib.django import app

        with suppress(exceptions.AlreadyEnqueued):
            app.configure_task(NAME, queueing_lock=NAME).defer()

    transaction.on_commit(ask)
