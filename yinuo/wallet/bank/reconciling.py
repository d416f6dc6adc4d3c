"""The bank's file of a day against our own rows: every line of the file and every payout of the day ends agreed, or as
a difference with a name, which is a task of the finance desk."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yinuo.promise.gate import open_purpose
from yinuo.wallet.bank import transfers
from yinuo.wallet.bank.access import PAYOUT
from yinuo.wallet.bank.day_file import Line, read_file
from yinuo.wallet.bank.paying import SYSTEM, hear
from yinuo.wallet.models import BankDay, Difference, Withdrawal

LOOK_BACK = 14
"""Days: a file that was not to be had, or not readable, is tried for each morning; after that people must look."""
Kind, State = Difference.Kind, Withdrawal.State


def days_owed(today: date) -> list[date]:
    """The days of the last fortnight that are not compared yet, the earliest first; none before the first payout."""
    first = Withdrawal.objects.order_by("made_at").values_list("made_at", flat=True).first()
    if first is None:
        return []
    done = set(BankDay.objects.filter(day__gte=today - timedelta(days=LOOK_BACK)).values_list("day", flat=True))
    days = [today - timedelta(days=back) for back in range(LOOK_BACK, 0, -1)]
    return [day for day in days if day not in done and day >= timezone.localdate(first)]


def reconcile(day: date) -> int | None:
    """Fetch and compare one day; how many new differences there are, or None when there is no file yet. Raises
    :class:`~yinuo.wallet.bank.day_file.UnreadableFile`."""
    doctor = Withdrawal.objects.order_by("-made_at").values_list("doctor", flat=True).first()
    if doctor is None:
        return None
    with open_purpose(PAYOUT, actor=SYSTEM, door="task wallet.reconcile"):
        packed = transfers.day_file(day, doctor)
        lines = read_file(packed) if packed is not None else None
        if lines is None:
            return None
        _ask_about_unheard(lines)
    return compare(day, lines)


def _ask_about_unheard(lines: list[Line]) -> None:
    """A payout that the bank made or sent back while its call was lost: ask, and book what it says."""
    back = {known for line in lines if line.fen < 0 and (known := _id(line.number)) is not None}
    out = {known for line in lines if line.fen > 0 and (known := _id(line.number)) is not None}
    unheard = Withdrawal.objects.filter(pk__in=back, state=State.PAID) | Withdrawal.objects.filter(
        pk__in=out | back, state=State.SENT
    )
    for row in unheard:
        answer = transfers.ask(row.doctor_id, row.pk)
        with transaction.atomic():
            hear(Withdrawal.objects.select_for_update(of=("self",)).get(pk=row.pk), answer)


@dataclass
class Moved:
    """What one number did in a day's file."""

    out: list[int] = field(default_factory=list)
    back: list[int] = field(default_factory=list)


def compare(day: date, lines: list[Line]) -> int:
    """How many differences were found that nobody was told of yet."""
    moved: dict[str, Moved] = defaultdict(Moved)
    for line in lines:
        (moved[line.number].out if line.fen > 0 else moved[line.number].back).append(abs(line.fen))
    found = 0
    with transaction.atomic():
        for number, its in moved.items():
            known = _id(number)
            row = Withdrawal.objects.select_for_update(of=("self",)).filter(pk=known).first() if known else None
            if row is None:
                found += _open(day, Kind.NOT_HERE, number, sum(its.out) - sum(its.back), None)
                continue
            for kind, fen in _faults(day, row, its):
                found += _open(day, kind, row.pk.hex, fen, row)
            _seen(day, row, its)
        for kind, row in _missing(day):
            found += _open(day, kind, row.pk.hex, None, row)
        compared = {"lines": len(lines), "fen": sum(line.fen for line in lines), "compared_at": timezone.now()}
        BankDay.objects.update_or_create(day=day, defaults=compared)
    return found


def _faults(day: date, row: Withdrawal, its: Moved) -> Iterator[tuple[Difference.Kind, int]]:
    """Where this payout's lines are not what our row says; nothing when they agree. One name is enough for each way."""
    if its.out:
        name = _out(day, row, its)
        if name is not None:
            yield name, sum(its.out)
            return
    if its.back:
        name = _back(day, row, its)
        if name is not None:
            yield name, -sum(its.back)


def _out(day: date, row: Withdrawal, its: Moved) -> Difference.Kind | None:
    if len(its.out) > 1 or row.out_on not in (None, day):
        return Kind.TWICE
    if its.out[0] != row.fen:
        return Kind.AMOUNT
    if row.paid_on is None:  # it may have come back before we heard that it had arrived
        came_back = bool(its.back) and row.state in Withdrawal.CAME_BACK
        return None if came_back or row.state == State.BOUNCED else Kind.STATE
    return None if row.paid_on == day else Kind.DAY


def _back(day: date, row: Withdrawal, its: Moved) -> Difference.Kind | None:
    if its.back != [row.fen] or row.back_on not in (None, day):
        return Kind.AMOUNT
    if row.state == State.PAID:
        return Kind.BACK
    if row.state not in Withdrawal.CAME_BACK:
        return Kind.STATE
    went = bool(its.out) or row.out_on is not None or row.paid_on is not None
    return None if went or row.state == State.BOUNCED else Kind.NOT_HERE


def _seen(day: date, row: Withdrawal, its: Moved) -> None:
    row.out_on = row.out_on or (day if its.out else None)
    row.back_on = row.back_on or (day if its.back else None)
    row.save(update_fields=["out_on", "back_on"])


def _missing(day: date) -> Iterator[tuple[Difference.Kind, Withdrawal]]:
    """What we booked on a day that is compared and no file of the bank's has; each is told of once. Also of the days
    before: a late call may have booked it after its day was compared."""
    since = day - timedelta(days=LOOK_BACK)
    days = [*BankDay.objects.filter(day__gte=since, day__lt=day).values_list("day", flat=True), day]
    paid = Withdrawal.objects.filter(paid_on__in=days, out_on=None)
    bounced = Withdrawal.objects.filter(state=State.BOUNCED, back_on=None, done_at__date__in=days)
    bounced = bounced.exclude(paid_on=None, out_on=None)  # one that never left need not come back
    for kind, rows in ((Kind.NOT_THERE, paid), (Kind.NOT_BACK, bounced)):
        told = set(Difference.objects.filter(kind=kind, day__gte=since).values_list("withdrawal", flat=True))
        yield from ((kind, row) for row in rows if row.pk not in told)


def _open(day: date, kind: Difference.Kind, number: str, bank_fen: int | None, row: Withdrawal | None) -> int:
    _, made = Difference.objects.get_or_create(
        kind=kind,
        number=number[:64],
        day=day,
        defaults={
            "bank_fen": bank_fen,
            "our_fen": row.fen if row else None,
            "withdrawal": row,
            "found_at": timezone.now(),
        },
    )
    return int(made)


def _id(number: str) -> UUID | None:
    try:
        return UUID(hex=number)
    except ValueError:
        return None
