"""The sealed box: a value opens in its place, under its source, class, key and cipher, or not at all."""

import os
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinuo.promise.policy.model import Source
from yinuo.promise.sealing.box import UnableToOpen, class_of, place, seal, source_of, unseal
from yinuo.promise.sealing.ciphers import SM4GCM

SIZES = [32, 16]  # AES-256-GCM, SM4-GCM
ROW = UUID("01933f00-0000-7000-8000-000000000001")
HERE = place("notes", "text", ROW)
WORDS = "胸口闷了三天".encode()


@pytest.fixture(params=SIZES, ids=["aes-256-gcm", "sm4-gcm"])
def key(request: pytest.FixtureRequest) -> bytes:
    return os.urandom(request.param)


def sealed(key: bytes, plain: bytes = WORDS, *, klass: str = "record", source: Source = Source.GIVEN) -> bytes:
    return seal(key, plain, HERE, klass=klass, source=source)


@given(
    st.sampled_from(SIZES),
    st.binary(max_size=200),
    st.sampled_from(list(Source)),
    st.sampled_from(["record", "log", "account"]),
)
def test_what_was_sealed_opens_and_says_source_and_class(size: int, plain: bytes, source: Source, klass: str) -> None:
    key = os.urandom(size)
    box = sealed(key, plain, klass=klass, source=source)
    assert (unseal(key, box, HERE), source_of(box), class_of(box)) == (plain, source, klass)


@pytest.mark.parametrize(
    "there",
    [place("others", "text", ROW), place("notes", "more", ROW), place("notes", "text", UUID(int=ROW.int + 1))],
    ids=["table", "column", "row"],
)
def test_a_moved_value_does_not_open(key: bytes, there: bytes) -> None:
    with pytest.raises(UnableToOpen):
        unseal(key, sealed(key), there)


@pytest.mark.clause("1.s")
def test_a_value_given_another_source_does_not_open(key: bytes) -> None:
    box = bytearray(sealed(key, source=Source.THIRD_PARTY))
    box[1] = sealed(key, source=Source.GIVEN)[1]
    assert source_of(bytes(box)) is Source.GIVEN
    with pytest.raises(UnableToOpen):
        unseal(key, bytes(box), HERE)


def test_a_value_given_another_class_does_not_open(key: bytes) -> None:
    box = sealed(key, klass="moment").replace(b"moment", b"record", 1)
    assert class_of(box) == "record"
    with pytest.raises(UnableToOpen):
        unseal(key, box, HERE)


@pytest.mark.parametrize("other", SIZES)
def test_another_key_does_not_open_it(key: bytes, other: int) -> None:
    with pytest.raises(UnableToOpen):
        unseal(os.urandom(other), sealed(key), HERE)


def test_no_truncation_and_no_changed_byte_opens(key: bytes) -> None:
    box = sealed(key)
    for size in range(len(box)):
        with pytest.raises(UnableToOpen):
            unseal(key, box[:size], HERE)
    for at in range(len(box)):
        with pytest.raises(UnableToOpen):
            unseal(key, box[:at] + bytes([box[at] ^ 1]) + box[at + 1 :], HERE)


def test_short_values_have_one_length_and_no_two_boxes_are_equal(key: bytes) -> None:
    assert len({len(sealed(key, b"x" * size)) for size in range(29)}) == 1
    assert len(sealed(key, b"x" * 29)) == len(sealed(key, b"")) + 32
    assert len({sealed(key) for _ in range(100)}) == 100


def test_sm4_gcm_is_that_of_rfc_8998() -> None:
    """Its example A.1: key, nonce, associated data, plain text; cipher text and tag."""
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    nonce = bytes.fromhex("00001234567800000000abcd")
    about = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    plain = bytes.fromhex(
        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
        "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa"
    )
    said = bytes.fromhex(
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )
    assert SM4GCM(key).encrypt(nonce, plain, about) == said
    assert SM4GCM(key).decrypt(nonce, said, about) == plain


def test_a_key_of_no_ciphers_length_seals_nothing() -> None:
    with pytest.raises(ValueError, match="16"):
        sealed(os.urandom(24))
