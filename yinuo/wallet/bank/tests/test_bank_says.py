"""Calls of the bank and its file of a day: believed for their signature, compared line by line."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from yinuo.promise.gate import Actor
from yinuo.wallet import ledger, rsa2
from yinuo.wallet.bank.day_file import Line, UnreadableFile, read_file
from yinuo.wallet.bank.reconciling import compare, reconcile
from yinuo.wallet.bank.statements import read_month
from yinuo.wallet.bank.tests.conftest import Outside
from yinuo.wallet.bank.tests.test_binding import words
from yinuo.wallet.bank.tests.test_withdrawing import ask, money, state
from yinuo.wallet.models import Difference, Withdrawal, WithdrawalStep
from yinuo.wallet.stand_in_bank.words import call_of, told

pytestmark = [pytest.mark.clause("1.11"), pytest.mark.django_db]
CALL = "/wallet/bank/call/"


def call(outside: Outside, row: UUID, *, fen: int | None = None, **other: str) -> dict[str, str]:
    made = call_of(outside.bank.payouts[row.hex], outside.server.app, outside.server.key, fen=fen) | other
    content = rsa2.content_of(made, without=("sign", "sign_type"))
    return {**made, "sign": rsa2.sign(content, outside.server.key)}


def test_a_signed_call_pays_once_and_its_replay_moves_nothing(rich: Actor, sent: UUID, outside: Outside) -> None:
    made = call(outside, sent)
    for _ in range(3):
        answer = Client().post(CALL, made)
        assert (answer.status_code, answer.content) == (200, b"success")
    assert state(sent) == "paid" and money(rich.who, sent) == (90_000, 0, 10_000)
    assert WithdrawalStep.objects.filter(withdrawal=sent, kind="paid").count() == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda made: {**made, "sign": "AAAA" + made["sign"][4:]},
        lambda made: {**made, "biz_content": made["biz_content"].replace("SUCCESS", "FAIL")},
        lambda made: {**made, "app_id": "another"},
        lambda made: {name: value for name, value in made.items() if name != "sign"},
        lambda made: {},
    ],
)
def test_a_call_that_is_not_the_banks_is_refused(sent: UUID, rich: Actor, outside: Outside, spoil: Any) -> None:
    answer = Client().post(CALL, spoil(call(outside, sent)))
    assert (answer.status_code, answer.content) == (403, b"fail")
    assert state(sent) == "sent" and money(rich.who, sent) == (90_000, 10_000, 0)


def test_a_call_for_another_amount_is_refused_and_becomes_a_task(sent: UUID, rich: Actor, outside: Outside) -> None:
    answer = Client().post(CALL, call(outside, sent, fen=10_001))
    assert answer.status_code == 403
    assert state(sent) == "sent" and money(rich.who, sent) == (90_000, 10_000, 0)
    assert list(Difference.objects.values_list("kind", "bank_fen", "our_fen")) == [("call", 10_001, 10_000)]


@pytest.mark.parametrize("amount", ["1e2", "NaN", "-100.00", "100.001", ""])
def test_a_call_over_what_is_no_amount_is_refused(sent: UUID, rich: Actor, outside: Outside, amount: str) -> None:
    made = call(outside, sent)["biz_content"].replace('"100.00"', f'"{amount}"')
    assert Client().post(CALL, call(outside, sent, biz_content=made)).status_code == 403
    assert state(sent) == "sent" and money(rich.who, sent) == (90_000, 10_000, 0)


@pytest.mark.parametrize("code", ["40004", "40005", "40006", "20001"])
def test_a_question_that_the_bank_refuses_gives_no_money_back(
    sent: UUID, rich: Actor, outside: Outside, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    """Asked too often, or without the right to ask: the payout may have been made all the same."""
    refused = {"code": code, "msg": "no", "sub_code": "isv.app-call-limited"}
    monkeypatch.setattr(outside.server, "gateway", lambda parameters: refused)
    outside.work(2)
    assert state(sent) == "sent" and money(rich.who, sent) == (90_000, 10_000, 0)
    monkeypatch.undo()
    outside.work(2)
    assert state(sent) == "paid" and money(rich.who, sent) == (90_000, 0, 10_000)


def test_an_answer_about_another_payout_moves_nothing(
    sent: UUID, rich: Actor, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    another = told(replace(outside.bank.payouts[sent.hex], number=uuid4().hex, status="FAIL"))
    monkeypatch.setattr(outside.server, "gateway", lambda parameters: another)
    outside.work(2)
    assert state(sent) == "sent" and money(rich.who, sent) == (90_000, 10_000, 0)


def test_a_call_of_long_ago_and_one_of_no_payout_of_ours_are_refused(sent: UUID, outside: Outside) -> None:
    old = int((datetime.now(UTC) - timedelta(days=3)).timestamp() * 1000)
    assert Client().post(CALL, call(outside, sent, utc_timestamp=str(old))).status_code == 403
    strange = call(outside, sent)["biz_content"].replace(sent.hex, uuid4().hex)
    assert Client().post(CALL, call(outside, sent, biz_content=strange)).status_code == 403
    assert state(sent) == "sent"


def test_a_bounced_payout_comes_back_from_the_bank(sent: UUID, rich: Actor, outside: Outside) -> None:
    Client().post(CALL, call(outside, sent))
    bounced = call(outside, sent)["biz_content"].replace("SUCCESS", "REFUND")
    for _ in range(2):
        assert Client().post(CALL, call(outside, sent, biz_content=bounced)).content == b"success"
    assert state(sent) == "bounced" and money(rich.who, sent) == (100_000, 0, 0)
    late = Client().post(CALL, call(outside, sent))  # an old "paid" that arrives last
    assert late.content == b"success" and state(sent) == "bounced"
    assert money(rich.who, sent) == (100_000, 0, 0)


def test_a_day_that_fits_has_no_difference(sent: UUID, outside: Outside) -> None:
    Client().post(CALL, call(outside, sent))
    assert reconcile(timezone.localdate()) == 0
    assert not Difference.objects.exists()


def test_a_payout_that_came_back_while_nobody_was_told_is_found_in_the_file(
    sent: UUID, rich: Actor, outside: Outside
) -> None:
    Client().post(CALL, call(outside, sent))
    outside.plan(outcome="REFUND", calls=0)
    outside.bank.payouts[sent.hex] = replace(outside.bank.payouts[sent.hex], due=0)
    outside.bank.due()
    assert outside.bank.payouts[sent.hex].status == "REFUND" and state(sent) == "paid"
    assert compare(timezone.localdate(), [Line(sent.hex, 10_000), Line(sent.hex, -10_000)]) == 1
    assert Difference.objects.get().kind == "back"
    assert reconcile(timezone.localdate()) == 0
    assert state(sent) == "bounced" and money(rich.who, sent) == (100_000, 0, 0)


def test_a_payout_that_came_back_before_its_arrival_was_heard_fits(sent: UUID, outside: Outside) -> None:
    bounced = call(outside, sent)["biz_content"].replace("SUCCESS", "REFUND")
    assert Client().post(CALL, call(outside, sent, biz_content=bounced)).content == b"success"
    assert Withdrawal.objects.get(pk=sent).paid_on is None
    assert compare(timezone.localdate(), [Line(sent.hex, 10_000), Line(sent.hex, -10_000)]) == 0


def test_every_way_of_not_fitting_is_a_task_once(sent: UUID, outside: Outside) -> None:
    Client().post(CALL, call(outside, sent))
    today = timezone.localdate()
    assert compare(today, []) == 1
    assert compare(today, []) == 0
    assert compare(today, [Line(sent.hex, 9_999), Line("stranger", 5)]) == 2
    assert compare(today, [Line(sent.hex, 10_000), Line(sent.hex, 10_000)]) == 1
    assert sorted(Difference.objects.values_list("kind", flat=True)) == ["amount", "not_here", "not_there", "twice"]


def test_what_the_bank_paid_and_we_do_not_know_of_is_a_task(sent: UUID, outside: Outside) -> None:
    assert compare(timezone.localdate(), [Line(sent.hex, 10_000)]) == 1
    assert Difference.objects.get().kind == "state"


@pytest.mark.parametrize("packed", [b"", b"PK\x03\x04 broken", b"<html>"])
def test_a_file_that_is_none_compares_nothing(packed: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_file(packed)


def test_a_large_payout_waits_for_two_people(
    browser: Client, doctor: UUID, rich: Actor, codes: list[str], outside: Outside, desks: tuple[Client, Client]
) -> None:
    give_income_more(doctor)
    row = ask(browser, codes, "10000")
    outside.work(2)
    assert state(row) == "held" and outside.bank.payouts == {}
    first, second = desks
    page = words(first.get("/console/payouts/"))
    assert "10000.00" in page and "招商银行 •••• 5672" in page and "林晓岚" not in page and "林**" in page
    act = f"/console/payouts/{row}"
    assert first.post(f"{act}/release/").status_code == 409
    assert first.post(f"{act}/ask-release/").status_code == 302
    assert first.post(f"{act}/release/").status_code == 409
    assert state(row) == "held"
    assert second.post(f"{act}/release/").status_code == 302
    outside.work(3)
    assert state(row) == "paid"
    history = words(second.get(f"{act}/"))
    assert "提出解除" in history and "第二人确认" in history


def give_income_more(doctor: UUID) -> None:
    at = timezone.now()
    moves = [ledger.Move(ledger.channel("wechat"), -2_000_000), ledger.Move(ledger.available(doctor), 2_000_000)]
    ledger.book(ledger.Kind.SETTLED, key=f"more:{doctor}", moves=moves, at=at)


def test_the_desk_stops_a_payout_and_sends_it_back(
    browser: Client, rich: Actor, codes: list[str], outside: Outside, desks: tuple[Client, Client]
) -> None:
    row = ask(browser, codes, "100")
    first, second = desks
    for desk, what in ((first, "hold"), (first, "ask-release"), (second, "send-back")):
        assert desk.post(f"/console/payouts/{row}/{what}/").status_code == 302, what
    assert state(row) == "failed" and money(rich.who, row) == (100_000, 0, 0)
    assert first.post(f"/console/payouts/{row}/hold/").status_code == 409


def test_a_difference_is_settled_by_name(sent: UUID, outside: Outside, desks: tuple[Client, Client]) -> None:
    Client().post(CALL, call(outside, sent))
    compare(timezone.localdate(), [])
    task = Difference.objects.get()
    place = f"/console/payouts/differences/{task.pk}/settle/"
    assert desks[0].post(place, {"outcome": "whatever"}).status_code == 409
    assert desks[0].post(place, {"outcome": "bank_corrected"}).status_code == 302
    task.refresh_from_db()
    assert task.settled_by is not None and task.outcome == "bank_corrected"
    assert desks[1].post(place, {"outcome": "explained"}).status_code == 409


def test_a_statement_adds_up_and_the_table_opens_in_a_spreadsheet(
    browser: Client, rich: Actor, codes: list[str], outside: Outside
) -> None:
    row = ask(browser, codes, "320.50")
    outside.work(3)
    assert state(row) == "paid"
    page = words(browser.get("/me/bank/statement/"))
    assert "¥1000.00" in page and "¥320.50" in page and "¥679.50" in page
    table = browser.get("/me/bank/statement/?as=csv")
    assert table.content.startswith(b"\xef\xbb\xbf") and "attachment" in table["Content-Disposition"]
    assert "-320.50,679.50" in table.content.decode("utf-8-sig")
    paper = browser.get("/me/bank/statement/?as=pdf")
    assert paper.content.startswith(b"%PDF") and paper["Content-Type"] == "application/pdf"
    before = words(browser.get("/me/bank/statement/?month=2025-01"))
    assert "¥0.00" in before and "320.50" not in before


def test_a_month_that_is_none_is_this_one() -> None:
    today = timezone.localdate().replace(day=1)
    assert [read_month(text) for text in ("", "x", "2999-01", "1999-01", "2026-13")] == [today] * 5
    assert read_month("2025-12") == date(2025, 12, 1)
