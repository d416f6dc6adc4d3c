"""The worker's turns: one that breaks stops no other, and what stays without an end becomes a task."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app
from pytest_django.fixtures import Settings

from yinuo.promise.consent import withdraw as take_back
from yinuo.promise.consent import withdraw_all, withdraw_function
from yinuo.promise.gate import Actor
from yinuo.promise.outbound import OutboundRefused, UndeclaredRecipient
from yinuo.wallet import ledger
from yinuo.wallet.actions.months import settle_months
from yinuo.wallet.bank import paying, tasks, transfers
from yinuo.wallet.bank.access import PAYOUT, PURPOSE
from yinuo.wallet.bank.demonstration import bring_in
from yinuo.wallet.bank.paying import note_silence
from yinuo.wallet.bank.tests.conftest import Outside, make_doctor, with_income
from yinuo.wallet.bank.tests.test_binding import words
from yinuo.wallet.bank.tests.test_withdrawing import ask, money, state
from yinuo.wallet.models import BankCard, Difference, Transaction, Withdrawal, WithdrawalStep

pytestmark = [pytest.mark.clause("1.11"), pytest.mark.django_db]


def broken(*args: object, **more: object) -> None:
    raise ValueError("a fault of the program")


def test_a_payout_that_breaks_holds_up_none_behind_it_and_becomes_a_task(
    browser: Client, rich: Actor, codes: list[str], outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = ask(browser, codes, "100"), ask(browser, codes, "200")
    pay = transfers.pay
    monkeypatch.setattr(
        transfers, "pay", lambda doctor, row, fen, to: broken() if row == first else pay(doctor, row, fen, to)
    )
    outside.work(2)
    assert (state(first), state(second)) == ("sent", "paid")
    assert not Difference.objects.exists()
    monkeypatch.setattr(transfers, "ask", broken)
    Withdrawal.objects.filter(pk=first).update(sent_at=timezone.now() - timedelta(hours=25))
    outside.work(2)
    assert list(Difference.objects.values_list("kind", "withdrawal")) == [("silent", first)]
    monkeypatch.undo()
    outside.work(3)
    assert state(first) == "paid" and money(rich.who, first) == (70_000, 0, 30_000)


def test_a_turn_that_breaks_before_the_bank_is_told_comes_again_later(
    browser: Client, rich: Actor, codes: list[str], outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ask(browser, codes, "100")
    monkeypatch.setattr(paying, "_payee", broken)
    outside.work(1)
    waiting = Withdrawal.objects.get(pk=row)
    assert waiting.state == "waiting" and waiting.look_at is not None and waiting.look_at > timezone.now()
    Withdrawal.objects.update(made_at=timezone.now() - timedelta(hours=25))
    outside.work(1)
    assert Difference.objects.get().kind == "silent" and money(rich.who, row) == (90_000, 10_000, 0)


def test_a_silence_is_one_task_until_it_is_settled(
    browser: Client, rich: Actor, codes: list[str], outside: Outside
) -> None:
    row = ask(browser, codes, "100")
    Withdrawal.objects.update(state="sent", sent_at=timezone.now() - timedelta(hours=25))
    note_silence(row)
    Difference.objects.update(day=timezone.localdate() - timedelta(days=1))
    note_silence(row)
    assert Difference.objects.count() == 1
    Difference.objects.update(outcome="explained", settled_at=timezone.now())
    note_silence(row)
    assert Difference.objects.count() == 2


@pytest.mark.parametrize(
    "problem", [UndeclaredRecipient("bank_payout", "wallet", "anything"), OutboundRefused("the host", "elsewhere")]
)
def test_a_payout_service_that_is_struck_is_told_nothing_and_the_payout_becomes_a_task(
    browser: Client,
    rich: Actor,
    codes: list[str],
    outside: Outside,
    monkeypatch: pytest.MonkeyPatch,
    problem: Exception,
) -> None:
    def refused(*args: object, **more: object) -> None:
        raise problem

    row = ask(browser, codes, "100")
    monkeypatch.setattr(transfers, "guarded_client", refused)
    outside.work(2)
    assert outside.bank.payouts == {} and money(rich.who, row) == (90_000, 10_000, 0)
    Withdrawal.objects.update(sent_at=timezone.now() - timedelta(hours=25))
    outside.work(1)
    assert Difference.objects.get().kind == "silent"


def a_day_later(row: UUID) -> None:
    """Every telling of it lies more than a day back."""
    WithdrawalStep.objects.filter(withdrawal=row).update(at=timezone.now() - timedelta(hours=25))
    Withdrawal.objects.filter(pk=row).update(sent_at=timezone.now() - timedelta(hours=25))


def take_back_verifiers(browser: Client, actor: Actor) -> None:
    take_back(actor=actor, purpose=PURPOSE, item="bank_card_number")


def take_back_payout_services(browser: Client, actor: Actor) -> None:
    withdraw_function(actor=actor, purpose=PAYOUT)


def take_back_everything(browser: Client, actor: Actor) -> None:
    withdraw_all(actor=actor)


def remove(browser: Client, actor: Actor) -> None:
    assert browser.post("/me/bank/card/remove/").status_code == 302


@pytest.mark.parametrize("end", [take_back_verifiers, take_back_payout_services, take_back_everything, remove])
def test_a_consent_that_is_gone_stops_its_own_payout_alone(
    browser: Client,
    rich: Actor,
    codes: list[str],
    outside: Outside,
    monkeypatch: pytest.MonkeyPatch,
    end: Callable[[Client, Actor], None],
) -> None:
    """The bank has never known it: a person looks, and after a day the money goes back and the number is told no
    more."""
    with_income(make_doctor("13800138399"))
    outside.plan(answer="dropped")
    row = ask(browser, codes, "100")
    outside.work(1)
    outside.bank.payouts.clear()
    end(browser, rich)
    outside.work(2)
    assert state(row) == "sent" and Difference.objects.get().kind == "silent"
    assert money(rich.who, row) == (90_000, 10_000, 0)
    a_day_later(row)
    outside.work(1)
    assert state(row) == "failed" and money(rich.who, row) == (100_000, 0, 0)
    monkeypatch.setattr(transfers, "pay", broken)
    Withdrawal.objects.filter(pk=row).update(look_at=timezone.now())
    outside.work(2)
    assert outside.bank.payouts == {} and Transaction.objects.filter(kind="returned").count() == 1


@pytest.mark.parametrize("tries", [2, paying.MOST_TELLINGS])
def test_what_nobody_may_tell_any_more_goes_back_a_day_after_the_last_telling(
    browser: Client, rich: Actor, codes: list[str], outside: Outside, tries: int
) -> None:
    """Refused after a second telling, or told as often as may be; the first telling's day is not the last one's."""
    row, failure = ask(browser, codes, "100"), "REFUSED" if tries == 2 else ""
    Withdrawal.objects.update(state="sent", sent_at=timezone.now() - timedelta(hours=25), tries=tries, failure=failure)
    WithdrawalStep.objects.create(withdrawal_id=row, kind="sent", at=timezone.now() - timedelta(hours=23))
    outside.work(1)
    assert state(row) == "sent" and Difference.objects.get().kind == "silent"
    a_day_later(row)
    outside.work(1)
    assert state(row) == "failed" and money(rich.who, row) == (100_000, 0, 0) and outside.bank.payouts == {}


def test_what_the_bank_knows_is_never_given_back_though_the_card_is_gone(
    browser: Client, rich: Actor, codes: list[str], outside: Outside
) -> None:
    outside.plan(after=10**9)
    row = ask(browser, codes, "100")
    outside.work(1)
    remove(browser, rich)
    a_day_later(row)
    outside.work(2)
    assert state(row) == "sent" and money(rich.who, row) == (90_000, 10_000, 0)


def test_without_the_services_keys_nobody_can_withdraw_and_what_waits_is_told_later(
    browser: Client, rich: Actor, codes: list[str], outside: Outside, settings: Settings, tmp_path: Path
) -> None:
    row = ask(browser, codes, "100")
    ready, sent = settings.YINUO, len(codes)
    settings.YINUO = replace(ready, payout_key=tmp_path / "none.pem")
    outside.work(2)
    assert state(row) == "waiting"
    page = browser.get("/me/bank/withdraw/")
    answer = browser.post("/me/bank/withdraw/", {"amount": "10"})
    assert answer.status_code == 400 and len(codes) == sent
    assert all("还没有开通打款" in words(one) for one in (page, answer))
    settings.YINUO = ready
    outside.work(3)
    assert state(row) == "paid"


def test_the_services_keys_lie_in_the_home_folder_where_nothing_else_is_said(
    settings: Settings, tmp_path: Path
) -> None:
    settings.YINUO_KEYS = tmp_path
    settings.YINUO = replace(settings.YINUO, payout_key=None, payout_bank_key=None)
    assert transfers.own_key() == tmp_path / "payout.pem" and not transfers.configured()
    for name in ("payout.pem", "payout-service.pem"):
        (tmp_path / name).touch()
    assert transfers.configured()


def test_the_hours_are_those_of_the_mainland() -> None:
    """The worker's clock is UTC."""
    due: dict[str, Any] = {one.task.name: one for one in app.periodic_registry.periodic_tasks.values()}
    for name, hour in (("wallet.reconcile", "09:30"), ("wallet.settle_months", "02:10")):
        at = due[name].croniter.get_next(float, start_time=datetime(2026, 11, 26, tzinfo=UTC).timestamp())
        assert datetime.fromtimestamp(at, tasks.SHANGHAI).strftime("%H:%M") == hour, name


