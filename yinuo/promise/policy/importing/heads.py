"""Where a version begins, and what its head says: title, number, dates of publication and of taking effect."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yinuo.promise.policy.importing.marks import number_of

HEAD = 400  # characters; behind them no head is looked for
FOOT = 400  # many policies carry their dates in their last lines
_GAP = 40  # characters between two labels of one head

_VERSION = re.compile(
    r"(?<!上一)(?<!上个)(?<!历史)(?<!旧)(?:本政策|隐私政策|政策|协议|当前)?版本(?:号|编号)?\s*[:：为]?\s*[Vv]?\s*(\d+(?:\.\d+){0,3})版?"
    r"|(?i:\bversion)\s*[:：]?\s*[\"']?[Vv]?(\d+(?:\.\d+){1,3})"
    r"|(?<![A-Za-z0-9])V(\d+(?:\.\d+){1,3})版?(?=[\s）)\u4e00-\u9fff]|$)"
)
_DATE = (
    r"(?:(?P<y{0}>\d{{4}})\s*(?:年|[-/.．])\s*(?P<m{0}>\d{{1,2}})\s*(?:月|[-/.．])\s*(?P<d{0}>\d{{1,2}})\s*日?"
    r"|(?P<cy{0}>[零〇一二三四五六七八九]{{4}})年(?P<cm{0}>[一二三四五六七八九十]{{1,3}})月(?P<cd{0}>[一二三四五六七八九十]{{1,3}})日)"
)
_EFFECTIVE = r"生效|施行|实施|执行"
_PUBLISHED = r"发布|公布|颁布|更新|修订|修改"
_LABELLED = re.compile(
    rf"(?:本政策|本版本|最近|最后|上次|本次)?(?:(?P<e1>{_EFFECTIVE})|(?P<p1>{_PUBLISHED}))(?:日期|时间|日|于)?\s*[:：为]?\s*{_DATE.format(1)}"
    rf"|(?:于|自)?{_DATE.format(2)}\s*(?:起|正式|开始)*(?:(?P<e2>{_EFFECTIVE})|(?P<p2>{_PUBLISHED}))"
    rf"|(?i:(?P<e3>effective(?:\s+date)?)|(?P<p3>published|last\s+updated|publication\s+date|updated))\s*[:：=]?\s*{_DATE.format(3)}"
)
_BRACKET = re.compile(r"\s{0,4}[）)】\]]")
# An earlier version that the text only names: right before a label, or with its number before the label's date.
_EARLIER = re.compile(
    r"(?:上一版本?|上个版本|历史版本|旧版本?|(?i:previous))\s*[:：]?\s*(?:[Vv]?\d[\d.]*[^\d\n]{0,6})?$"
)
_TITLE_END = re.compile(r"(?:隐私政策|政策|声明|协议|指引|条款|条例|Policy|Statement|Notice)(?=[^\n]*$)")


@dataclass(frozen=True)
class Label:
    start: int
    end: int
    kind: str  # version, published, effective
    value: str


@dataclass(frozen=True)
class Head:
    """``end`` is where the head's own words end; what is unclear stands in ``doubts`` as (kind, word)."""

    end: int
    title: str
    version: str | None
    published: date | None
    effective: date | None
    doubts: tuple[tuple[str, str, int], ...] = ()


def version_starts(text: str) -> list[int]:
    """Where each version begins, the first at 0: at a label of the version with a date close behind it."""
    starts = [0]
    for found in _VERSION.finditer(text):
        if found.start() < HEAD and len(starts) == 1 and not any(text[: found.start()].count(c) for c in "。"):
            continue
        near = _LABELLED.search(text, found.end(), found.end() + 120)
        begin = _begin(text, found.start())
        if near and begin > starts[-1] and (begin - starts[-1] > HEAD or _VERSION.search(text, starts[-1], begin)):
            starts.append(begin)
    return starts


