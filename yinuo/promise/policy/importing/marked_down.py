"""Markdown as plain text: headings and lists remembered, emphasis and links reduced to their words."""

import re
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from yinuo.promise.policy.importing.plain import Plain, Writing

LOOKS_LIKE = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)
_PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
LONGEST = 256 * 1024  # characters; the parser's time grows with their square in the worst case
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*")
_TAG = re.compile(r"<[^<>]{0,500}>")
_FRONT = re.compile(r"\A(\+\+\+|---)\n((?:[ \t]*[\w-]{1,40}[ \t]*[:=][^\n]{0,400}\n){1,40})\1\n")


@dataclass
class _Walk:
    writing: Writing = field(default_factory=Writing)
    depth: int = 0
    heading: int = 0
    mark: str = ""
    cells: list[str] | None = None

    def token(self, token: Token) -> None:
        line = token.map[0] + 1 if token.map else 1
        if token.type == "heading_open":
            self.heading = int(token.tag[1])
        elif token.type == "heading_close":
            self.heading = 0
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            self.depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self.depth -= 1
        elif token.type == "list_item_open":
            self.mark = f"{token.info}{token.markup} " if token.info else "- "
        elif token.type == "tr_open":
            self.cells = []
        elif token.type == "tr_close":
            self.add(" ".join(self.cells or []), line)
            self.cells = None
        elif token.type == "inline":
            words = _words(token)
            self.add(words, line) if self.cells is None else self.cells.append(words)
        elif token.type in ("fence", "code_block"):
            self.add(token.content.rstrip("\n"), line)
        elif token.type == "html_block":
            self.add(_TAG.sub("", token.content).strip("\n"), line)

    def add(self, text: str, line: int) -> None:
        mark, self.mark = self.mark, ""
        if mark or text:
            self.writing.add(mark + text, line, self.heading, self.depth)


def _words(token: Token) -> str:
    parts = []
    for child in token.children or []:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "image":
            parts.append(child.content)
    return "".join(parts)


def from_markdown(text: str) -> Plain:
    """The words of a Markdown text; the lines of a front matter come first."""
    if len(text) > LONGEST:
        return _by_lines(text)
    walk = _Walk()
    front = _FRONT.match(text)
    if front:
        walk.add(front.group(2).rstrip("\n"), 2)
    body = "\n" * front.group().count("\n") + text[front.end() :] if front else text
    for token in _PARSER.parse(body):
        walk.token(token)
    return walk.writing.done()


def _by_lines(text: str) -> Plain:
    """A text far longer than any policy: only its headings are looked at."""
    writing = Writing()
    for number, line in enumerate(text.split("\n"), 1):
        heading = _HEADING.fullmatch(line[:1000])
        if heading and len(line) < 1000:
            writing.add(heading.group(2), number, len(heading.group(1)))
        else:
            writing.add(line, number)
    return writing.done()
