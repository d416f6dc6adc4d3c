"""Contacts and names in a policy, and what is shown in their place: the placeholders that our policies know."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

HIDDEN = "＊＊＊"

_EMAIL = re.compile(r"[A-Za-z0-9_+-](?:[A-Za-z0-9._+-]{0,63})[@＠][A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)")
_CARD = re.compile(r"(?<![\d.])[3-9]\d{15,18}(?!\d)")
_PHONE = re.compile(
    r"(?<![\d.])(?:(?:\+|00)?86[- ]?)?(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|[48]00[- ]?\d{3,4}[- ]?\d{3,4}"
    r"|[(（]?0\d{2,3}[)）]?[- ]?[2-9]\d{6,7}(?:\s?(?:转|-)\s?\d{1,6})?)(?!\d)"
)
_LABELLED_PHONE = re.compile(
    r"(?:电话|热线|手机|传真|座机|Tel|Phone)(?:号码)?[^0-9\n。；]{0,8}?"
    r"(?P<number>(?!12\d{3}(?!\d))\+?\d[\d \-－—]{3,18}\d)"
)
_ACCOUNT = re.compile(r"(?:微信|QQ|WeChat)(?:号|公众号|账号)?\s*[:：]\s*(?P<account>[A-Za-z0-9_-]{5,30})")
_POSTCODE = re.compile(r"邮(?:政编码|编)\s*[:：]?\s*(?P<code>\d{6})")
_NEXT = (
    r"(?=电子|邮箱|邮件|电话|手机|联系|地址|职务|职位|传真|邮编|先生|女士|医生|主任|微信|的"
    r"|[，。；、,;\s（(/]|$|[A-Za-z0-9])"
)
_PERSON = re.compile(
    r"(?:负责人|联系人|保护官|保护专员|联络人|法定代表人|责任人|收件人)(?:姓名|员)?\s*(?:[:：]|为|是)\s*"
    r"(?P<person>[\u4e00-\u9fff]{2,4}?|[\u4e00-\u9fff]{1,4}·[\u4e00-\u9fff]{1,8}"
    rf"|[A-Z][a-z]{{1,20}} [A-Z][a-z]{{1,20}}){_NEXT}"
)
_ADDRESS = re.compile(
    r"(?:注册地址|注册地|联系地址|办公地址|通讯地址|通信地址|邮寄地址|收件地址|住所地?|地址|坐落)(?:位于|在|为|是|[:：])\s*(?:位于)?"
    r"(?P<address>[^，。；;\n,“”]{4,80}?)(?=[，。；;\n,“”]|邮编|邮政|电话|手机|联系|邮箱|电子|收件|如果您|如您|您|$)"
)
_PLACE = re.compile(r"[省市区县路街道巷号楼室座村镇乡]|Road|Street|Building")
_OPERATOR = re.compile(
    r"[“\"「『]我们[”\"」』](?:或[^，。]{1,12})?\s*[，,]?\s*(?:是指|系指|均指|指|是|即|为)(?:的是)?\s*"
    r"(?P<operator>[^，。；,（()“”\n]{2,40}?(?:公司|(?:医院|集团|诊所|卫生院|医疗中心|研究院)(?![^，。；,\n]{0,12}公司)))"
)
_NOT_A_PERSON = re.compile(r"部门?$|中心$|办公室$|小组$|公司$|团队$|医院$|^本院|^我们|^专人|^由|^如下|^以下")


@dataclass(frozen=True)
class Span:
    start: int
    end: int
    shown: str


class Mask:
    """The places of a text that are never shown; any slice of it can be asked for with them covered."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = _apart(sorted(_spans(text), key=lambda span: (span.start, -span.end)))
        self._starts = [span.start for span in self.spans]

    def shown(self, start: int, end: int) -> str:
        """The characters from ``start`` to ``end``; what is covered in part is covered whole."""
        parts, place = [], start
        first = max(bisect_right(self._starts, start) - 1, 0)
        for span in self.spans[first:]:
            if span.start >= end:
                break
            if span.end > start:
                parts += [self.text[place : max(span.start, place)], span.shown]
                place = min(span.end, end)
        return "".join([*parts, self.text[place:end]])

    def kinds(self) -> dict[str, set[str]]:
        """By what is shown, the different values that it covers."""
        found: dict[str, set[str]] = {}
        for span in self.spans:
            value = re.sub(r"[\s-]", "", self.text[span.start : span.end])
            found.setdefault(span.shown, set()).add(value)
        return found


def _apart(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
        elif span.end > kept[-1].end:
            kept[-1] = Span(kept[-1].start, span.end, kept[-1].shown)
    return kept


def _spans(text: str) -> Iterator[Span]:
    officers = [Span(*found.span("person"), "{officer}") for found in _persons(text)]
    emails = [Span(*found.span(), "") for found in _EMAIL.finditer(text)] if "@" in text or "＠" in text else []
    yield from officers
    yield from _everywhere(text, officers)
    ends = [officer.end for officer in officers]
    last = -1
    for email in emails:
        near = bisect_right(ends, email.start)
        officer = bool(near) and email.start - ends[near - 1] <= 30 and last < ends[near - 1]
        last = email.start
        yield Span(email.start, email.end, "{officer_email}" if officer else "{email}")
    for pattern, shown in ((_IDENTITY, HIDDEN), (_CARD, HIDDEN), (_PHONE, "{phone}")):
        yield from (Span(*found.span(), shown) for found in pattern.finditer(text))
    for pattern, group, shown in (
        (_LABELLED_PHONE, "number", "{phone}"),
        (_ACCOUNT, "account", HIDDEN),
        (_POSTCODE, "code", HIDDEN),
    ):
        yield from (Span(*found.span(group), shown) for found in pattern.finditer(text))
    for found in _ADDRESS.finditer(text):
        if len(_PLACE.findall(found["address"])) >= 2 and "@" not in found["address"]:
            yield Span(*found.span("address"), "{address}")
    operators = [Span(*found.span("operator"), "{operator}") for found in _OPERATOR.finditer(text)]
    yield from operators
    yield from _everywhere(text, operators)


def _persons(text: str) -> Iterator[re.Match[str]]:
    return (found for found in _PERSON.finditer(text) if not _NOT_A_PERSON.search(found["person"]))


def _everywhere(text: str, spans: list[Span]) -> Iterator[Span]:
    """The same names wherever else they stand."""
    names = sorted({text[span.start : span.end] for span in spans}, key=len, reverse=True)[:50]
    if names:
        shown = spans[0].shown
        for found in re.finditer("|".join(map(re.escape, names)), text):
            yield Span(found.start(), found.end(), shown)