def test_one_doctors_month_that_can_not_be_settled_stops_no_other(db: None) -> None:
    doctors = sorted((make_doctor(), make_doctor("13800138398")))
    month = (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)
    for doctor in doctors:
        moves = [ledger.Move(ledger.channel("wechat"), -50_000), ledger.Move(ledger.pending(doctor, month), 50_000)]
        ledger.book(ledger.Kind.EARNED, key=f"test:{doctor}", moves=moves)
    blocked, other = doctors
    taken = [ledger.Move(ledger.channel("wechat"), -1), ledger.Move(ledger.available(blocked), 1)]
    ledger.book(ledger.Kind.SETTLED, key=f"settled:{blocked}:{month.isoformat()}", moves=taken)
    assert settle_months(now=timezone.now()) == 1
    assert ledger.balance(ledger.available(other)) == 50_000
    assert ledger.balance(ledger.pending(blocked, month)) == 50_000 and ledger.faults().sound


def test_the_demonstrations_income_is_brought_in_once_at_the_rooms_own_tax(doctor: UUID) -> None:
    bring_in(doctor, 3000)
    booked = Transaction.objects.count()
    BankCard.objects.all().delete()
    bring_in(doctor, 3000)
    assert Transaction.objects.count() == booked
    # 46 and 40 times 24 yuan: of what is above 800 a fifth is withheld.
    assert ledger.balance(ledger.available(doctor)) == 110_400 - 6_080 + 96_000 - 3_200 - 10_000
    assert ledger.balance(ledger.tax()) == 9_280 and ledger.faults().sound
    assert not BankCard.objects.exists()
