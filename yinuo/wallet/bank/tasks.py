"""The worker: payouts every minute and as soon as one is asked for; the bank's file once a day. The worker's clock is
UTC; the day of the bank and of the books is the mainland's (北京时间, eight hours ahead, no summer time)."""

import logging
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from procrastinate.contrib.django import app

from yinuo.promise.gate import Refused, open_purpose
from yinuo.wallet.bank import transfers
from yinuo.wallet.bank.cards import sweep_bindings
from yinuo.wallet.bank.paying import DOOR, SYSTEM, advance, due, note_silence
from yinuo.wallet.bank.reconciling import days_owed, reconcile
from yinuo.wallet.bank.soon import NAME

SHANGHAI = ZoneInfo("Asia/Shanghai")
NINE_THIRTY = "30 1 * * *"
"""In UTC; 09:30 in 北京时间. The service packs a day's file by nine the next morning."""
log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name=NAME, queueing_lock=NAME)
def pay_out(timestamp: int = 0) -> None:
    """Every withdrawal that is due takes one turn, each behind a door of its own. Without the service's keys all wait
    as they are, and the finance desk says so."""
    with open_purpose(None, actor=SYSTEM, door=DOOR):
        sweep_bindings()
    if not transfers.configured():
        return
    for withdrawal in due(datetime.now(UTC)):
        try:
            advance(withdrawal)
        except (Exception, Refused) as problem:
            # SECURITY: the row's id and a word; an exception's own words might say more.
            log.warning("wallet: payout %s waits: %s", withdrawal, type(problem).__name__)
            note_silence(withdrawal)


@app.periodic(cron=NINE_THIRTY)
@app.task(name="wallet.reconcile", queueing_lock="wallet.reconcile")
def compare_days(timestamp: int = 0) -> None:
    """Yesterday, and every day of the last fortnight whose file was not to be had or could not be read."""
    at = datetime.fromtimestamp(timestamp, SHANGHAI) if timestamp else datetime.now(SHANGHAI)
    for day in days_owed(at.date()) if transfers.configured() else ():
        try:
            reconcile(day)
        except (Exception, Refused) as problem:
            log.warning("wallet: the bank's file of %s is not compared: %s", day, type(problem).__name__)
