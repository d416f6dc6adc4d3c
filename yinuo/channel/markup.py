"""An article's text: a small Markdown, drawn to HTML that holds nothing but what is listed here.

Headings, emphasis, lists, quotations and rules; ``![说明](图1)`` for a picture; what stands between ``:::AI`` and
``:::`` was made with a machine's help and is shown so. No links: an article that leads away is an advertisement more
often than not, and sources are named in words. Raw HTML is text, twice: the parser leaves it, and the sanitiser lets
nothing through that is not in its list.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(
    ["link", "autolink", "reference", "html_inline", "html_block", "code", "fence", "entity"]
)
_OPEN = re.compile(r"^[:：]{3}\s*(?:ai|人工智能)\s*$", re.IGNORECASE)
_CLOSE = re.compile(r"^[:：]{3}\s*$")
_PICTURE = re.compile(r"!\[([^\]\n]*)\]\(\s*图\s*(\d{1,3})\s*\)")
_NAMED = re.compile(r"图\s*(\d{1,3})")
_MARKS = re.compile(r"[#>*_`~\-\[\]()!]|^\s*\d+\.\s", re.MULTILINE)
_LEVELS = {"h1": "h2", "h2": "h3"}
TAGS = {"p", "h2", "h3", "h4", "strong", "em", "ul", "ol", "li", "blockquote", "br", "hr", "img", "section", "span"}
ATTRIBUTES = {
    "img": {"src", "alt", "width", "height", "loading"},
    "section": {"class"},
    "p": {"class"},
    "span": {"class"},
    "ol": {"start"},
}


@dataclass(frozen=True)
class Drawn:
    """Where a picture of the article is served, and how large it is."""

    src: str
    width: int
    height: int


Pictures = Callable[[int], Drawn | None]


@dataclass(frozen=True)
class Part:
    text: str
    assisted: bool


def parts(body: str) -> Iterator[Part]:
    """The text in its order, cut where a machine's part begins and ends. One that is never closed runs on."""
    lines: list[str] = []
    inside = False
    for line in body.split("\n"):
        opens, closes = bool(_OPEN.match(line.strip())), bool(_CLOSE.match(line.strip()))
        if (opens and not inside) or (closes and inside):
            yield from _part(lines, inside)
            lines, inside = [], opens
        elif not (opens or closes):
            lines.append(line)
    yield from _part(lines, inside)


def _part(lines: Sequence[str], assisted: bool) -> Iterator[Part]:
    text = "\n".join(lines).strip("\n")
    if text.strip():
        yield Part(text, assisted)


def assisted_parts(body: str) -> int:
    return sum(part.assisted for part in parts(body))


def pictures_in(body: str) -> list[tuple[int, str]]:
    """The number of each picture that the text shows, and the words to it: what is written as one, and what is drawn
    as one, so that no other way of writing it is passed over."""
    written = [(int(number), words.strip()) for words, number in _PICTURE.findall(body)]
    known = {number for number, _words in written}
    return written + [one for one in _drawn_in(body) if one[0] not in known]


def without_picture(body: str, number: int) -> str:
    """The text without this picture, wherever it is set in the way that the editor writes it."""
    left = _PICTURE.sub(lambda found: "" if int(found[2]) == number else found[0], body)
    return re.sub(r"\n{3,}", "\n\n", left).strip() if left != body else body


def _drawn_in(body: str) -> Iterator[tuple[int, str]]:
    for part in parts(body):
        for token in _MARKDOWN.parse(part.text):
            for child in token.children or ():
                number = _number(child)
                if number is not None:
                    yield number, child.content.strip()


def _number(token: Token) -> int | None:
    named = _NAMED.fullmatch(unquote(str(token.attrs.get("src", "")))) if token.type == "image" else None
    return int(named.group(1)) if named else None


def plain_words(body: str) -> str:
    """The text without its marks: for a summary, and for counting."""
    text = "\n".join(part.text for part in parts(body))
    return " ".join(_MARKS.sub("", _PICTURE.sub("", text)).split())


def summary(body: str, length: int = 110) -> str:
    text = plain_words(body)
    return text if len(text) <= length else text[: length - 1].rstrip("，、；：") + "…"


def as_html(body: str, pictures: Pictures) -> SafeString:
    """The article as it is shown; a picture that is not there is left out."""
    drawn = "".join(_section(part, pictures) for part in parts(body))
    clean = nh3.clean(drawn, tags=TAGS, attributes=ATTRIBUTES, url_schemes=set(), link_rel=None)
    return mark_safe(clean)  # noqa: S308 - the sanitiser's own output


def _section(part: Part, pictures: Pictures) -> str:
    tokens = _MARKDOWN.parse(part.text)
    for token in tokens:
        token.tag = _LEVELS.get(token.tag, "h4" if re.fullmatch(r"h[3-6]", token.tag) else token.tag)
        if token.children:
            token.children = [one for child in token.children for one in _shown(child, pictures)]
    html: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    if not part.assisted:
        return html
    label = format_html('<p class="assisted-label">{}</p>', _("本段由人工智能辅助生成"))
    return f'<section class="assisted">{label}{html}</section>'


def _shown(token: Token, pictures: Pictures) -> list[Token]:
    """A picture with its words beneath it, which are read out once; every other token as it is."""
    if token.type != "image":
        return [token]
    number = _number(token)
    found = pictures(number) if number is not None else None
    if found is None:
        return []
    made = Token("html_inline", "", 0)
    made.content = format_html(
        '<span class="figure"><img src="{}" alt="" width="{}" height="{}" loading="lazy">'
        '<span class="figure-words">{}</span></span>',
        found.src, str(found.width), str(found.height), token.content,
    )  # fmt: skip
    return [made]
