"""Markdown of a clause as HTML for a page. Raw HTML in a policy is shown as text, never passed on."""

import re
from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

PLACEHOLDERS = ("operator", "address", "phone", "email", "officer", "officer_email")
_PLACEHOLDER = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_MARKS = re.compile(r"\*\*|~~|`|^#+\s+|^>\s?", re.MULTILINE)
_BULLET = re.compile(r"^(\s*)[-*]\s+", re.MULTILINE)


def operator_values() -> Mapping[str, str]:
    """What the placeholders stand for; a value that is not set is left as it stands in the text."""
    operator = getattr(settings, "YINUO_OPERATOR", None)
    named = {"operator": "name"}
    values = {name: getattr(operator, named.get(name, name), None) for name in PLACEHOLDERS}
    return {name: str(value) for name, value in values.items() if value}


def filled(text: str) -> str:
    """Plain text with the operator's name and contacts in place of the placeholders."""
    values = operator_values()
    return _PLACEHOLDER.sub(lambda found: values.get(found.group(1), found.group()), text)


def as_html(markdown: str) -> SafeString:
    """HTML of a clause's text. Values are put in after the rendering and escaped: they can't become Markdown."""
    values = operator_values()
    html = _PLACEHOLDER.sub(lambda found: escape(values.get(found.group(1), found.group())), _rendered(markdown))
    return mark_safe(html)  # noqa: S308 - rendered with raw HTML disabled; values are escaped


@lru_cache(maxsize=2048)
def _rendered(markdown: str) -> str:
    return str(_MARKDOWN.render(markdown))


def as_plain(markdown: str) -> str:
    """The words alone, for comparing two versions."""
    return filled(_BULLET.sub(r"\1· ", _MARKS.sub("", markdown))).strip()
