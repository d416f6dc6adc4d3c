"""The terms that a promise names in words (十五天, 7 天, 十五个工作日, 一步): so that a longer one is noticed.

Which term is which promise's is told by the words of its sentence: sentences that are the same but for their terms are
compared with each other, term by term in their order. A single sentence that was rewritten is compared with the single
one in its place, piece by piece. Where several were rewritten at once, or one was rewritten and another added, no
program can tell whose term went where: then every term has to be no longer than the shortest before. So two promises
that stand apart can't trade their terms; one is reworded at a time.

What this can't see is told as a material change (`duties`): a promise that never named a term (及时, 尽快), a longer
term that is added as an exception, a term that now begins later (以后 for 内), a trade between sentences that only
words further back tell apart. And a promise taken away while a new one with a shorter term comes looks like one that
was rewritten.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
_SENTENCE = re.compile(r"[。；;！？!?\n]+")
_PIECE = re.compile(r"[，,：:、]+")

Terms = tuple[float, ...]


class Worse(StrEnum):
    """``UNCLEAR``: several promises were rewritten at once, and one may have got another's longer term."""

    LONGER = "longer"
    DROPPED = "dropped"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class _Said:
    """A sentence, or a piece of one, that names terms: the words around them, the words of what stands before it, and
    the terms in days (or the steps)."""

    text: str
    words: str
    behind: str
    terms: Terms


def worse(old: Iterable[str], new: Iterable[str]) -> Worse | None:
    """How a promise's new words are worse than its old ones: a term is longer or a way has more steps; one is not named
    any more; or it can't be told."""
    before, after = list(old), list(new)
    found = {
        each
        for steps in (False, True)
        for each in _worse(_said(before, _SENTENCE, steps), _said(after, _SENTENCE, steps), steps)
    }
    return next((each for each in Worse if each in found), None)


def _worse(before: list[_Said], after: list[_Said], steps: bool, whole: bool = True) -> Iterator[Worse | None]:
    """What stands under the same words on both sides, and then what is left. ``whole`` for sentences."""
    then, now = _by_words(before, after)
    for words in then.keys() & now.keys():
        yield _matched(then[words], now[words])
    olds = [one for words in then.keys() - now.keys() for one in then[words]]
    news = [one for words in now.keys() - then.keys() for one in now[words]]
    if whole and len(olds) == len(news) == 1:
        then_pieces, now_pieces = (_said([one.text], _PIECE, steps) for one in (*olds, *news))
        yield from _worse(then_pieces, now_pieces, steps, whole=False)
    else:
        yield _matched(olds, news)


def _by_words(before: list[_Said], after: list[_Said]) -> tuple[dict[str, list[_Said]], dict[str, list[_Said]]]:
    """Words that stand more than once are told apart by what stands before them."""
    often = {words for side in (before, after) for words, n in Counter(one.words for one in side).items() if n > 1}
    found: tuple[dict[str, list[_Said]], dict[str, list[_Said]]] = ({}, {})
    for side, named in zip((before, after), found, strict=True):
        for one in side:
            named.setdefault(one.behind + "。" + one.words if one.words in often else one.words, []).append(one)
    return found


def _matched(olds: list[_Said], news: list[_Said]) -> Worse | None:
    gone, come = ([term for one in side for term in one.terms] for side in (olds, news))
    if len(come) < len(gone):
        return Worse.DROPPED
    if not gone or (len(gone) == len(come) and len(olds) == len(news) == 1) or olds == news:
        return Worse.LONGER if any(later > sooner for sooner, later in zip(gone, come, strict=False)) else None
    if max(come) <= min(gone):
        return None
    return Worse.LONGER if min(come) > min(gone) else Worse.UNCLEAR


def _said(words: Iterable[str], mark: re.Pattern[str], steps: bool) -> list[_Said]:
    found, behind = [], ""
    for text in (each for word in words for each in mark.split(_DATE.sub("", word))):
        terms = [match.groups() for match in _TERM.finditer(text) if (match.group(2) == _STEP) is steps]
        around = "".join(_TERM.sub("□", text).split())
        if terms:
            amounts = tuple(_number(number) * _DAYS.get(unit, 1.0) for number, unit in terms)
            found.append(_Said(text, around, behind, amounts))
        behind = around or behind
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
