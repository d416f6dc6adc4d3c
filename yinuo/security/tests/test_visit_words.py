"""Clause 1.12.2a at the security desk: the service log in words."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from yinuo.accounts.api import open_account, session_for
from yinuo.security.visit_words import AREAS, PAGES, ended, page_words
from yinuo.web.tests.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.12.2a")]


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


def _names(patterns: list[Any], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns, f"{pattern.namespace or pattern.app_name or ''}:")
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield space + pattern.name


def test_every_page_has_words_and_no_words_are_for_a_page_that_is_gone() -> None:
    names = list(_names(get_resolver().url_patterns))
    assert len(names) > 80
    assert [name for name in names if re.search("[a-z]", page_words(name))] == []
    assert set(PAGES) - set(names) == set()
    assert set(AREAS) - {name.partition(":")[0] for name in names} == set()


def test_a_page_without_words_is_called_after_its_clause() -> None:
    assert page_words("followups:home") == "随访管理"
    assert page_words("-") == "没有这样的页面" and page_words("elsewhere:x") == "其他页面"
    assert (ended(200), ended(302), ended(404), ended(418), ended(503)) == (
        "已完成", "转到下一页", "没有这一页", "没有做成", "程序出错",
    )  # fmt: skip


def test_the_security_desk_reads_words_and_no_names_of_the_program() -> None:
    desk = session_for(Client(), open_account(role="staff", number="13800138260", name="孟秋白", desk="security"))
    assert desk.get("/me/").status_code == 200
    assert desk.get("/nowhere/").status_code == 404
    page = words(desk.get("/console/visits/"))
    assert "查看 我的 已完成 200" in page and "accounts:" not in page
