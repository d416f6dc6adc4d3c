"""Every line of the bank's file and every payout of the day ends agreed, or as a named task of the finance desk."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yinuo.promise.gate import Actor, Source, open_purpose
from yinuo.promise.vault import capturing
from yinuo.wallet import ledger
from yinuo.wallet.bank import reconciling, tasks, transfers
from yinuo.wallet.bank.access import PURPOSE
from yinuo.wallet.bank.day_file import Line
from yinuo.wallet.bank.reconciling import compare, days_owed
from yinuo.wallet.bank.tests.conftest import Outside, with_income
from yinuo.wallet.bank.tests.test_binding import words
from yinuo.wallet.bank.tests.test_withdrawing import ask
from yinuo.wallet.models import BankCard, BankDay, Difference, Withdrawal

pytestmark = [pytest.mark.clause("1.11"), pytest.mark.django_db]
DAY = date(2026, 11, 20)


def payout(doctor: UUID, state: str, *, paid_on: date | None = None, fen: int = 10_000) -> Withdrawal:
    """A row as it stands after the fact."""
    at = datetime(2026, 11, 20, 12, tzinfo=tasks.SHANGHAI)
    done = None if state in ("waiting", "held", "sent") else at
    row = Withdrawal(
        doctor_id=doctor, card=BankCard.objects.get(), fen=fen, state=state, tries=1, made_at=at, sent_at=at,
        done_at=done, paid_on=paid_on,
    )  # fmt: skip
    with (
        open_purpose(PURPOSE, actor=Actor(doctor, "doctor"), door="test"),
        capturing(by=[doctor], about=[doctor], source=Source.AUTOMATIC),
    ):
        row.to = "招商银行 •••• 5672"
        row.save(force_insert=True)
    return row


def found() -> list[tuple[str, int | None]]:
    return list(Difference.objects.order_by("kind").values_list("kind", "bank_fen"))


@pytest.mark.parametrize(
    ("state", "paid_on", "moves", "named"),
    [
        ("paid", DAY, [10_000], []),
        ("paid", DAY, [], [("not_there", None)]),
        ("paid", DAY - timedelta(days=1), [10_000], [("day", 10_000)]),
        ("paid", DAY, [10_000, -10_000], [("back", -10_000)]),
        ("paid", DAY, [10_000, 10_000], [("twice", 20_000)]),
        ("paid", DAY, [10_000, -9_000], [("amount", -9_000)]),
        ("paid", DAY - timedelta(days=3), [-10_000], [("back", -10_000)]),
        ("bounced", DAY - timedelta(days=3), [-10_000], []),
        ("bounced", DAY, [10_000, -10_000], []),
        ("bounced", DAY, [10_000], [("not_back", None)]),
        ("bounced", None, [10_000], [("not_back", None)]),
        ("bounced", None, [], []),
        ("bounced", DAY, [10_000, -10_001], [("amount", -10_001)]),
        ("failed", None, [10_000], [("state", 10_000)]),
        ("failed", None, [10_000, -10_000], []),
        ("failed", None, [-10_000], [("not_here", -10_000)]),
        ("sent", None, [10_000], [("state", 10_000)]),
        ("sent", None, [-10_000], [("state", -10_000)]),
        ("held", None, [10_000], [("state", 10_000)]),
        ("sent", None, [], []),
    ],
)
def test_each_line_and_each_payout_ends_agreed_or_with_a_name(
    rich: Actor, state: str, paid_on: date | None, moves: list[int], named: list[tuple[str, int | None]]
) -> None:
    row = payout(rich.who, state, paid_on=paid_on)
    lines = [Line(row.pk.hex, fen) for fen in moves]
    assert compare(DAY, lines) == len(named)
    assert found() == named
    assert compare(DAY, lines) == 0, "the same file again is no news"


def test_a_payout_without_the_banks_number_is_compared_too(rich: Actor) -> None:
    row = payout(rich.who, "paid", paid_on=DAY)
    assert row.bank_order == ""
    assert compare(DAY, []) == 1 and Difference.objects.get().withdrawal == row


@pytest.mark.parametrize("fen", [500, -500])
def test_a_movement_under_a_number_of_nobody_has_a_name(rich: Actor, fen: int) -> None:
    assert compare(DAY, [Line(uuid4().hex, fen), Line("a shop's", fen), Line("", fen)]) == 3
    assert {kind for kind, _ in found()} == {"not_here"} and {said for _, said in found()} == {fen}


def test_the_same_payout_on_two_days_was_made_twice(rich: Actor) -> None:
    row = payout(rich.who, "paid", paid_on=DAY)
    assert compare(DAY, [Line(row.pk.hex, 10_000)]) == 0
    assert compare(DAY + timedelta(days=1), [Line(row.pk.hex, 10_000)]) == 1
    assert found() == [("twice", 10_000)]


def test_a_payout_that_is_booked_after_its_day_was_compared_is_not_forgotten(rich: Actor) -> None:
    assert compare(DAY, []) == 0
    payout(rich.who, "paid", paid_on=DAY)
    assert compare(DAY + timedelta(days=1), []) == 1
    assert compare(DAY + timedelta(days=2), []) == 0


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    state=st.sampled_from(["sent", "held", "paid", "failed", "bounced"]),
    paid=st.booleans(),
    moves=st.lists(st.sampled_from([10_000, -10_000, 9_999, -1]), max_size=3),
)
def test_what_is_not_named_has_the_same_sum_in_both_books(
    rich: Actor, state: str, paid: bool, moves: list[int]
) -> None:
    """The law of it: no difference means that the bank's money and ours moved alike."""
    Difference.objects.all().delete()
    BankDay.objects.all().delete()
    Withdrawal.objects.all().delete()
    row = payout(rich.who, state, paid_on=DAY if state == "paid" or (state == "bounced" and paid) else None)
    compare(DAY, [Line(row.pk.hex, fen) for fen in moves])
    ours = row.fen if state == "paid" else 0
    late = state == "bounced" and row.paid_on is None and moves == [-10_000]  # it went out on a day before
    if not Difference.objects.exists() and not late:
        assert sum(moves) == ours


