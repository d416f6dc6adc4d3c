"""A web page as plain text: blocks become lines, headings and lists are remembered, list numbers written out."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from yinuo.promise.policy.importing.plain import Plain, Writing

LOOKS_LIKE = re.compile(r"<(?:!doctype\s+html|html|head|body|div|h[1-6]|p|ol|ul|table|section|article)\b[^<>]*>", re.I)

_UNSEEN = frozenset({"script", "style", "template", "head", "noscript", "svg", "iframe", "select"})
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "ins", "kbd", "label", "mark", "q", "s"}
    | {"small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr", "img", "input", "button", "del"}
)
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "col", "area", "base", "embed", "source"})
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_OWN_MARK = re.compile(
    r"\s*(?:第.{1,5}[章节条]|[（(]?[0-9a-zA-Z一二三四五六七八九十]{1,4}[.、）)．]|\d+(?:\.\d+)+|[①-⑳])"
)
_NO_TAG = re.compile(r"<(?![^<>]{0,20000}>)")  # what no tag closes is a sign of the text
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
DEEPEST = 500  # elements within each other; a page that goes deeper is flattened, never refused


@dataclass
class _List:
    ordered: bool
    kind: str = "1"
    next: int = 1

    def mark(self, value: int) -> str:
        if not self.ordered:
            return "- "
        if self.kind.lower() == "a" and 1 <= value <= 26:
            return f"{chr((97 if self.kind == 'a' else 65) + value - 1)}. "
        if self.kind.lower() == "i" and 1 <= value <= len(_ROMAN):
            return f"({_ROMAN[value - 1]}) "
        return f"{value}. "


@dataclass
class _Page(HTMLParser):
    writing: Writing = field(default_factory=Writing)
    pieces: list[str] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    heading: int = 0
    pending: str = ""
    line: int = 1

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.unseen or tag in _UNSEEN:
            if tag not in _VOID:
                self.unseen.append(tag)
            return
        if tag in _INLINE:
            return
        if tag in ("td", "th"):
            self.pieces.append(" ")
            return
        self.flush()
        named = {name: value or "" for name, value in attrs}
        if re.fullmatch(r"h[1-6]", tag):
            self.heading = int(tag[1])
        elif tag in ("ol", "ul") and len(self.lists) < DEEPEST:
            self.lists.append(_List(tag == "ol", named.get("type", "1"), _number(named.get("start"), 1)))
        elif tag == "li" and self.lists:
            own = self.lists[-1]
            value = _number(named.get("value"), own.next)
            own.next = value + 1
            self.pending = own.mark(value)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self.handle_starttag(tag, attrs)
        else:
            self.handle_starttag(tag, attrs)
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.unseen:
            if tag in self.unseen:
                while self.unseen.pop() != tag:
                    pass
            return
        if tag in _INLINE or tag in ("td", "th"):
            return
        self.flush()
        if re.fullmatch(r"h[1-6]", tag):
            self.heading = 0
        elif tag in ("ol", "ul") and self.lists:
            self.lists.pop()
        elif tag == "li":
            self.pending = ""

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        if not "".join(self.pieces[-1:]).strip() and data.strip():
            self.line = self.getpos()[0]
        self.pieces.append(data)

    def flush(self) -> None:
        text = _BLANKS.sub(" ", "".join(self.pieces)).strip()
        self.pieces.clear()
        if not text:
            return
        mark, self.pending = self.pending, ""
        if mark and mark != "- " and _OWN_MARK.match(text):
            mark = ""
        self.writing.add(mark + text, self.line, self.heading, len(self.lists))


def _without_comments(text: str) -> str:
    """The lines stay; the parser alone would read an open comment to the end again and again."""
    parts, place = [], 0
    while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts += [text[place:start], "\n" * text.count("\n", start, end)]
        place = end + 3
    return "".join([*parts, text[place:]])


def _number(value: str | None, otherwise: int) -> int:
    return int(value) if value and re.fullmatch(r"\d{1,4}", value) else otherwise


def from_html(text: str) -> Plain:
    """The words that a visitor reads, in their order."""
    page = _Page()
    page.feed(_NO_TAG.sub("&lt;", _without_comments(text)))
    page.close()
    page.flush()
    return page.writing.done()
