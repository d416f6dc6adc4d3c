"""Which bank issued a card, by the range of its number (ISO/IEC 7812: the issuer identification number)."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("ranges.csv")
NAMES = {
    "ICBC": "中国工商银行",
    "CCB": "中国建设银行",
    "ABC": "中国农业银行",
    "BOC": "中国银行",
    "COMM": "交通银行",
    "CMB": "招商银行",
    "PSBC": "中国邮政储蓄银行",
    "CITIC": "中信银行",
    "CEB": "中国光大银行",
    "CMBC": "中国民生银行",
    "SPDB": "浦发银行",
    "CIB": "兴业银行",
    "PAB": "平安银行",
    "HXB": "华夏银行",
    "GDB": "广发银行",
}


@dataclass(frozen=True)
class Issuer:
    """``code`` as the payout service spells it."""

    code: str
    name: str
    debit: bool


@cache
def _ranges() -> dict[tuple[str, int], Issuer]:
    lines = (line for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {
        (row["prefix"], int(row["length"])): Issuer(row["bank"], NAMES[row["bank"]], row["kind"] == "D")
        for row in csv.DictReader(lines)
    }


def issuer_of(number: str) -> Issuer | None:
    """The longest range that fits; None when no bank of the table has it."""
    found = (_ranges().get((number[:length], len(number))) for length in (8, 7, 6, 5))
    return next((issuer for issuer in found if issuer is not None), None)
