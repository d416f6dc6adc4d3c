"""A file as a plain text, by what its words look like: a web page, Markdown or running text."""

from pathlib import PurePath

from yinuo.promise.policy.importing import marked_down, web_page
from yinuo.promise.policy.importing.decoding import decoded
from yinuo.promise.policy.importing.plain import Plain, from_text


def read_in(content: bytes, name: str = "") -> Plain:
    """``name`` is the file's name; its ending decides only where the words leave it open."""
    text = decoded(content)
    ending = PurePath(name).suffix.lower()
    if ending in (".html", ".htm", ".xhtml") or (ending not in (".md", ".markdown") and _is_page(text)):
        return web_page.from_html(text)
    if ending in (".md", ".markdown") or marked_down.LOOKS_LIKE.search(text):
        return marked_down.from_markdown(text)
    return from_text(text)


def _is_page(text: str) -> bool:
    return len(web_page.LOOKS_LIKE.findall(text[:100_000])) >= 2
