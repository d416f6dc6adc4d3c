"""Money leaves once, to the fen, after a new code; whatever happens on the way, the ledger says where it is."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from yinuo.promise.consent import standing
from yinuo.promise.consent import withdraw as take_back
from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.models import SeatRow
from yinuo.promise.policy import library
from yinuo.promise.retention.sweep import sweep
from yinuo.promise.vault import reveal, uuid7
from yinuo.wallet import ledger
from yinuo.wallet.bank import withdrawals, withdrawing
from yinuo.wallet.bank.access import PAYOUT, PURPOSE
from yinuo.wallet.bank.problems import NotAgreed, NotEnoughIncome
from yinuo.wallet.bank.tests.conftest import Outside, make_doctor, with_income
from yinuo.wallet.bank.tests.test_binding import said, words
from yinuo.wallet.bank.withdrawals import withdraw
from yinuo.wallet.models import BankCard, Difference, Withdrawal

pytestmark = [pytest.mark.clause("1.11"), pytest.mark.django_db]


def ask(browser: Client, codes: list[str], amount: str) -> UUID:
    begun = browser.post("/me/bank/withdraw/", {"amount": amount})
    assert begun.status_code == 200, words(begun)
    answer = browser.post("/me/bank/withdraw/code/", {"said": said(begun), "code": codes[-1]})
    assert answer.status_code == 302, words(answer)
    return UUID(answer["Location"].split("/")[-2])


def money(doctor: UUID, row: UUID | None = None) -> tuple[int, int, int]:
    """Available, on its way, and at banks."""
    there = ledger.balance(ledger.payout(doctor, row)) if row else 0
    assert ledger.faults().sound
    return ledger.balance(ledger.available(doctor)), there, ledger.balance(ledger.bank())


def state(row: UUID) -> str:
    return str(Withdrawal.objects.get(pk=row).state)


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("0.99", "最少提现 1.00"),
        ("1000.01", "现在有 1000.00 元"),
        ("20000.01", "一次最多提现 20000.00"),
        ("12.345", "最多两位小数"),
        ("-5", "最多两位小数"),
        ("五百", "最多两位小数"),
    ],
)
def test_an_amount_that_can_not_be_had_is_told(
    browser: Client, rich: Actor, codes: list[str], amount: str, sentence: str
) -> None:
    answer = browser.post("/me/bank/withdraw/", {"amount": amount})
    assert answer.status_code == 400 and sentence in words(answer)
    assert codes == [] and money(rich.who) == (100_000, 0, 0)


def test_a_new_card_cools_off_for_a_day(browser: Client, rich: Actor, codes: list[str]) -> None:
    BankCard.objects.update(bound_at=timezone.now() - timedelta(hours=23, minutes=50))
    answer = browser.post("/me/bank/withdraw/", {"amount": "10"})
    assert answer.status_code == 400 and "24 小时后才能提现" in words(answer)
    BankCard.objects.update(bound_at=timezone.now() - timedelta(hours=24, minutes=1))
    assert browser.post("/me/bank/withdraw/", {"amount": "10"}).status_code == 200


def test_there_is_a_limit_for_a_day(browser: Client, doctor: UUID, codes: list[str], outside: Outside) -> None:
    with_income(doctor, 9_000_000)
    for _ in range(5):
        ask(browser, codes, "9999")
    answer = browser.post("/me/bank/withdraw/", {"amount": "9999"})
    assert answer.status_code == 400 and "今天还可以提 5.00 元" in words(answer)


def test_money_goes_to_the_bank_once_and_arrives(
    browser: Client, rich: Actor, codes: list[str], outside: Outside
) -> None:
    row = ask(browser, codes, "320.50")
    assert money(rich.who, row) == (67_950, 32_050, 0)
    outside.work(3)
    assert state(row) == "paid"
    assert money(rich.who, row) == (67_950, 0, 32_050)
    assert [(one.number, one.fen, one.told) for one in outside.bank.payouts.values()] == [(row.hex, 32_050, 1)]
    assert "已到账" in words(browser.get(f"/me/bank/withdrawals/{row}/"))


def test_the_same_page_twice_is_one_withdrawal(browser: Client, rich: Actor, codes: list[str]) -> None:
    begun = browser.post("/me/bank/withdraw/", {"amount": "10"})
    sent = {"said": said(begun), "code": codes[-1]}
    first, second = (browser.post("/me/bank/withdraw/code/", sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Withdrawal.objects.count() == 1 and money(rich.who)[0] == 99_000


def test_a_code_is_good_for_its_own_amount_only(browser: Client, rich: Actor, codes: list[str]) -> None:
    small = browser.post("/me/bank/withdraw/", {"amount": "1"})
    old = codes[-1]
    large = browser.post("/me/bank/withdraw/", {"amount": "900"})
    answer = browser.post("/me/bank/withdraw/code/", {"said": said(large), "code": old})
    assert answer.status_code == 400 and not Withdrawal.objects.exists()
    broken = browser.post("/me/bank/withdraw/code/", {"said": said(small)[:-2] + "xx", "code": codes[-1]})
    assert broken.status_code == 409 and "已经过期" in words(broken)
    assert money(rich.who) == (100_000, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_of_two_devices_that_ask_for_more_than_there_is_one_gets_it() -> None:
    doctor = make_doctor()
    actor = with_income(doctor, 100_000)
    card, start = BankCard.objects.get().pk, threading.Barrier(4)
    outcomes: list[str] = []

    def take() -> None:
        start.wait()
        try:
            with open_purpose(PURPOSE, actor=actor, door="test"):
                withdraw(actor=actor, withdrawal=uuid7(), fen=60_000, card=card)
            outcomes.append("taken")
        except NotEnoughIncome as problem:
            outcomes.append(problem.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert outcomes.count("taken") == 1
    assert all("现在有 400.00 元" in one for one in outcomes if one != "taken")
    assert money(doctor)[0] == 40_000 and Withdrawal.objects.count() == 1


@pytest.mark.parametrize("answer", ["lost", "unsure", "dropped"])
def test_an_answer_that_never_came_is_asked_for_and_nothing_is_paid_twice(
    browser: Client, rich: Actor, codes: list[str], outside: Outside, answer: str
) -> None:
    outside.plan(answer=answer)
    row = ask(browser, codes, "100")
    outside.work(1)
    assert state(row) == "sent"
    assert money(rich.who, row) == (90_000, 10_000, 0)
    outside.work(3)
    assert state(row) == "paid" and money(rich.who, row) == (90_000, 0, 10_000)
    assert [one.number for one in outside.bank.payouts.values()] == [row.hex]


def test_a_payout_that_fails_comes_back(browser: Client, rich: Actor, codes: list[str], outside: Outside) -> None:
    outside.plan(outcome="FAIL")
    row = ask(browser, codes, "100")
    outside.work(3)
    assert state(row) == "failed" and money(rich.who, row) == (100_000, 0, 0)
    assert "没有损失" in words(browser.get(f"/me/bank/withdrawals/{row}/"))


def test_a_refusal_is_believed_when_the_bank_was_never_told(
    browser: Client, rich: Actor, codes: list[str], outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = {"code": "40004", "sub_code": "PAYEE_CARD_INFO_ERROR"}
    monkeypatch.setattr(outside.server, "_transfer", lambda content: refused)
    row = ask(browser, codes, "100")
    outside.work(1)
    assert state(row) == "sent" and money(rich.who, row)[0] == 90_000
    outside.work(1)
    assert state(row) == "failed" and money(rich.who, row) == (100_000, 0, 0)


def test_an_answer_that_the_bank_did_not_sign_is_none(
    browser: Client, rich: Actor, codes: list[str], outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside.server, "key", _other_key())
    row = ask(browser, codes, "100")
    outside.work(3)
    assert state(row) == "sent" and money(rich.who, row) == (90_000, 10_000, 0)


def _other_key() -> object:
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

    return generate_private_key(65537, 2048)


def test_removing_the_card_gives_back_what_the_bank_was_not_told_and_finishes_what_it_was(
    browser: Client, rich: Actor, codes: list[str], outside: Outside
) -> None:
    outside.plan(after=60)
    told = ask(browser, codes, "100")
    outside.work(1)
    waiting = ask(browser, codes, "200")
    assert browser.post("/me/bank/card/remove/").status_code == 302
    assert (state(told), state(waiting)) == ("sent", "failed")
    assert money(rich.who, told) == (90_000, 10_000, 0)
    outside.bank.payouts[told.hex] = outside.bank.payouts[told.hex].__class__(
        **{**vars(outside.bank.payouts[told.hex]), "due": 0}
    )
    outside.work(2)
    assert state(told) == "paid" and not BankCard.objects.exists()
    assert "招商银行 •••• 5672" in words(browser.get("/me/bank/"))  # the record stays


@pytest.mark.parametrize(
    ("purpose", "item"), [(PURPOSE, "bank_card_number"), (PAYOUT, "bank_card_number"), (PAYOUT, "name")]
)
def test_a_consent_taken_back_before_the_bank_was_told_gives_the_money_back(
    browser: Client, rich: Actor, codes: list[str], outside: Outside, purpose: str, item: str
) -> None:
    """At once, before any turn of the worker's, also what the finance desk holds; the history says what is true."""
    row, held = ask(browser, codes, "100"), ask(browser, codes, "200")
    Withdrawal.objects.filter(pk=held).update(state="held", look_at=None)
    take_back(actor=rich, purpose=purpose, item=item)
    assert (state(row), state(held)) == ("failed", "failed") and money(rich.who, row) == (100_000, 0, 0)
    page = words(browser.get(f"/me/bank/withdrawals/{held}/"))
    assert "没有交给银行，退回" in page and "卡已移除" not in page
    outside.work(1)
    assert outside.bank.payouts == {} and BankCard.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["withdraw", "take_back"])
