"""Periodic work."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from yinuo.followups.actions.inviting import send_one, waiting_to_send
from yinuo.followups.actions.ticking import tick
from yinuo.promise.gate import Actor, open_purpose

SYSTEM = Actor(None, "system")
SEND = "task followups.send_invitations"
A_ROUND = 50


@app.periodic(cron="* * * * *")
@app.task(name="followups.tick", queueing_lock="followups.tick")
def clock(timestamp: int) -> None:
    """Every minute. Opens no personal value: states and times are enough."""
    with open_purpose(None, actor=SYSTEM, door="task followups.tick"):
        tick(now=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="* * * * *")
@app.task(name="followups.send_invitations", queueing_lock="followups.send_invitations")
def send_invitations(timestamp: int) -> None:
    """Every minute a round; each message behind a door of its own, so that one refusal stops no other."""
    send_waiting(now=datetime.fromtimestamp(timestamp, UTC))


def send_waiting(*, now: datetime) -> int:
    """How many messages were tried."""
    waiting = waiting_to_send(now, A_ROUND)
    for invitation in waiting:
        with open_purpose("followups", actor=SYSTEM, door=SEND):
            send_one(invitation)
    return len(waiting)
