"""A doctor's month: what was earned is settled once the month is over, less the tax that the hospital withholds."""

import logging
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from yinuo.wallet import ledger
from yinuo.wallet.ledger import Kind, Move
from yinuo.wallet.withholding import withheld

CHINA = ZoneInfo("Asia/Shanghai")
log = logging.getLogger(__name__)


def month_of(moment: datetime) -> date:
    """The first day of its month on the mainland's calendar."""
    return moment.astimezone(CHINA).date().replace(day=1)


def settle_months(*, now: datetime, doctor: UUID | None = None) -> int:
    """Settle every month that is over, of one doctor or of all; each once. Returns how many. One that can't be settled
    stops none behind it; the next night tries again, and the finance desk counts what is owed."""
    done = 0
    for person, month, fen in ledger.pending_months(before=month_of(now), doctor=doctor):
        try:
            settle_month(person, month, fen)
        except Exception as problem:
            # SECURITY: no person, and an exception's own words might name one.
            log.warning("wallet: a month %s is not settled: %s", f"{month:%Y-%m}", type(problem).__name__)
        else:
            done += 1
    return done


def settle_month(doctor: UUID, month: date, fen: int, at: datetime | None = None) -> None:
    """Move all that was earned in a month: the tax to ``tax``, the rest to ``available``. The key is the month: it is
    settled once, whoever tries."""
    tax = withheld(fen)
    moves = [
        Move(ledger.pending(doctor, month), -fen),
        *([Move(ledger.tax(), tax)] if tax else []),
        Move(ledger.available(doctor), fen - tax),
    ]
    with transaction.atomic():
        ledger.book(Kind.SETTLED, key=f"settled:{doctor}:{month.isoformat()}", moves=moves, at=at)