def test_a_withdrawal_and_a_consent_that_is_taken_back_at_once_take_turns(
    first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither waits for the other for ever, and nothing stays set aside."""
    actor = with_income(make_doctor(), 9_000_000)
    row, card, inside, problems = uuid7(), BankCard.objects.get().pk, threading.Event(), []
    entry = (withdrawals, "_asked") if first == "withdraw" else (withdrawing, "give_back_untold")
    slow = getattr(*entry)

    def linger(*given: object) -> object:
        inside.set()
        time.sleep(0.5)
        return slow(*given)

    monkeypatch.setattr(*entry, linger)

    def ask_for_it() -> None:
        with open_purpose(PURPOSE, actor=actor, door="test"):
            withdraw(actor=actor, withdrawal=row, fen=900_000, card=card)

    def run(act: Callable[[], None]) -> None:
        try:
            act()
        except NotAgreed:
            assert first == "take_back"
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    acts = [ask_for_it, lambda: take_back(actor=actor, purpose=PAYOUT, item="name")]
    threads = [threading.Thread(target=run, args=(act,)) for act in (acts if first == "withdraw" else acts[::-1])]
    threads[0].start()
    assert inside.wait(10)
    threads[1].start()
    for one in threads:
        one.join()
    assert problems == [] and money(actor.who) == (9_000_000, 0, 0)
    assert not Withdrawal.objects.filter(done_at=None).exists()


@pytest.mark.clause("3.1.1")
def test_the_consent_to_the_verifier_is_none_to_the_payout_service(
    browser: Client, doctor: UUID, codes: list[str], outside: Outside
) -> None:
    """Law 23: each recipient its own; asked at the first withdrawal, by what it gets."""
    rich, place = with_income(doctor), "/me/bank/withdraw/"
    SeatRow.objects.filter(person=doctor).update(grants={PURPOSE: standing(doctor).grants[PURPOSE]})
    page, payout = browser.get(place), library().in_force("doctor").recipients["bank_payout"]
    assert payout.name in words(page) and payout.contact in words(page)
    assert 'id="amount"' not in page.content.decode()
    assert "单独同意" not in words(browser.get("/me/bank/bind/")), "the other consents stand"
    refused = browser.post(place, {"amount": "100"})
    assert refused.status_code == 400 and "逐项同意" in words(refused) and codes == []
    clause = library().in_force("doctor").clauses["1.11"]
    for item in ("bank_card_number", "name"):
        assert 'id="amount"' not in browser.get(place).content.decode()
        said = {"purpose": PAYOUT, "item": item, "notice": clause.hash, "next": place}
        assert browser.post("/consent/grant/", said).status_code in (200, 302)
    row = ask(browser, codes, "100")
    outside.work(2)
    assert state(row) == "paid" and money(rich.who)[0] == 90_000


@pytest.mark.clause("5.4")
def test_a_card_whose_consent_is_taken_back_goes_though_the_payout_service_was_never_agreed_to(doctor: UUID) -> None:
    rich = with_income(doctor)
    SeatRow.objects.filter(person=doctor).update(grants={PURPOSE: standing(doctor).grants[PURPOSE]})
    sweep(timezone.now())
    assert reveal_in(PURPOSE, rich)
    take_back(actor=rich, purpose=PURPOSE, item="bank_card_number")
    sweep(timezone.now())
    assert not BankCard.objects.filter(doctor=doctor, number__isnull=False).exists()


def reveal_in(purpose: str, actor: Actor) -> bool:
    with open_purpose(purpose, actor=actor, door="test"):
        return bool(reveal(BankCard.objects.get(doctor=actor.who), "number"))


def test_a_bank_that_stays_silent_becomes_a_task(
    browser: Client, rich: Actor, codes: list[str], outside: Outside
) -> None:
    outside.plan(after=10**9)
    row = ask(browser, codes, "100")
    outside.work(1)
    Withdrawal.objects.update(sent_at=timezone.now() - timedelta(hours=25))
    outside.work(2)
    assert state(row) == "sent"
    assert list(Difference.objects.values_list("kind", "withdrawal")) == [("silent", row)]


@pytest.mark.clause("5.1")
def test_my_information_says_where_income_stands_entry_by_entry(browser: Client, rich: Actor) -> None:
    page = browser.get("/me/information/item/income/")
    assert "我的→收入" in words(page) and 'href="/doctor/income/"' in page.content.decode()
