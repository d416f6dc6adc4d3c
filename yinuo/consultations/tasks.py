"""Periodic work."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from yinuo.consultations.actions.expiring import expire_waiting, warn_of_closing
from yinuo.promise.gate import Actor, open_purpose


@app.periodic(cron="* * * * *")
@app.task(name="consultations.expire_waiting", queueing_lock="consultations.expire_waiting")
def expire(timestamp: int) -> None:
    """Every minute. Opens no personal value: states and times are enough."""
    with open_purpose(None, actor=Actor(None, "system"), door="task consultations.expire_waiting"):
        expire_waiting(now=datetime.fromtimestamp(timestamp, UTC))
        warn_of_closing(now=datetime.fromtimestamp(timestamp, UTC))
