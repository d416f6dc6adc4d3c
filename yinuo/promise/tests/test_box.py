"""The sealed box: a value opens in its own place, under its own source, class and key, or not at all."""

import os
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinuo.promise.policy.model import Source
from yinuo.promise.sealing.box import UnableToOpen, class_of, place, seal, source_of, unseal

KEY = os.urandom(32)
ROW = UUID("01933f00-0000-7000-8000-000000000001")
HERE = place("notes", "text", ROW)
WORDS = "胸口闷了三天".encode()


def sealed(plain: bytes = WORDS, *, klass: str = "record", source: Source = Source.GIVEN) -> bytes:
    return seal(KEY, plain, HERE, klass=klass, source=source)


@given(st.binary(max_size=200), st.sampled_from(list(Source)), st.sampled_from(["record", "log", "account"]))
def test_what_was_sealed_opens_and_says_source_and_class(plain: bytes, source: Source, klass: str) -> None:
    box = sealed(plain, klass=klass, source=source)
    assert (unseal(KEY, box, HERE), source_of(box), class_of(box)) == (plain, source, klass)


@pytest.mark.parametrize(
    "there",
    [place("others", "text", ROW), place("notes", "more", ROW), place("notes", "text", UUID(int=ROW.int + 1))],
    ids=["table", "column", "row"],
)
def test_a_moved_value_does_not_open(there: bytes) -> None:
    with pytest.raises(UnableToOpen):
        unseal(KEY, sealed(), there)


@pytest.mark.clause("1.s")
def test_a_value_given_another_source_does_not_open() -> None:
    box = bytearray(sealed(source=Source.THIRD_PARTY))
    box[1] = sealed(source=Source.GIVEN)[1]
    assert source_of(bytes(box)) is Source.GIVEN
    with pytest.raises(UnableToOpen):
        unseal(KEY, bytes(box), HERE)


def test_a_value_given_another_class_does_not_open() -> None:
    box = sealed(klass="moment").replace(b"moment", b"record", 1)
    assert class_of(box) == "record"
    with pytest.raises(UnableToOpen):
        unseal(KEY, box, HERE)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(UnableToOpen):
        unseal(os.urandom(32), sealed(), HERE)


def test_no_truncation_and_no_changed_byte_opens() -> None:
    box = sealed()
    for size in range(len(box)):
        with pytest.raises(UnableToOpen):
            unseal(KEY, box[:size], HERE)
    for at in range(len(box)):
        with pytest.raises(UnableToOpen):
            unseal(KEY, box[:at] + bytes([box[at] ^ 1]) + box[at + 1 :], HERE)


def test_short_values_have_one_length_and_no_two_boxes_are_equal() -> None:
    assert len({len(sealed(b"x" * size)) for size in range(29)}) == 1
    assert len(sealed(b"x" * 29)) == len(sealed(b"")) + 32
    assert len({sealed() for _ in range(100)}) == 100
