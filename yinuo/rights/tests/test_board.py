"""The promise board says what is kept and by what, and nothing about anybody."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from yinuo.promise.closure.figures import FEW, shown
from yinuo.promise.consent import withdraw_all
from yinuo.promise.gate import Actor
from yinuo.promise.models import ClosedSockets
from yinuo.rights.tests.conftest import Somebody
from yinuo.web.tests.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.clause("8")]


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    cache.clear()
    with translation.override("zh-hans"):
        yield


def test_everybody_reads_each_clause_with_its_state_and_evidence() -> None:
    page = words(Client().get("/promises/"))
    for said in ("承诺公示", "第 1.1a 条", "第 5.4 条", "暂未提供", "个入口只为它打开", "现在的数字"):
        assert said in page, said


def test_a_claimed_clause_says_in_one_sentence_what_is_missing() -> None:
    page = words(Client().get("/promises/"))
    assert "要等第 1.6 条的功能：实名认证（1.6）的资料" in page
    in_english = words(Client().get("/promises/", headers={"accept-language": "en"}))
    assert "Waits for the function of clause 1.6" in in_english


def test_small_numbers_are_not_told(doctor: Somebody) -> None:
    withdraw_all(actor=Actor(doctor.person, "doctor"))
    page = words(Client().get("/promises/"))
    assert "184 天内收回同意 少于 10" in page
    assert shown("x", FEW - 1).number is None and shown("x", FEW).number == FEW


def test_the_board_says_how_fast_open_chats_close_and_says_when_it_knows_nothing() -> None:
    told = "收回提交后，开着的聊天多久关上"
    assert f"{told} 尚无" in words(Client().get("/promises/"))
    ClosedSockets.objects.bulk_create(ClosedSockets(milliseconds=one) for one in (2.0, 3.5, 900.0))
    cache.clear()
    assert f"{told} 3.5 毫秒" in words(Client().get("/promises/"))


def test_the_board_is_linked_from_the_first_page_and_from_the_policy() -> None:
    for path in ("/", "/policy/doctor/"):
        answer = Client().get(path, follow=True)
        assert 'href="/promises/"' in answer.content.decode(), path
