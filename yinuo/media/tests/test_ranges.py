"""The Range header, against RFC 9110."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinuo.media.ranges import ByteRange, RangeNotSatisfiable, read_range


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-0", ByteRange(0, 1)),
        ("bytes=0-99", ByteRange(0, 100)),
        ("bytes=0-5000", ByteRange(0, 100)),
        ("bytes=40-", ByteRange(40, 100)),
        ("bytes=-10", ByteRange(90, 100)),
        ("bytes=-500", ByteRange(0, 100)),
        ("bytes= 5-6 ", ByteRange(5, 7)),
        ("", None),
        ("bytes=-", None),
        ("bytes=9-3", None),
        ("bytes=0-1,5-6", None),
        ("seconds=0-1", None),
        ("bytes=a-b", None),
        ("bytes=٣-٤", None),
        ("bytes=" + "9" * 400 + "-", None),
    ],
)
def test_one_range_is_answered_and_the_rest_ignored(header: str, expected: ByteRange | None) -> None:
    assert read_range(header, 100) == expected


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_a_range_behind_the_end_is_not_satisfiable(header: str) -> None:
    with pytest.raises(RangeNotSatisfiable):
        read_range(header, 100)


@given(st.text(max_size=30), st.integers(1, 10**6))
def test_no_header_breaks_it(header: str, size: int) -> None:
    for text in (header, f"bytes={header}"):
        try:
            found = read_range(text, size)
        except RangeNotSatisfiable:
            continue
        assert found is None or 0 <= found.start < found.stop <= size
