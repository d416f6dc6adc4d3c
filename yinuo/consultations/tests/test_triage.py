"""Red flag, then running out, then waiting longest, then unread, then the rest; each row says why."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import uuid4

import pytest

from yinuo.consultations.red_flags import RedFlag
from yinuo.consultations.triage import Facts, arranged

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FLAG = RedFlag("chest_pain", "胸痛", "胸口痛")


def waiting(hours: float, *flags: RedFlag) -> Facts:
    since = NOW - timedelta(hours=hours)
    return Facts(uuid4(), True, since, since + timedelta(hours=24), flags)


def going_on(hours: float, unread: int = 0, *flags: RedFlag) -> Facts:
    since = NOW - timedelta(hours=hours)
    return Facts(uuid4(), False, since, since + timedelta(hours=24), flags, unread)


ROWS = (
    waiting(1, FLAG),
    waiting(23.5),
    waiting(22.5),
    waiting(9),
    waiting(3),
    going_on(5, 2),
    going_on(1, 1),
    going_on(2),
    going_on(30),
)
ORDER = [row.id for row in ROWS]


def test_the_order_does_not_depend_on_the_order_of_asking() -> None:
    for mixed in (ROWS[::-1], ROWS[4:] + ROWS[:4], *list(permutations(ROWS[:5]))[:30]):
        expected = [place for place in ORDER if place in {row.id for row in mixed}]
        assert [place.facts.id for place in arranged(mixed, now=NOW)] == expected


@pytest.mark.parametrize(
    ("rows", "why", "tone"),
    [
        ((waiting(1, FLAG),), "含急症词：胸痛", "danger"),
        ((going_on(1, 3, FLAG),), "含急症词：胸痛", "danger"),
        ((waiting(22.1),), "即将超时", "warn"),
        ((waiting(3),), "等候最久", ""),
        ((going_on(3, 2),), "未读 2 条", ""),
        ((going_on(3),), "没有未读，按最近交谈", ""),
    ],
)
def test_each_row_says_why_it_stands_there(rows: tuple[Facts, ...], why: str, tone: str) -> None:
    place = arranged(rows, now=NOW)[0]
    assert (place.why, place.tone) == (why, tone)


def test_only_one_waits_longest_and_it_is_true() -> None:
    places = arranged([waiting(4), waiting(5), waiting(6)], now=NOW)
    assert [place.why for place in places] == ["等候最久", "按等候先后", "按等候先后"]


def test_nobody_is_no_list() -> None:
    assert arranged([], now=NOW) == []
