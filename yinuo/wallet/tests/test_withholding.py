"""What is withheld of a month's income, and that a month is settled once."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinuo.promise.columns import uuid7
from yinuo.wallet import ledger
from yinuo.wallet.actions.months import month_of, settle_months
from yinuo.wallet.ledger import Kind, Move
from yinuo.wallet.withholding import taxable, withheld


@pytest.mark.parametrize(
    ("yuan", "tax"),
    [(0, 0), (800, 0), (801, "0.20"), (4000, 640), ("4000.01", 640), (20_000, 3_200), (25_000, 4_000),
     (30_000, 5_200), (62_500, 13_000), (100_000, 25_000)],
)  # fmt: skip
def test_the_tables_own_examples(yuan: object, tax: object) -> None:
    assert withheld(round(float(str(yuan)) * 100)) == round(float(str(tax)) * 100)


@given(st.integers(0, 10**9))
def test_the_tax_never_falls_and_never_takes_all(fen: int) -> None:
    assert 0 <= withheld(fen) <= withheld(fen + 1) <= withheld(fen) + 1
    assert withheld(fen) <= taxable(fen) * 40 // 100 + 1 <= fen + 1


@pytest.mark.django_db
def test_a_month_that_is_over_is_settled_once() -> None:
    doctor, order = uuid7(), uuid7()
    november, december = datetime(2026, 11, 30, 15, 59, tzinfo=UTC), datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    assert (month_of(november), month_of(december)) == (date(2026, 11, 1), date(2026, 12, 1))
    moves = [Move(ledger.channel("wechat"), -100_000), Move(ledger.pending(doctor, month_of(november)), 100_000)]
    ledger.book(Kind.EARNED, key=f"earned:{order}", moves=moves, order=order)
    assert settle_months(now=november) == 0
    assert settle_months(now=december) == 1
    assert settle_months(now=december) == 0
    assert ledger.balance(ledger.available(doctor)) == 96_000
    assert ledger.balance(ledger.tax()) == 4_000
    assert ledger.faults().sound
