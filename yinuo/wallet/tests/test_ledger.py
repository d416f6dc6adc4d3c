"""The ledger holds whoever writes: sum zero, append only, never overdrawn, booked once."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yinuo.promise.columns import uuid7
from yinuo.wallet import ledger
from yinuo.wallet.ledger import Kind, Move, Place
from yinuo.wallet.models import Account, Entry, Transaction

MONTH = date(2026, 11, 1)


def pay(order: UUID, fen: int = 3000) -> UUID:
    moves = [Move(ledger.channel("wechat"), -fen), Move(ledger.held(order), fen)]
    return ledger.book(Kind.PAID, key=f"paid:{order}", moves=moves, order=order)


def commit() -> None:
    """What the database checks at the end of a transaction, now."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
class TestAlone:
    def test_money_moves_from_place_to_place(self) -> None:
        order, doctor = uuid7(), uuid7()
        pay(order)
        moves = [
            Move(ledger.held(order), -3000),
            Move(ledger.fee(), 600),
            Move(ledger.pending(doctor, date(2026, 11, 26)), 2400),
        ]
        ledger.book(Kind.EARNED, key=f"earned:{order}", moves=moves, order=order)
        commit()
        assert ledger.balance(ledger.channel("wechat")) == -3000
        assert ledger.balance(ledger.held(order)) == 0
        assert ledger.balance(ledger.pending(doctor, MONTH)) == 2400
        assert ledger.pending_months(before=date(2026, 12, 1)) == [(doctor, MONTH, 2400)]
        assert ledger.pending_months(before=MONTH) == []
        assert [line.fen for line in ledger.trace(order)] == [-3000, 3000, -3000, 600, 2400]
        assert [line.kind for line in ledger.lines(ledger.held(order))] == ["earned", "paid"]
        assert ledger.faults().sound

    def test_the_same_key_is_booked_once(self) -> None:
        order = uuid7()
        assert pay(order) == pay(order)
        commit()
        assert ledger.balance(ledger.held(order)) == 3000

    def test_a_key_for_something_else_is_refused(self) -> None:
        order = uuid7()
        pay(order)
        with pytest.raises(ledger.KeyTaken):
            pay(order, fen=3001)
        assert ledger.balance(ledger.held(order)) == 3000

    @pytest.mark.parametrize("fen", [(1, 1), (0, 0), (5, -4)])
    def test_moves_that_do_not_sum_to_zero_are_refused(self, fen: tuple[int, int]) -> None:
        moves = [Move(ledger.fee(), fen[0]), Move(ledger.tax(), fen[1])]
        with pytest.raises(ledger.Unbalanced):
            ledger.book(Kind.PAID, key="x", moves=moves)
        with pytest.raises(ledger.Unbalanced):
            ledger.book(Kind.PAID, key="x", moves=[Move(ledger.fee(), 1), Move(ledger.fee(), -1)])

    def test_nothing_is_taken_from_where_nothing_lies(self) -> None:
        order = uuid7()
        pay(order)
        moves = [Move(ledger.held(order), -3001), Move(ledger.refunding(order), 3001)]
        with pytest.raises(ledger.NotEnough):
            ledger.book(Kind.CANCELLED, key="c", moves=moves, order=order)
        assert ledger.balance(ledger.held(order)) == 3000
        assert not Transaction.objects.filter(key="c").exists()

    def test_what_does_not_sum_to_zero_is_not_committed(self) -> None:
        with pytest.raises(IntegrityError, match="sum to zero"), transaction.atomic():
            made = Transaction.objects.create(kind="paid", key="crooked", size=2, at="2026-11-26T00:00:00Z")
            for kind, fen in (("fee", 5), ("tax", -4)):
                Entry.objects.create(transaction=made, account=Account.objects.create(kind=kind), fen=fen)
            commit()

    def test_a_transaction_without_its_entries_is_not_committed(self) -> None:
        with pytest.raises(IntegrityError, match="not complete"), transaction.atomic():
            Transaction.objects.create(kind="paid", key="empty", size=2, at="2026-11-26T00:00:00Z")
            commit()

    def test_a_booking_gets_no_further_entries(self) -> None:
        order = uuid7()
        made = pay(order)
        commit()
        with pytest.raises(IntegrityError, match="not complete"), transaction.atomic():
            for kind, fen in (("fee", 7), ("tax", -7)):
                Entry.objects.create(transaction_id=made, account=Account.objects.create(kind=kind), fen=fen)
            commit()

    @pytest.mark.parametrize(
        "statement",
        [
            "update wallet_entry set fen = fen + 1",
            "delete from wallet_entry",
            "update wallet_transaction set at = now()",
            "delete from wallet_transaction",
            "delete from wallet_account",
            "update wallet_account set balance = balance + 1",
            "update wallet_account set person = gen_random_uuid()",
            "insert into wallet_account (id, kind, channel, balance) values (gen_random_uuid(), 'bank', '', 5)",
        ],
    )
    def test_what_was_booked_stays(self, statement: str) -> None:
        pay(uuid7())
        commit()
        with pytest.raises(DatabaseError), transaction.atomic():
            sql(statement)
        assert ledger.faults().sound


