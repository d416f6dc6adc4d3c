"""Periodic work."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from yinuo.media.sweep import sweep_orphans
from yinuo.promise.gate import Actor, open_purpose


@app.periodic(cron="17 * * * *")
@app.task(name="media.sweep", queueing_lock="media.sweep")
def sweep(timestamp: int) -> None:
    """Every hour. Opens no personal value: ids and file names are enough."""
    with open_purpose(None, actor=Actor(None, "system"), door="task media.sweep"):
        sweep_orphans(now=datetime.fromtimestamp(timestamp, UTC))
