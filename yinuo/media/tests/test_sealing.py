"""The sealed file: any slice opens alone, nothing else does."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinuo.media import sealing
from yinuo.media.sealing import CHUNK, HEADER, TAG, Name, SealBroken, open_slice, seal, sealed_length

KEY = bytes(range(32))
NAME = Name(bytes(16), "whole")
CONTENT = bytes(i * 7 % 251 for i in range(3 * CHUNK + 1000))


def sealed(content: bytes = CONTENT, *, key: bytes = KEY, name: Name = NAME) -> bytearray:
    return bytearray(b"".join(seal(content, key=key, name=name)))


def whole(file: bytes, *, size: int = len(CONTENT), key: bytes = KEY, name: Name = NAME) -> bytes:
    return open_slice(BytesIO(file), key=key, name=name, size=size, start=0, stop=size)


SEALED = bytes(sealed())


@given(st.integers(-5, len(CONTENT) + 5), st.integers(-5, len(CONTENT) + 5))
def test_any_slice_equals_the_slice_of_the_original(start: int, stop: int) -> None:
    got = open_slice(BytesIO(SEALED), key=KEY, name=NAME, size=len(CONTENT), start=start, stop=stop)
    assert got == CONTENT[max(0, start) : max(0, stop)]


@given(st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK]), st.randoms())
def test_any_length_comes_back(size: int, random: object) -> None:
    content = CONTENT[:size]
    file = bytes(sealed(content))
    assert len(file) == sealed_length(size)
    assert whole(file, size=size) == content


@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_a_changed_octet_is_found(at: int, change: int) -> None:
    file = bytearray(SEALED)
    file[at] ^= change
    with pytest.raises(SealBroken):
        whole(bytes(file))


def test_swapped_and_repeated_chunks_are_found() -> None:
    first, second = HEADER, HEADER + CHUNK + TAG
    chunks = [SEALED[start : start + CHUNK + TAG] for start in (first, second)]
    for wrong in ([chunks[1], chunks[0]], [chunks[0], chunks[0]]):
        with pytest.raises(SealBroken):
            whole(SEALED[:HEADER] + b"".join(wrong) + SEALED[HEADER + 2 * (CHUNK + TAG) :])


@given(st.integers(0, len(SEALED) - 1))
def test_a_cut_tail_is_found_even_by_who_reads_only_the_beginning(cut: int) -> None:
    with pytest.raises(SealBroken):
        open_slice(BytesIO(SEALED[:cut]), key=KEY, name=NAME, size=len(CONTENT), start=0, stop=1)


def test_a_file_cut_at_a_chunk_and_called_shorter_is_found() -> None:
    """Whoever could change the size in the row, too, is stopped by the mark of the last chunk."""
    size = 2 * CHUNK
    file = SEALED[: HEADER + 2 * (CHUNK + TAG)]
    assert len(file) == sealed_length(size)
    with pytest.raises(SealBroken):
        whole(file, size=size)


def test_another_file_s_name_part_or_key_does_not_open_it() -> None:
    assert whole(SEALED) == CONTENT
    for key, name in [
        (bytes(32), NAME),
        (KEY, Name(bytes(15) + b"\x01", "whole")),
        (KEY, Name(bytes(16), "thumbnail")),
    ]:
        with pytest.raises(SealBroken):
            whole(SEALED, key=key, name=name)


def test_the_same_content_is_never_sealed_alike() -> None:
    assert bytes(sealed())[: HEADER + 32] != SEALED[: HEADER + 32]
    nonces = {sealing._nonce(SEALED[4:16], number) for number in range(1000)}
    assert len(nonces) == 1000