def test_days_that_were_missed_are_compared_later_and_the_desk_says_which_are_owed(
    rich: Actor, outside: Outside, monkeypatch: pytest.MonkeyPatch, desks: tuple[Client, Client]
) -> None:
    today = timezone.localdate()
    days = [today - timedelta(days=back) for back in range(20, 0, -1)]
    row = payout(rich.who, "failed")
    Withdrawal.objects.filter(pk=row.pk).update(made_at=timezone.now() - timedelta(days=10))
    assert days_owed(today) == days[-10:]
    Withdrawal.objects.filter(pk=row.pk).update(made_at=timezone.now() - timedelta(days=40))
    assert days_owed(today) == days[-14:]
    asked: list[date] = []
    whole = transfers.day_file

    def file(day: date, doctor: UUID) -> bytes | None:
        asked.append(day)
        return {days[-3]: None, days[-5]: b"no file of theirs"}.get(day, whole(day, doctor))

    monkeypatch.setattr(transfers, "day_file", file)
    tasks.compare_days.func()
    assert asked == days[-14:], "one that can't be read stops none behind it"
    assert days_owed(today) == [days[-5], days[-3]]
    page = words(desks[0].get("/console/payouts/"))
    assert f"{days[-5]:%m-%d}、 {days[-3]:%m-%d}" in page.replace("、", "、 ").replace("、  ", "、 ")
    monkeypatch.undo()
    tasks.compare_days.func()
    assert days_owed(today) == []


def test_a_payout_whose_arrival_nobody_heard_is_asked_about_before_the_day_is_compared(
    sent: UUID, rich: Actor, outside: Outside
) -> None:
    assert reconciling.reconcile(timezone.localdate()) == 0
    assert Withdrawal.objects.get(pk=sent).state == "paid" and not Difference.objects.exists()
    assert ledger.balance(ledger.bank()) == 10_000


def test_two_requests_to_one_card_are_looked_at_like_one_of_their_sum(
    browser: Client, doctor: UUID, codes: list[str], outside: Outside
) -> None:
    with_income(doctor, 3_000_000)
    first, second = ask(browser, codes, "6000"), ask(browser, codes, "4000")
    outside.work(3)
    states = dict(Withdrawal.objects.values_list("pk", "state"))
    assert (states[first], states[second]) == ("paid", "held")
    Withdrawal.objects.update(made_at=timezone.now() - timedelta(hours=25))
    third = ask(browser, codes, "9999.99")
    assert Withdrawal.objects.get(pk=third).state == "waiting"
