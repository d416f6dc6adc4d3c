"""Retention terms: ISO 8601 durations, or ``account`` (until the account is closed)."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

ACCOUNT = "account"
_DURATION = re.compile(
    r"P(?=\d|T\d)(?:(?P<Y>\d+)Y)?(?:(?P<M>\d+)M)?(?:(?P<W>\d+)W)?(?:(?P<D>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<h>\d+)H)?(?:(?P<m>\d+)M)?(?:(?P<s>\d+)S)?)?"
)
_MONTH = 2_629_746  # seconds of a mean Gregorian month, so that P12M and P1Y are equal
_SECONDS = {"Y": 12 * _MONTH, "M": _MONTH, "W": 604_800, "D": 86_400, "h": 3600, "m": 60, "s": 1}


def seconds(keep: str) -> int | None:
    """The length of a duration, or None when it is none, or without end or length."""
    found = amounts(keep)
    return (sum(amount * _SECONDS[unit] for unit, amount in found.items()) or None) if found else None


def amounts(keep: str) -> dict[str, int] | None:
    """The parts of a duration by unit (Y M W D h m s), or None when it is none."""
    found = _DURATION.fullmatch(keep)
    return {unit: int(amount) for unit, amount in found.groupdict().items() if amount} if found else None


def is_finite(keep: str) -> bool:
    return keep == ACCOUNT or seconds(keep) is not None


def in_words(keep: str) -> str:
    """The term as a person would say it: 15年, 180天, 账户注销前."""
    if keep == ACCOUNT:
        return _("账户注销前")
    found = _DURATION.fullmatch(keep)
    if not found:
        return keep
    amounts = [(unit, int(amount)) for unit, amount in found.groupdict().items() if amount]
    return "".join(_amount(unit, number) for unit, number in amounts)


def _amount(unit: str, number: int) -> str:
    forms = {
        "Y": ngettext("%(n)d年", "%(n)d年", number),
        "M": ngettext("%(n)d个月", "%(n)d个月", number),
        "W": ngettext("%(n)d周", "%(n)d周", number),
        "D": ngettext("%(n)d天", "%(n)d天", number),
        "h": ngettext("%(n)d小时", "%(n)d小时", number),
        "m": ngettext("%(n)d分钟", "%(n)d分钟", number),
        "s": ngettext("%(n)d秒", "%(n)d秒", number),
    }
    return forms[unit] % {"n": number}
