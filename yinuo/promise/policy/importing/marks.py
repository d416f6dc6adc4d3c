"""The marks that may begin a clause or an item, in every numbering style, with what stands before each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from yinuo.promise.policy.importing.plain import Plain

DECIMAL, ARABIC, CHAPTER, SECTION, ARTICLE = "decimal", "arabic", "chapter", "section", "article"
CHINESE, CHINESE_PAREN = "chinese", "chinese_paren"
LETTER, PAREN = "letter", "paren"


class Edge(IntEnum):
    """What stands before a mark: a line's start, the end of a sentence, a closing bracket, or other words."""

    LINE = 3
    SENTENCE = 2
    CLOSING = 1
    INSIDE = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """``path`` is the whole number of a decimal (1.12.2), else one value; ``style`` tells ``a.`` from ``a)``."""

    start: int
    end: int
    style: str
    path: tuple[int, ...]
    edge: Edge
    heading: int = 0
    bare: bool = False
    stop: int = -1  # the last sentence mark before it

    @property
    def value(self) -> int:
        return self.path[-1]

    @property
    def kind(self) -> str:
        return self.style.split(" ", 1)[0]


_DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMANS = {word: value for value, word in enumerate(("ii", "iii", "iv", "vi", "vii", "viii", "ix"), 2)}
_MEASURES = "个天日年月周岁小分名位条款项类种次元万亿份级楼号章节米倍%％GMK人家台秒/"
_NUMERAL = "一二三四五六七八九十百零〇"

_MARK = re.compile(
    rf"""
    (?P<stop>[。！？；;!?：:，,\n])
    | 第[ \t]*(?P<ranked>[{_NUMERAL}\d]{{1,5}})[ \t]*(?P<rank>部分|[章节条])(?![的规所款第中之、，,和与及或至。；）)])
    | [（(](?P<paren_chinese>[{_NUMERAL}]{{1,4}})[)）]
    | [（(](?P<paren_both>\d{{1,3}}|[A-Za-z])[)）]
    | [（(](?P<paren_roman>i{{1,3}}|i?v|vi{{0,3}}|i?x)[)）]
    | (?P<circled>[{_CIRCLED}])
    | (?<![{_NUMERAL}第])(?P<chinese>[{_NUMERAL}]{{1,4}})(?:、|[．.](?!\d))
    | (?<![\d.．A-Za-z/_-])(?P<decimal>\d{{1,2}}(?:[.．]\d{{1,3}}){{1,6}})
      (?![\d%％]|[.．]\d)(?!\s*(?:元|万|亿|倍|版|米|[KMG]B))[.．、]?(?!\d)
    | (?<![\d.．A-Za-z/_-])(?P<arabic>\d{{1,3}})[.．、](?!\d)
    | (?<![\d.．A-Za-z/_-])(?P<half_paren>\d{{1,3}})[)）]
    | (?<![\d.．A-Za-z/_-])(?P<bare>\d{{1,2}})(?=[ \t\u3000]*[\u4e00-\u9fffA-Z“《])
    | (?<![A-Za-z0-9@./_-])(?P<letter>[A-Za-z])(?P<closer>[.．、)）])(?![A-Za-z0-9]*[.@/])
    """,
    re.VERBOSE,
)
_REFERS = re.compile(
    r"(?:第|见|参照|依照|按照|依据|根据|通过|上述|前述|下述|所述|本政策|本条|遵守|适用"
    r"|[在于按依如从和与及或至到、，,~—-])[ \t]*$"
)
_REFERRED = re.compile(r"[ \t]*(?:条|款|项|节|章|部分|所述|所列|所称|中所|中的|之规定|规定)")
_OPENING, _CLOSING = "“「『《\"'（([【‘", "”」』》)）】’"
_SENTENCE_END = "。！？；;：:!?…"


