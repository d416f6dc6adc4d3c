"""The bank's file of a day against our own rows; every difference becomes a task of the finance desk."""

import csv
import io
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from yinuo.promise.gate import open_purpose
from yinuo.wallet.bank import transfers
from yinuo.wallet.bank.access import PAYOUT
from yinuo.wallet.bank.numbers import read_fen
from yinuo.wallet.bank.paying import SYSTEM, hear
from yinuo.wallet.models import BankDay, Difference, Withdrawal

NUMBER, OUT, BACK = "商户订单号", "支出金额（-元）", "收入金额（+元）"
LARGEST = 64 * 1024 * 1024
Kind = Difference.Kind


class UnreadableFile(ValueError):
    """The bank's file is not one of the kind that its documents describe. Nothing was compared."""


@dataclass(frozen=True)
class Line:
    """One movement in the bank's file: ``fen`` went out under ``number``; below zero, came back."""

    number: str
    fen: int


def read_file(packed: bytes) -> list[Line]:
    """The lines of a day's file: a zip with one table in GBK, cells padded with tabs, notes begin with #."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            inside = [one for one in archive.infolist() if one.filename.endswith(".csv") and one.file_size < LARGEST]
            text = archive.read(inside[0]).decode("gb18030")
    except (zipfile.BadZipFile, IndexError, UnicodeDecodeError, RuntimeError) as problem:
        raise UnreadableFile(type(problem).__name__) from None
    rows = [
        [cell.strip() for cell in row]
        for row in csv.reader(line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    ]
    if not rows or not {NUMBER, OUT, BACK} <= set(rows[0]):
        raise UnreadableFile("columns")
    return [line for row in rows[1:] for line in _lines(dict(zip(rows[0], row, strict=False)))]


def _lines(row: dict[str, str]) -> list[Line]:
    out, back = (read_fen(row.get(name, "").lstrip("+-") or "0") for name in (OUT, BACK))
    if out is None or back is None:
        raise UnreadableFile("amount")
    return [Line(row[NUMBER], fen) for fen in (out, -back) if fen]


def reconcile(day: date) -> int | None:
    """Fetch and compare one day; how many new differences there are, or None when there is no file yet."""
    doctor = Withdrawal.objects.order_by("-made_at").values_list("doctor", flat=True).first()
    if doctor is None:
        return None
    with open_purpose(PAYOUT, actor=SYSTEM, door="task wallet.reconcile"):
        packed = transfers.day_file(day, doctor)
        lines = read_file(packed) if packed is not None else None
        if lines is None:
            return None
        _ask_about_returned(lines)
    return compare(day, lines)


def _ask_about_returned(lines: list[Line]) -> None:
    """A payout that the bank sent back while its call was lost: ask, and book what it says."""
    numbers = {known for line in lines if line.fen < 0 and (known := _id(line.number)) is not None}
    for row in Withdrawal.objects.filter(pk__in=numbers, state=Withdrawal.State.PAID):
        answer = transfers.ask(row.doctor_id, row.pk)
        with transaction.atomic():
            hear(Withdrawal.objects.select_for_update(of=("self",)).get(pk=row.pk), answer)


def compare(day: date, lines: list[Line]) -> int:
    """Both ways: what the file has and we don't, and what we paid on that day and the file lacks."""
    paid: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        if line.fen > 0:
            paid[line.number].append(line.fen)
    back = {line.number for line in lines if line.fen < 0}
    found = 0
    with transaction.atomic():
        for number, amounts in paid.items():
            found += _there(day, number, amounts, back=number in back)
        ours = Withdrawal.objects.filter(Q(paid_on=day), bank_order__gt="")
        there = [known for known in map(_id, paid) if known is not None]
        for row in ours.exclude(pk__in=there):
            found += _open(day, Kind.NOT_THERE, row.pk.hex, None, row)
        BankDay.objects.update_or_create(
            day=day,
            defaults={
                "lines": len(lines),
                "fen": sum(line.fen for line in lines),
                "compared_at": timezone.now(),
            },
        )
    return found


def _there(day: date, number: str, amounts: list[int], *, back: bool) -> int:
    known = _id(number)
    row = Withdrawal.objects.filter(pk=known).first() if known is not None else None
    if row is None:
        return _open(day, Kind.NOT_HERE, number, sum(amounts), None)
    if len(amounts) > 1:
        return _open(day, Kind.TWICE, number, sum(amounts), row)
    if amounts[0] != row.fen:
        return _open(day, Kind.AMOUNT, number, amounts[0], row)
    if back:  # it may have come back before we heard that it had arrived
        return 0 if row.state == Withdrawal.State.BOUNCED else _open(day, Kind.BACK, number, 0, row)
    return _open(day, Kind.STATE, number, amounts[0], row) if row.paid_on is None else 0


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
