"""The terms that a promise names in words (十五天, 7 天, 十五个工作日, 一步): so that a longer one is noticed.

Which term was which promise's is told by the words around it: pieces of a sentence that are the same but for their
terms are compared with each other. What is left are pieces that were rewritten, taken away or added. An added one
lessens nothing; a rewritten one has to name no longer term than before, and where it can't be told which of several
terms is its own, the longest counts.

What this can't see: a promise that never named a term (及时, 尽快); two promises of one clause that trade their terms
while both are rewritten; and a rewritten promise whose old term stands in a new sentence about something else. Against
these stand the measures: a term that a measure names is compared measure by measure.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from enum import StrEnum

_DIGITS = {word: float(value) for value, word in enumerate("零一二三四五六七八九")} | {"两": 2.0, "半": 0.5}
_SCALES = {"十": 10, "百": 100, "千": 1000}
# In days; a working day counts as seven fifths, so that fifteen of them are more than fifteen days.
_DAYS = {
    **{"分钟": 1 / 1440, "小时": 1 / 24, "工作日": 1.4, "日": 1.0, "天": 1.0},
    **{"周": 7.0, "月": 30.0, "季度": 90.0, "年": 365.0},
}
_STEP = "步"
_TERM = re.compile(r"(\d+|[零一二两三四五六七八九十百千]+|半)\s*个?\s*(分钟|小时|工作日|日|天|周(?!岁)|月|季度|年|步)")
_DATE = re.compile(r"\d{4}\s*年\s*\d+\s*月(\s*\d+\s*日)?")
_PIECE = re.compile(r"[。；;！？!?，,：:\n]+")

Terms = tuple[float, ...]


class Worse(StrEnum):
    LONGER = "longer"
    DROPPED = "dropped"


def worse(old: Iterable[str], new: Iterable[str]) -> Worse | None:
    """How a promise's new words are worse than its old ones: a term is longer or a way has more steps; or one is not
    named any more."""
    before, after = list(old), list(new)
    found = {_worse(_pieces(before, steps), _pieces(after, steps)) for steps in (False, True)}
    return next((each for each in Worse if each in found), None)


def _worse(before: Counter[tuple[str, Terms]], after: Counter[tuple[str, Terms]]) -> Worse | None:
    then, now = _by_words(before - after), _by_words(after - before)
    loose_then: list[float] = []
    loose_now: list[float] = []
    for words in {**then, **now}:
        olds, news = sorted(then.get(words, ())), sorted(now.get(words, ()))
        if len(olds) == len(news):
            if any(_longer(sorted(one), sorted(other)) for one, other in zip(olds, news, strict=True)):
                return Worse.LONGER
            continue
        loose_then += [term for terms in olds for term in terms]
        loose_now += [term for terms in news for term in terms]
    return _loose(Counter(loose_then), Counter(loose_now))


def _loose(before: Counter[float], after: Counter[float]) -> Worse | None:
    gone, come = sorted((before - after).elements()), sorted((after - before).elements())
    if len(come) < len(gone):
        return Worse.DROPPED
    if gone and (_longer(gone, come) if len(come) == len(gone) else come[-1] > gone[0]):
        return Worse.LONGER
    return None


def _longer(before: list[float], after: list[float]) -> bool:
    return any(later > earlier for earlier, later in zip(before, after, strict=True))


def _by_words(pieces: Counter[tuple[str, Terms]]) -> dict[str, list[Terms]]:
    found: dict[str, list[Terms]] = defaultdict(list)
    for words, terms in pieces.elements():
        found[words].append(terms)
    return found


def _pieces(words: Iterable[str], steps: bool) -> Counter[tuple[str, Terms]]:
    """The pieces that name a term, as the words around it and the terms in days (or the steps)."""
    found: Counter[tuple[str, Terms]] = Counter()
    for piece in (piece for word in words for piece in _PIECE.split(_DATE.sub("", word))):
        terms = [match.groups() for match in _TERM.finditer(piece) if (match.group(2) == _STEP) is steps]
        if terms:
            around = "".join(_TERM.sub("□", piece).split())
            found[around, tuple(_number(number) * _DAYS.get(unit, 1.0) for number, unit in terms)] += 1
    return found


def _number(word: str) -> float:
    if word.isdigit():
        return float(word)
    total = digit = 0.0
    for letter in word:
        if letter in _SCALES:
            total, digit = total + (digit or 1) * _SCALES[letter], 0.0
        else:
            digit = _DIGITS[letter]
    return total + digit
