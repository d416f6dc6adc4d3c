"""Numbers that people type: cards, identity numbers, amounts. Pure; nothing here keeps or logs what it reads."""

import re
import unicodedata
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_YUAN = re.compile(r"(0|[1-9]\d{0,8})(?:\.(\d{1,2}))?")


def digits(typed: str) -> str:
    """What was typed without what people put between digits; wide digits of a Chinese keyboard are read too."""
    return re.sub(r"[\s\-·.]", "", unicodedata.normalize("NFKC", typed[:60]))


def is_luhn(number: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    if not (number.isascii() and number.isdigit() and 12 <= len(number) <= 19):
        return False
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_id_number(number: str) -> bool:
    """GB 11643-1999: eighteen places, a day of birth that was, and a check character (ISO 7064, MOD 11-2)."""
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", number, re.ASCII):
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True)) % 11
    return date(1900, 1, 1) <= born <= date.today() and number[17] == _CHECKS[rest]  # noqa: DTZ011 - a day, no instant


def read_fen(typed: str) -> int | None:
    """Yuan with at most two places as whole fen, exactly; None for anything else."""
    found = _YUAN.fullmatch(unicodedata.normalize("NFKC", typed[:20]).strip().replace(",", "").removeprefix("¥"))
    if found is None or not found[0].isascii():
        return None
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def yuan(fen: int) -> str:
    """``1234.05``: for people, files and protocols alike; no float ever holds money."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def tail(number: str) -> str:
    """The last four, which is all that is shown."""
    return f"•••• {number[-4:]}"


def spaced(number: str) -> str:
    """In groups of four, as it stands on the card."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))
