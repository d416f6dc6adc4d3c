"""Periodic work."""

from procrastinate.contrib.django import app

from yinuo.credentials.actions import erase_taken_back
from yinuo.promise.gate import Actor, open_purpose


@app.periodic(cron="* * * * *")
@app.task(name="credentials.erase_taken_back", queueing_lock="credentials.erase_taken_back")
def erase(timestamp: int) -> None:
    """Every minute. Opens no personal value: words of consent and states are enough."""
    with open_purpose(None, actor=Actor(None, "system"), door="task credentials.erase_taken_back"):
        erase_taken_back()
