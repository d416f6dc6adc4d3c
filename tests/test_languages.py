"""Words of the policy among English: marked as Chinese, with the line that the Chinese binds."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from yinuo.accounts.api import open_account, session_for

pytestmark = [pytest.mark.django_db, pytest.mark.clause("7")]
WORDS = Template("{% load yinuo_web %}{{ words|in_chinese }}{% chinese_binds %}")
CHINESE = re.compile("[\u4e00-\u9fff]")
PAGES = (
    "/me/settings/account/privacy/",
    "/me/settings/account/email/",
    "/me/settings/privacy/devices/",
    "/me/information/collected/",
    "/credentials/fields/",
    "/credentials/pictures/",
    "/policy/doctor/",
    "/promises/",
)


@pytest.fixture(autouse=True)
def _back_to_chinese() -> Iterator[None]:
    """A request in English leaves its language to the thread."""
    with translation.override("zh-hans"):
        yield


def test_words_of_the_policy_are_marked_in_english_and_plain_in_chinese() -> None:
    with translation.override("en"):
        shown = WORDS.render(Context({"words": "核对 <执照>"}))
    assert shown.startswith('<span lang="zh-CN">核对 &lt;执照&gt;</span>') and "binds" in shown
    with translation.override("zh-hans"):
        assert WORDS.render(Context({"words": "核对 <执照>"})) == "核对 &lt;执照&gt;"
    assert WORDS.render(Context({"words": ""})) == ""


class Unmarked(HTMLParser):
    """Chinese words that stand in no element of that language."""

    VOID = frozenset({"meta", "link", "input", "br", "wbr", "img", "hr", "path", "circle", "rect", "line", "polyline"})

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[tuple[str, str]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            outer = self.stack[-1][1] if self.stack else ""
            self.stack.append((tag, dict(attributes).get("lang") or outer))

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, spoken = self.stack[-1] if self.stack else ("title", "")
        if tag != "title" and CHINESE.search(data) and not spoken.startswith("zh"):
            self.found.append(data.strip())


@pytest.mark.parametrize("page", PAGES)
def test_no_chinese_stands_unmarked_on_a_page_in_english(page: str) -> None:
    """What is left in Chinese outside a marked element: nothing but the switch of languages."""
    doctor = session_for(Client(), open_account(role="doctor", number="13800138270"))
    shown = doctor.get(page, follow=True, headers={"accept-language": "en"}).content.decode()
    assert "binds" in shown
    reader = Unmarked()
    reader.feed(shown)
    assert reader.found == []
