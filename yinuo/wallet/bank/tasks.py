"""The worker: payouts every minute and as soon as one is asked for; the bank's file once a day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from procrastinate.contrib.django import app

from yinuo.promise.gate import Refused, open_purpose
from yinuo.promise.outbound import UndeclaredRecipient
from yinuo.wallet.bank.cards import sweep_bindings
from yinuo.wallet.bank.paying import DOOR, SYSTEM, advance, due
from yinuo.wallet.bank.reconciling import reconcile
from yinuo.wallet.bank.soon import NAME

SHANGHAI = ZoneInfo("Asia/Shanghai")


@app.periodic(cron="* * * * *")
@app.task(name=NAME, queueing_lock=NAME)
def pay_out(timestamp: int = 0) -> None:
    """Every withdrawal that is due takes one turn, each behind a door of its own."""
    with open_purpose(None, actor=SYSTEM, door=DOOR):
        sweep_bindings()
    for withdrawal in due(datetime.now(UTC)):
        try:
            advance(withdrawal)
        except (Refused, UndeclaredRecipient):  # one doctor's closed door holds nobody else up; the journal has it
            continue


@app.periodic(cron="30 9 * * *")
@app.task(name="wallet.reconcile", queueing_lock="wallet.reconcile")
def compare_yesterday(timestamp: int = 0) -> None:
    """The service packs a day's file by nine the next morning."""
    at = datetime.fromtimestamp(timestamp, SHANGHAI) if timestamp else datetime.now(SHANGHAI)
    reconcile(at.date() - timedelta(days=1))
