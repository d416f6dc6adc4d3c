"""The terms that a promise names in words (十五天, 7 天, 十五个工作日, 一步): so that a longer one is noticed."""

import re
from collections.abc import Iterable

_DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
# In days; a working day counts as seven fifths, so that fifteen of them are more than fifteen days.
_DAYS = {"小时": 1 / 24, "工作日": 1.4, "日": 1.0, "天": 1.0, "周": 7.0, "月": 30.0, "年": 365.0}
_STEP = "步"
_TERM = re.compile(r"(\d+|[零一二两三四五六七八九十百千]+)\s*个?\s*(小时|工作日|日|天|周(?!岁)|月|年|步)")


def lengthened(old: Iterable[str], new: Iterable[str]) -> bool:
    """Whether a term of the new words is longer, or a way has more steps, than that of the old ones."""
    return any(_longer(_amounts(old, steps), _amounts(new, steps)) for steps in (False, True))


def dropped(old: str, new: str) -> bool:
    """Whether the old words name a term or a number of steps, and the new ones none."""
    return any(_amounts([old], steps) and not _amounts([new], steps) for steps in (False, True))


def _longer(before: list[float], after: list[float]) -> bool:
    """Term by term where there are as many as before; else the longest of each."""
    if not before or not after:
        return False
    pairs = zip(before, after, strict=True) if len(before) == len(after) else [(before[-1], after[-1])]
    return any(later > earlier for earlier, later in pairs)


def _amounts(words: Iterable[str], steps: bool) -> list[float]:
    found = [match.groups() for word in words for match in _TERM.finditer(word)]
    return sorted(_number(number) * _DAYS.get(unit, 1.0) for number, unit in found if (unit == _STEP) is steps)


def _number(word: str) -> int:
    if word.isdigit():
        return int(word)
    total = digit = 0
    for letter in word:
        if letter in _SCALES:
            total, digit = total + (digit or 1) * _SCALES[letter], 0
        else:
            digit = _DIGITS[letter]
    return total + digit