def find_marks(plain: Plain) -> Iterator[Mark]:
    """Every mark that could begin a clause or an item; those within a reference to a clause are left out."""
    text, stop = plain.text, -1
    for found in _MARK.finditer(text):
        if found.lastgroup == "stop":
            stop = found.start()
            continue
        start = found.start()
        line = plain.line_at(start)
        edge = _edge(text, line.start, start)
        if edge is not Edge.LINE and _is_reference(text, start, found.end()):
            continue
        numbered = _numbered(found)
        if numbered is None or not all(numbered[1]):
            continue
        style, path = numbered
        if found.group("bare") is not None and not _stands_alone(found, edge):
            continue
        yield Mark(start, found.end(), style, path, edge, line.heading, found.group("bare") is not None, stop)


def _edge(text: str, line: int, start: int) -> Edge:
    place = start - 1
    while place >= line and text[place] in " \t\u3000\xa0":
        place -= 1
    if place < line or (start - line <= 4 and not text[line:start].strip(" \t\u3000\xa0-*•·●■◆§#>")):
        return Edge.LINE
    before = text[place]
    if before in _SENTENCE_END or (before == "." and place < start - 1):
        return Edge.SENTENCE
    return Edge.CLOSING if before in _CLOSING else Edge.INSIDE


def _is_reference(text: str, start: int, end: int) -> bool:
    if text[start - 1] in _OPENING and text[start] not in "（(":
        return True
    before = text[max(start - 8, 0) : start]
    return bool(_REFERS.search(before) or _REFERRED.match(text, end))


def _stands_alone(found: re.Match[str], edge: Edge) -> bool:
    """A number without its dot counts at a line's start, or after a sentence and before a blank: ``5 您的权利``."""
    rest = found.string[found.end() : found.end() + 3]
    if rest.lstrip(" \t\u3000")[:1] in _MEASURES:
        return False
    return edge is Edge.LINE or (edge is Edge.SENTENCE and rest[:1] in " \t\u3000")


def _numbered(found: re.Match[str]) -> tuple[str, tuple[int, ...]] | None:
    """Style and number of a match; None for what is no number after all."""
    groups = found.groupdict()
    if groups["ranked"]:
        style = {"条": ARTICLE, "节": SECTION}.get(groups["rank"], CHAPTER)
        return style, (number_of(groups["ranked"]),)
    if groups["paren_chinese"]:
        return CHINESE_PAREN, (number_of(groups["paren_chinese"]),)
    if groups["paren_both"]:
        word = groups["paren_both"]
        return (f"{PAREN} ()", (int(word),)) if word.isdigit() else _letter(word, "()")
    if groups["paren_roman"]:
        return f"{PAREN} roman", (_ROMANS.get(groups["paren_roman"], 0),)
    if groups["circled"]:
        return f"{PAREN} ①", (_CIRCLED.index(groups["circled"]) + 1,)
    if groups["chinese"]:
        return CHINESE, (number_of(groups["chinese"]),)
    if groups["decimal"]:
        return DECIMAL, tuple(int(part) for part in re.split(r"[.．]", groups["decimal"]))
    if groups["half_paren"]:
        return f"{PAREN} )", (int(groups["half_paren"]),)
    if groups["letter"]:
        closer = {"．": ".", "）": ")"}.get(groups["closer"], groups["closer"])
        return _letter(groups["letter"], closer)
    return ARABIC, (int(groups["arabic"] or groups["bare"]),)


def _letter(word: str, closer: str) -> tuple[str, tuple[int, ...]]:
    case = "a" if word.islower() else "A"
    return f"{LETTER} {case}{closer}", (ord(word) - ord(case) + 1,)


def number_of(word: str) -> int:
    """一百二十三 is 123; 0 for what is no number."""
    if word.isdigit() and word.isascii():
        return int(word)
    total = current = 0
    for sign in word:
        if sign in "十百":
            total += max(current, 1) * (10 if sign == "十" else 100)
            current = 0
        elif sign in _DIGITS:
            current = current * 10 + _DIGITS[sign]
        else:
            return 0
    return total + current
