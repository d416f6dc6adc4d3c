"""The text of an article: what it may draw, whatever was written into it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinuo.channel.markup import ATTRIBUTES, TAGS, Drawn, as_html, assisted_parts, pictures_in, plain_words, summary

NASTY = st.lists(
    st.sampled_from(
        ["<script>", "</section>", "![a](图1)", "![a](javascript:x)", "[a](http://b.example)", ":::AI\n", ":::\n", "# ",
         "- ", "> ", "**", "`", "<img src=x onerror=y>", "&lt;", "\n\n", "文字", "![", "](", "<!--", "http://c.example"]
    ),
    max_size=40,
).map("".join)  # fmt: skip
TAG = re.compile(r"<\s*/?\s*([a-zA-Z0-9]+)([^>]*)>")


def drawn(number: int) -> Drawn | None:
    return Drawn(f"/articles/x/picture/{number}/", 4, 3) if number == 1 else None


@given(NASTY)
def test_nothing_is_drawn_but_what_is_listed(body: str) -> None:
    html = as_html(body, drawn)
    for name, rest in TAG.findall(html):
        assert name in TAGS
        assert {found.lower() for found in re.findall(r'([\w-]+)="', rest)} <= ATTRIBUTES.get(name, set())
    assert all(src.startswith("/articles/x/") for src in re.findall(r'src="([^"]*)"', html))
    assert "href" not in re.sub(r">[^<]*<", "><", html)


@given(NASTY)
def test_words_survive_whatever_stands_around_them(body: str) -> None:
    assert body.count("文字") == as_html(body, drawn).count("文字")
    assert len(summary(body)) <= 110


def test_a_machines_part_is_marked_in_words() -> None:
    body = "自己写的。\n\n:::AI\n机器写的。\n:::\n\n又是自己写的。"
    html = as_html(body, drawn)
    assert assisted_parts(body) == 1
    label = html.index("本段由人工智能辅助生成")
    assert html.index("自己写的") < label < html.index("机器写的") < html.index("又是自己写的")
    assert html.count("assisted-label") == 1


@pytest.mark.parametrize("opens", [":::ai", "：：：AI", "::: 人工智能"])
def test_a_part_that_is_not_closed_runs_to_the_end(opens: str) -> None:
    assert assisted_parts(f"一\n{opens}\n二\n\n三") == 1
    assert as_html(f"{opens}\n二\n\n三", drawn).endswith("</section>")


def test_a_picture_stands_with_its_words_and_a_lost_one_is_left_out() -> None:
    html = as_html("![两副手套](图1)\n\n![没有](图9)", drawn)
    assert html.count("<img") == 1
    assert 'alt=""' in html and html.count("两副手套") == 1
    assert pictures_in("![两副手套](图1) ![](图 2)") == [(1, "两副手套"), (2, "")]


def test_marks_are_no_words() -> None:
    assert plain_words("# 标题\n\n- **重点**\n\n![图](图1)\n\n:::AI\n内容\n:::") == "标题 重点 内容"
