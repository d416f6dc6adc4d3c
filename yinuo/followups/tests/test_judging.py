"""From which value on somebody has to look, when occasions lie, and the picture's numbers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinuo.followups.catalogue import ORDER, catalogue
from yinuo.followups.chart import FLOOR, LEFT, RIGHT, TOP, WIDTH, Planned, Series, drawing
from yinuo.followups.judging import findings, level_of, total_of
from yinuo.followups.schedule import ZONE, slots

pytestmark = pytest.mark.clause("1.7")
NOON = datetime(2026, 3, 2, 12, tzinfo=ZONE)
PHQ = [question for question in catalogue()["depression"].questions if question.id != "drugs"]


@pytest.mark.parametrize(
    ("systolic", "level"),
    [(139.0, ""), (159.0, ""), (160.0, "look"), (179.0, "look"), (180.0, "urgent"), (90.0, "look"), (91.0, "")],
)
def test_a_bound_itself_is_beyond(systolic: float, level: str) -> None:
    found = findings(catalogue()["hypertension"], {}, {"收缩压": systolic})
    assert level_of(found) == level
    assert all(f"收缩压 {systolic:.0f} mmHg" in one.why for one in found)


def test_the_urgent_stands_first() -> None:
    found = findings(catalogue()["hypertension"], {"今天的降压药吃了吗": "自己停了"}, {"收缩压": 185.0})
    assert [one.level for one in found] == ["urgent", "look"]


def test_a_thought_of_self_harm_is_urgent_whatever_the_score() -> None:
    answers = {one.label: one.options[0].label for one in PHQ}
    assert findings(catalogue()["depression"], answers, {}) == []
    (found,) = findings(catalogue()["depression"], {**answers, PHQ[-1].label: "有几天"}, {})
    assert (found.level, found.self_harm) == ("urgent", True)


@given(st.lists(st.integers(0, 3), min_size=9, max_size=9))
def test_a_score_is_the_sum_and_alarms_from_its_bound(drawn: list[int]) -> None:
    answers = {one.label: one.options[score].label for one, score in zip(PHQ, drawn, strict=True)}
    assert total_of(catalogue()["depression"], "phq9", answers) == sum(drawn)
    found = findings(catalogue()["depression"], answers, {})
    assert any("PHQ-9" in one.why for one in found) == (sum(drawn) >= 10)


def test_a_score_with_a_hole_is_none() -> None:
    assert total_of(catalogue()["depression"], "phq9", {PHQ[0].label: "几乎每天"}) is None


@pytest.mark.parametrize("key", ORDER)
@pytest.mark.parametrize("hour", [3, 12, 23])
def test_occasions_lie_in_time_and_the_first_opens_at_once(key: str, hour: int) -> None:
    first = NOON.replace(hour=hour)
    found = slots(catalogue()[key], first=first)
    assert len(found) == sum(step.times for step in catalogue()[key].steps)
    assert [one.opens_at for one in found] == sorted(one.opens_at for one in found)
    assert all(one.closes_at > one.opens_at >= first for one in found)
    assert found[0].opens_at - first < timedelta(hours=7)
    assert found[0].closes_at - found[0].opens_at == timedelta(hours=catalogue()[key].steps[found[0].step].window)


@given(
    st.lists(st.tuples(st.integers(0, 90), st.floats(30, 300)), min_size=1, max_size=40),
    st.lists(st.integers(0, 90), max_size=5),
)
def test_the_picture_stays_in_its_frame(points: list[tuple[int, float]], drugs: list[int]) -> None:
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    times = sorted((begin + timedelta(days=day), value) for day, value in points)
    series = Series("收缩压", "mmHg", tuple(times), (100.0, 140.0))
    planned = [Planned(at, "answered") for at, _value in times]
    marks = [(date(2026, 1, 1) + timedelta(days=day), "加量") for day in drugs]
    made = drawing("血压", [series], planned, marks, begin + timedelta(days=91))
    dots = [dot for line in made.lines for dot in line.dots]
    assert len(dots) == len(points)
    assert all(LEFT <= dot.x <= WIDTH - RIGHT and TOP <= dot.y <= FLOOR for dot in dots)
    assert all(dot.outside == (not 100 <= value <= 140) for dot, (_at, value) in zip(dots, times, strict=True))
    assert all(LEFT <= mark.x <= WIDTH - RIGHT for mark in made.marks)
    assert all(band.height >= 0 for band in made.bands)
    assert len({tick.label for tick in made.days}) == len(made.days) >= 1


def test_a_change_of_drugs_outside_the_shown_time_has_no_mark() -> None:
    begin = datetime(2026, 3, 1, 9, tzinfo=UTC)
    points = tuple((begin + timedelta(days=day), 130.0) for day in range(10))
    on = [date(2026, 2, 1), date(2026, 3, 1), date(2026, 3, 5), date(2026, 6, 1)]
    now = begin + timedelta(days=10)
    made = drawing("血压", [Series("收缩压", "mmHg", points)], [], [(day, "加量") for day in on], now)
    assert [mark.number for mark in made.marks] == [2, 3]
    assert LEFT <= made.marks[0].x < made.marks[1].x <= WIDTH - RIGHT
