"""A card is bound with consents one by one, four elements and a code; what is wrong is told before anything is kept."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from yinuo.promise.consent import withdraw
from yinuo.promise.gate import Actor
from yinuo.wallet.bank.cards import remove_card, sweep_bindings
from yinuo.wallet.bank.demonstration import CARD, ID_NUMBER, agree
from yinuo.wallet.bank.tests.conftest import Outside, with_income
from yinuo.wallet.models import BankCard, Binding

pytestmark = [pytest.mark.clause("1.11"), pytest.mark.django_db]
GOOD = {"number": "6214 8301 1234 5672", "id_number": "110105198803071232", "bank_phone": "138 0013 8000"}
SAID = re.compile(r'name="said" value="([^"]+)"')


def said(answer: Any) -> str:
    found = SAID.search(answer.content.decode())
    assert found is not None, answer.content.decode()
    return found[1]


def bind(browser: Client, codes: list[str], **other: str) -> Any:
    answer = browser.post("/me/bank/bind/", {**GOOD, **other})
    assert answer.status_code == 200, answer.content.decode()
    return browser.post("/me/bank/bind/code/", {"said": said(answer), "code": codes[-1]})


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_before_both_consents_there_is_nothing_to_fill_in(browser: Client, doctor: UUID, codes: list[str]) -> None:
    page = browser.get("/me/bank/bind/").content.decode()
    assert 'name="number"' not in page and page.count("/consent/grant/") == 4
    refused = browser.post("/me/bank/bind/", GOOD)
    assert refused.status_code == 400 and "逐项同意" in words(refused)
    assert codes == [] and not Binding.objects.exists()
    agree(doctor)
    assert 'name="number"' in browser.get("/me/bank/bind/").content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("number", "6214830112345673", "银行卡号不对"),
        ("number", "", "银行卡号不对"),
        ("number", "9999501234567890", "暂不支持"),
        ("number", "6222301234567890", "信用卡"),
        ("id_number", "110105198803071233", "身份证号码不对"),
        ("id_number", "<script>", "身份证号码不对"),
        ("bank_phone", "12345", "预留手机号"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(
    browser: Client, doctor: UUID, codes: list[str], outside: Outside, field: str, typed: str, sentence: str
) -> None:
    agree(doctor)
    answer = browser.post("/me/bank/bind/", {**GOOD, field: typed})
    assert answer.status_code == 400 and sentence in words(answer)
    assert 'aria-invalid="true"' in answer.content.decode()
    assert codes == [] and not Binding.objects.exists()


def test_four_elements_and_a_code_make_a_card_and_leave_nothing_else(
    browser: Client, doctor: UUID, codes: list[str], outside: Outside
) -> None:
    agree(doctor)
    answer = bind(browser, codes)
    assert (answer.status_code, answer["Location"]) == (302, "/me/bank/?done=bound")
    assert BankCard.objects.filter(doctor=doctor).count() == 1
    assert not Binding.objects.exists()
    page = words(browser.get("/me/bank/"))
    assert "招商银行 •••• 5672" in page and "6214830112345672" not in page
    with connection.cursor() as cursor:
        cursor.execute("select number::text || id_number::text from wallet_bankcard")
        assert b"6214830112345672".hex() not in cursor.fetchone()[0]
        cursor.execute("select recipient, items from promise_sharing where person = %s", [doctor])
        assert [row for row in cursor if row[0] == "card_verifier"]


@pytest.mark.parametrize(
    ("tail", "sentence"), [("0001", "对不上"), ("0002", "户名"), ("0013", "挂失"), ("0019", "次数太多")]
)
def test_what_the_verifier_denies_is_told_and_goes(
    browser: Client, doctor: UUID, codes: list[str], outside: Outside, tail: str, sentence: str
) -> None:
    agree(doctor)
    answer = bind(browser, codes, bank_phone=f"1380013{tail}")
    assert answer.status_code == 400 and sentence in words(answer)
    assert not BankCard.objects.exists() and not Binding.objects.exists()


def test_a_silent_verifier_keeps_nothing_of_what_was_typed(
    browser: Client, doctor: UUID, codes: list[str], outside: Outside
) -> None:
    agree(doctor)
    answer = bind(browser, codes, bank_phone="13800130018")
    assert answer.status_code == 400 and "没有答复" in words(answer)
    assert "已经删除" in words(answer)
    assert not Binding.objects.exists() and not BankCard.objects.exists()


def test_what_was_typed_and_not_finished_is_gone_after_ten_minutes(
    browser: Client, doctor: UUID, codes: list[str], outside: Outside
) -> None:
    agree(doctor)
    assert browser.post("/me/bank/bind/", GOOD).status_code == 200
    assert Binding.objects.count() == 1
    Binding.objects.update(made_at=timezone.now() - timedelta(minutes=11))
    sweep_bindings()
    assert not Binding.objects.exists()


def test_a_wrong_code_binds_nothing_and_a_second_card_waits_for_the_first_to_go(
    browser: Client, doctor: UUID, codes: list[str], outside: Outside
) -> None:
    agree(doctor)
    begun = browser.post("/me/bank/bind/", GOOD)
    wrong = "000000" if codes[-1] != "000000" else "111111"
    answer = browser.post("/me/bank/bind/code/", {"said": said(begun), "code": wrong})
    assert answer.status_code == 400 and "还可以再试 4 次" in words(answer)
    assert not BankCard.objects.exists()
    right = browser.post("/me/bank/bind/code/", {"said": said(begun), "code": codes[-1]})
    assert right.status_code == 302
    again = browser.post("/me/bank/bind/", GOOD)
    assert again.status_code == 400 and "已经有一张" in words(again)


def test_the_whole_number_is_shown_to_oneself_after_a_new_code_only(
    browser: Client, doctor: UUID, codes: list[str], outside: Outside
) -> None:
    agree(doctor)
    bind(browser, codes)
    assert "6214" not in words(browser.get("/me/bank/card/"))
    begun = browser.post("/me/bank/card/")
    stolen = browser.post("/me/bank/withdraw/code/", {"said": said(begun), "code": codes[-1]})
    assert stolen.status_code == 409  # a code for looking pays nothing out
    shown = browser.post("/me/bank/card/show/", {"said": said(begun), "code": codes[-1]})
    assert "6214 8301 1234 5672" in words(shown)
    assert shown["Cache-Control"] == "no-store"
    again = browser.post("/me/bank/card/show/", {"said": said(begun), "code": codes[-1]})
    assert again.status_code == 400 and "6214" not in words(again)


def test_a_consent_that_is_taken_back_closes_the_card_at_once(
    browser: Client, doctor: UUID, codes: list[str], outside: Outside
) -> None:
    agree(doctor)
    bind(browser, codes)
    withdraw(actor=Actor(doctor, "doctor"), purpose="wallet", item="bank_card_number")
    assert "5672" not in words(browser.get("/me/bank/"))
    assert "还没有" in words(browser.get("/me/bank/withdraw/"))


def test_my_information_shows_no_more_of_card_and_identity_than_the_clause_says(browser: Client, doctor: UUID) -> None:
    """The whole numbers are not to be had by a log-in alone, by no page."""
    with_income(doctor)
    pages = [browser.get(f"/me/information/{place}") for place in ("", "item/bank_card_number/", "item/id_number/")]
    for page in pages:
        assert page.status_code == 200
        assert CARD not in page.content.decode() and ID_NUMBER not in page.content.decode()
    assert f"•••• {CARD[-4:]}" in words(pages[1]) and "不再显示" in words(pages[2])


def test_without_a_verifier_nothing_is_taken_and_the_page_says_so(
    browser: Client, doctor: UUID, codes: list[str], settings: Settings
) -> None:
    agree(doctor)
    settings.YINUO = replace(settings.YINUO, verifier_key_secret="")
    answer = browser.post("/me/bank/bind/", GOOD)
    assert answer.status_code == 400 and "还没有开通银行卡核验" in words(answer)
    assert codes == [] and not Binding.objects.exists()


def test_a_page_that_is_over_shows_no_number_and_says_the_way(browser: Client, doctor: UUID, codes: list[str]) -> None:
    with_income(doctor)
    begun = said(browser.post("/me/bank/card/"))
    answer = browser.post("/me/bank/card/show/", {"said": begun[:-2] + "xx", "code": codes[-1]})
    assert answer.status_code == 409 and "这一页已经过期" in words(answer)
    assert "查看完整卡号" in words(answer) and "6214" not in words(answer)
    remove_card(actor=Actor(doctor, "doctor"))
    gone = browser.post("/me/bank/card/show/", {"said": begun, "code": codes[-1]})
    assert gone["Location"] == "/me/bank/" and "还没有银行卡" in words(browser.get("/me/bank/"))
