"""Check digits, ranges and amounts: the laws hold for every number, not for some."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinuo.wallet.bank.numbers import digits, is_id_number, is_luhn, read_fen, tail, yuan
from yinuo.wallet.bank.ranges import issuer_of
from yinuo.wallet.bank.transfers import Payee
from yinuo.wallet.bank.verifier import Elements

CARD, ID_NUMBER = "6214830112345672", "110105198803071232"
pytestmark = pytest.mark.clause("1.11")


@given(st.integers(0, 99_999_999_999))
def test_what_is_written_in_yuan_is_read_back_to_the_fen(fen: int) -> None:
    assert read_fen(yuan(fen)) == fen


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("320.5", 32050), ("０.０１", 1), (" 1,200 ", 120000), ("¥8", 800), ("320.505", None), ("-1", None), ("1e3", None),
     ("", None), ("．", None), ("03", None), ("一百", None), ("٣", None), ("0.10", 10)],
)  # fmt: skip
def test_an_amount_is_exact_or_none(typed: str, fen: int | None) -> None:
    assert read_fen(typed) == fen


@given(st.integers(0, len(CARD) - 1), st.integers(1, 9))
def test_one_wrong_digit_of_a_card_is_noticed(place: int, by: int) -> None:
    wrong = CARD[:place] + str((int(CARD[place]) + by) % 10) + CARD[place + 1 :]
    assert is_luhn(CARD) and not is_luhn(wrong)


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_of_an_identity_number_is_noticed(place: int, by: int) -> None:
    wrong = ID_NUMBER[:place] + str((int(ID_NUMBER[place]) + by) % 10) + ID_NUMBER[place + 1 :]
    assert is_id_number(ID_NUMBER) and not is_id_number(wrong)


@pytest.mark.parametrize("number", ["", "11010519881307123X", "110105209903071230", "01010519880307123X", "1" * 18])
def test_an_identity_number_has_a_day_that_was(number: str) -> None:
    assert not is_id_number(number)


def test_a_bank_is_known_by_the_range_and_the_length() -> None:
    cmb, icbc, credit = issuer_of(CARD), issuer_of("6222021234567890123"), issuer_of("6222301234567890")
    assert cmb is not None and (cmb.name, cmb.debit) == ("招商银行", True)
    assert icbc is not None and icbc.code == "ICBC"
    assert credit is not None and not credit.debit
    assert issuer_of(CARD + "1") is None
    assert issuer_of("9999501234567890") is None


def test_what_people_put_between_digits_is_left_out() -> None:
    assert digits(" 6214 8301-1234·5672 ") == digits("６２１４８３０１１２３４５６７２") == CARD
    assert tail(CARD) == "•••• 5672"


def test_nothing_that_may_be_printed_prints_a_number() -> None:
    printed = f"{Payee('林晓岚', CARD)!r} {Elements('林晓岚', ID_NUMBER, CARD, '13800000000')!r}"
    assert not any(secret in printed for secret in (CARD, ID_NUMBER, "13800000000", "林晓岚"))
