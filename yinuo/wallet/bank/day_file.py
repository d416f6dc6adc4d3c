"""The bank's file of a day as its documents describe it: a zip with one table in GBK."""

import csv
import io
import zipfile
from dataclasses import dataclass

from yinuo.wallet.bank.numbers import read_fen

NUMBER, OWN, OUT, BACK = "商户订单号", "账务流水号", "支出金额（-元）", "收入金额（+元）"
LARGEST = 64 * 1024 * 1024


class UnreadableFile(ValueError):
    """The bank's file is not one of the kind that its documents describe. Nothing was compared."""


@dataclass(frozen=True)
class Line:
    """One movement in the bank's file: ``fen`` went out under ``number``; below zero, came back. ``number`` is ours, or
    the bank's own where a movement has none of ours."""

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
    number = row.get(NUMBER) or row.get(OWN, "")
    return [Line(number, fen) for fen in (out, -back) if fen]
