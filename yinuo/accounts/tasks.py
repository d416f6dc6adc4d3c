"""Periodic work."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from yinuo.accounts import actions
from yinuo.promise.gate import Actor, open_purpose


@app.periodic(cron="* * * * *")
@app.task(name="accounts.sweep", queueing_lock="accounts.sweep")
def sweep(timestamp: int) -> None:
    """Every minute: codes, sessions and invitations that are over, persons who never finished. Opens no value."""
    with open_purpose(None, actor=Actor(None, "system"), door="task accounts.sweep"):
        actions.sweep(now=datetime.fromtimestamp(timestamp, UTC))