PLACES: list[Callable[[UUID], Place]] = [
    lambda one: ledger.channel("wechat"),
    lambda one: ledger.held(one),
    lambda one: ledger.refunding(one),
    lambda one: ledger.fee(),
    lambda one: ledger.pending(one, MONTH),
    lambda one: ledger.available(one),
    lambda one: ledger.tax(),
    lambda one: ledger.payout(one, one),
    lambda one: ledger.bank(),
]
MOVES = st.lists(
    st.tuples(
        st.integers(0, len(PLACES) - 1), st.integers(0, len(PLACES) - 1), st.integers(1, 10_000), st.integers(0, 5)
    ),
    max_size=25,
)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MOVES)
def test_whatever_is_tried_the_sum_is_zero_and_nothing_is_overdrawn(tried: list[tuple[int, int, int, int]]) -> None:
    with transaction.atomic():
        one, kept = uuid7(), dict.fromkeys(range(len(PLACES)), 0)
        done: dict[int, tuple[int, int, int]] = {}
        for source, target, fen, key in tried:
            moves = [Move(PLACES[source](one), -fen), Move(PLACES[target](one), fen)]
            before = done.get(key)
            short = PLACES[source](one).guarded and kept[source] < fen
            try:
                ledger.book(Kind.PAID, key=f"{one}:{key}", moves=moves)
            except ledger.Unbalanced:
                assert source == target
            except ledger.KeyTaken:
                assert before not in (None, (source, target, fen))
            except ledger.NotEnough:
                assert before is None and short
            else:
                assert before == (source, target, fen) or (before is None and not short)
                if before is None:
                    done[key] = (source, target, fen)
                    kept[source] -= fen
                    kept[target] += fen
            commit()
            assert {place: ledger.balance(PLACES[place](one)) for place in kept} == kept
            assert ledger.faults().sound
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_each_key_is_booked_once_and_nothing_is_overdrawn() -> None:
    order = uuid7()
    pay(order, fen=1000)
    outcomes: list[str] = []
    start = Barrier(8)

    def take(number: int) -> None:
        moves = [Move(ledger.held(order), -300), Move(ledger.refunding(order), 300)]
        start.wait()
        try:
            ledger.book(Kind.CANCELLED, key=f"{order}:{number % 4}", moves=moves, order=order)
            outcomes.append("booked")
        except ledger.NotEnough:
            outcomes.append("not enough")
        finally:
            connection.close()

    threads = [Thread(target=take, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 8 and "not enough" in outcomes
    assert ledger.balance(ledger.held(order)) == 100
    assert ledger.balance(ledger.refunding(order)) == 900
    assert ledger.faults().sound
