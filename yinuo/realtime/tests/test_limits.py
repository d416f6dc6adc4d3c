"""Caps and the token bucket; the clock is the test's own."""

import pytest

from yinuo.realtime.limits import Bucket, Limits, WrongLimit


def test_a_bucket_lets_a_burst_pass_and_then_the_rate() -> None:
    now = [0.0]
    bucket = Bucket(20.0, 40, lambda: now[0])
    assert [bucket.take() for _ in range(41)] == [True] * 40 + [False]
    now[0] += 0.5
    assert [bucket.take() for _ in range(11)] == [True] * 10 + [False]
    now[0] += 1_000
    assert [bucket.take() for _ in range(41)] == [True] * 40 + [False]


def test_caps_come_from_the_environment_by_name() -> None:
    limits = Limits.read({"YINUO_GATEWAY_RATE": "7.5", "YINUO_GATEWAY_BATCH": "9", "OTHER": "x"})
    assert (limits.rate, limits.batch, limits.burst) == (7.5, 9, Limits().burst)


@pytest.mark.parametrize("wrong", ["0", "-1", "many", "", "1.5"])
def test_a_wrong_cap_stops_the_start_by_its_name(wrong: str) -> None:
    with pytest.raises(WrongLimit, match="YINUO_GATEWAY_BATCH"):
        Limits.read({"YINUO_GATEWAY_BATCH": wrong})
