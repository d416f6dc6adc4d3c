"""Periodic work."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from yinuo.channel.actions import publish_due, purge_discarded
from yinuo.promise.gate import Actor, open_purpose


@app.periodic(cron="* * * * *")
@app.task(name="channel.publish_due", queueing_lock="channel.publish_due")
def publish(timestamp: int) -> None:
    """Every minute. Opens no personal value: ids, states and times are enough."""
    now = datetime.fromtimestamp(timestamp, UTC)
    with open_purpose(None, actor=Actor(None, "system"), door="task channel.publish_due"):
        publish_due(now=now)
        purge_discarded(now=now)
