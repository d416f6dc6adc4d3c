"""A doctor's month: what was earned is settled once the month is over, less the tax that the hospital withholds."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from yinuo.wallet import ledger
from yinuo.wallet.ledger import Kind, Move
from yinuo.wallet.withholding import withheld

CHINA = ZoneInfo("Asia/Shanghai")


def month_of(moment: datetime) -> date:
    """The first day of its month on the mainland's calendar."""
    return moment.astimezone(CHINA).date().replace(day=1)


def settle_months(*, now: datetime, doctor: UUID | None = None) -> int:
    """Settle every month that is over, of one doctor or of all; each once. Returns how many."""
    due = ledger.pending_months(before=month_of(now), doctor=doctor)
    for person, month, fen in due:
        settle_month(person, month, fen)
    return len(due)


def settle_month(doctor: UUID, month: date, fen: int) -> None:
    """Move all that was earned in a month: the tax to ``tax``, the rest to ``available``. The key is the month: it is
    settled once, whoever tries."""
    tax = withheld(fen)
    moves = [
        Move(ledger.pending(doctor, month), -fen),
        *([Move(ledger.tax(), tax)] if tax else []),
        Move(ledger.available(doctor), fen - tax),
    ]
    with transaction.atomic():
        ledger.book(Kind.SETTLED, key=f"settled:{doctor}:{month.isoformat()}", moves=moves)
