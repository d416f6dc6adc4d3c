"""Periodic upkeep of the engine. None of it opens a value, but for the week's re-indexing (``vault/reindexing.py``).

Anchors are not here: the worker's own thread makes them every few seconds (``journal.anchors.anchoring``), a job
for each would write more rows than the journal it guards.
"""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.journal.days import drop_due, prepare_days
from yinuo.promise.policy.publish import come_into_force
from yinuo.promise.retention.sweep import sweep
from yinuo.promise.vault.rotation import rotate

SYSTEM = Actor(None, "system")


@app.periodic(cron="7 */6 * * *")
@app.task(name="keys.rotate", queueing_lock="keys.rotate")
def rotate_keys(timestamp: int) -> None:
    """Four times a day: a new week begins within hours, and a retired key goes on the day it may."""
    with open_purpose(None, actor=SYSTEM, door="task keys.rotate"):
        rotate(datetime.fromtimestamp(timestamp, UTC).date())


@app.periodic(cron="*/5 * * * *")
@app.task(name="retention.sweep", queueing_lock="retention.sweep")
def sweep_retention(timestamp: int) -> None:
    """Every five minutes: what is due, and what a withdrawal ends."""
    with open_purpose(None, actor=SYSTEM, door="task retention.sweep"):
        sweep(datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="* * * * *")
@app.task(name="policy.come_into_force", queueing_lock="policy.come_into_force")
def bring_versions_into_force(timestamp: int) -> None:
    """Every minute: announced versions whose day has come (clause 7)."""
    with open_purpose(None, actor=SYSTEM, door="task policy.come_into_force"):
        come_into_force(datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="27 3 * * *")
@app.task(name="journal.days", queueing_lock="journal.days")
def turn_days(timestamp: int) -> None:
    """Once a day: partitions for the days to come, and days whose term is over."""
    with open_purpose(None, actor=SYSTEM, door="task journal.days"):
        prepare_days()
        drop_due(datetime.fromtimestamp(timestamp, UTC))
