"""The queue's worker: once a minute, and at once when a version was published."""

from contextlib import suppress
from datetime import UTC, datetime

from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app

from yinuo.notices import actions
from yinuo.promise.gate import Actor, open_purpose

SYSTEM = Actor(None, "system")
NAME = "notices.post"


@app.periodic(cron="* * * * *")
@app.task(name=NAME, queueing_lock=NAME)
def post_notices(timestamp: int = 0) -> None:
    """Gather what was announced, then send what waits; each mail opens its own purpose."""
    with open_purpose(None, actor=SYSTEM, door="task notices.gather"):
        actions.tell_devices()
        actions.gather()
        actions.forget_old(datetime.fromtimestamp(timestamp, UTC) if timestamp else datetime.now(UTC))
    actions.post()


def post_soon() -> None:
    """Ask the worker when this transaction commits; it comes by every minute in any case."""

    def ask() -> None:
        with suppress(exceptions.AlreadyEnqueued):
            post_notices.defer()

    transaction.on_commit(ask)