def _begin(text: str, label: int) -> int:
    """The start of the words that belong to the label: behind the last sentence or line, if that is near."""
    floor = max(label - 60, 0)
    place = max(text.rfind(sign, floor, label) for sign in "。！？\n")
    if place < 0:
        return label
    before = text[:place].rstrip()
    line = text.rfind("\n", 0, len(before)) + 1
    titled = text[place] == "\n" and not text[place:label].strip() and place - line <= _GAP
    if titled and _TITLE_END.search(text, line, place):
        return line  # the title stands on the line above
    return place + 1


def read_head(text: str, start: int, end: int, body: int) -> Head:
    """The head of the version in ``start``..``end``, whose first clause (or table of contents) stands at ``body``."""
    near = [*_labels(text, start, min(start + HEAD, body, end))]
    far = [*_labels(text, min(start + HEAD, body, end), body), *_labels(text, max(end - FOOT, body), end)]
    head_end, first = start, None
    for label in near:
        limit = 2 * _GAP if first is None else _GAP
        if label.start - head_end > limit or "。" in text[head_end : label.start]:
            break
        closed = _BRACKET.match(text, label.end)
        first, head_end = first or label, closed.end() if closed else label.end
    title = _title(text[start : first.start if first else min(body, start + 2 * _GAP)], first is not None)
    doubts: list[tuple[str, str, int]] = []
    values = {kind: _one(kind, [*near, *far], doubts) for kind in ("version", "published", "effective")}
    if first is None and title:
        head_end = start + text[start:body].find(title) + len(title)
    return Head(head_end, title, values["version"], _day(values["published"]), _day(values["effective"]), tuple(doubts))


def _labels(text: str, start: int, end: int) -> Iterator[Label]:
    found = [
        Label(m.start(), m.end(), "version", next(group for group in m.groups() if group))
        for m in _VERSION.finditer(text, start, end)
    ]
    for m in _LABELLED.finditer(text, start, end):
        kind = "effective" if m["e1"] or m["e2"] or m["e3"] else "published"
        found.append(Label(m.start(), m.end(), kind, _iso(m)))
    near = sorted(found, key=lambda label: label.start)
    return (label for label in near if not _names_an_earlier_one(text, label, start))


def _names_an_earlier_one(text: str, label: Label, start: int) -> bool:
    found = _EARLIER.search(text, max(label.start - 24, start), label.start)
    return found is not None and (label.kind == "version" or found.group()[-1:] not in "版本")


def _iso(found: re.Match[str]) -> str:
    for n in "123":
        if found["y" + n]:
            return f"{int(found['y' + n]):04}-{int(found['m' + n]):02}-{int(found['d' + n]):02}"
        if (n != "3" and found["cy" + n]) or (n == "3" and found["cy3"]):
            year = "".join(str("零一二三四五六七八九".find(sign.replace("〇", "零"))) for sign in found["cy" + n])
            return f"{year}-{number_of(found['cm' + n]):02}-{number_of(found['cd' + n]):02}"
    return ""


def _one(kind: str, labels: list[Label], doubts: list[tuple[str, str, int]]) -> str | None:
    """The one value of a kind; a day that no calendar has, and a second value, become doubts."""
    values = []
    for label in labels:
        if label.kind == kind and (kind == "version" or _day(label.value) is not None):
            values.append(label)
        elif label.kind == kind:
            doubts.append(("no_such_day", label.value, label.start))
    if values and any(label.value != values[0].value for label in values):
        other = next(label for label in values if label.value != values[0].value)
        doubts.append((f"two_{kind}", other.value, other.start))
    return values[0].value if values else None


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def _title(words: str, labelled: bool) -> str:
    lines = [line.strip() for line in words.split("\n") if line.strip()]
    if not lines:
        return ""
    if _TITLE_END.search(lines[0]) and len(lines[0]) <= 2 * _GAP and "。" not in lines[0]:
        return lines[0].strip("《》#* ")
    return lines[0] if labelled and len(lines[0]) <= _GAP else ""
