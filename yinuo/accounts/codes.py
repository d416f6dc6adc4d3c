"""One-time codes: six digits, single use, five minutes, void after five wrong answers."""

import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from yinuo.accounts.problems import ExpiredCode, MalformedCode, UnableToContinue, UsedCode, VoidCode, WrongCode

DIGITS = 6
GOOD_FOR = timedelta(minutes=5)
TRIES = 5


@dataclass(frozen=True)
class Standing:
    """How a code stands when somebody types one."""

    wrong: int
    expires_at: datetime
    used: bool


def new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def digest(row: UUID, code: str) -> str:
    """Keyed hash, bound to its row: equal codes look different, and a dump can't be searched for them."""
    return hmac.new(settings.SECRET_KEY.encode(), f"code|{row}|{code}".encode(), "sha256").hexdigest()


def read_code(typed: str) -> str:
    """The six digits of what was typed; raises :class:`MalformedCode`, which is not counted as an attempt."""
    code = "".join(unicodedata.normalize("NFKC", typed[:40]).split())
    if len(code) != DIGITS or not code.isascii() or not code.isdigit():
        raise MalformedCode
    return code


def judge(standing: Standing, *, right: bool, now: datetime) -> UnableToContinue | None:
    """None for yes. A wrong answer counts; the caller stores ``wrong + 1`` exactly when :class:`WrongCode` or, on
    the last try, :class:`VoidCode` is returned for a code that was still open."""
    if standing.used:
        return UsedCode()
    if standing.wrong >= TRIES:
        return VoidCode()
    if now >= standing.expires_at:
        return ExpiredCode()
    if right:
        return None
    left = TRIES - standing.wrong - 1
    return WrongCode(left) if left else VoidCode()


def counts(standing: Standing, *, now: datetime) -> bool:
    """Whether an answer is an attempt at all: the code is unused, not void and not expired."""
    return not standing.used and standing.wrong < TRIES and now < standing.expires_at
