"""Clauses 5.8 and 8: fifteen days, fifteen working days, the earlier one; by China's calendar with its make-up days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinuo.promise.requests.clock import MAINLAND, days_left, for_complaint, for_request
from yinuo.promise.requests.workdays import after_workdays, is_workday

pytestmark = pytest.mark.clause("8")
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS)
def test_the_earlier_day_rules_and_both_are_kept(asked: datetime) -> None:
    request, complaint = for_request(asked), for_complaint(asked)
    day = asked.astimezone(MAINLAND).date()
    assert request.promised == day + timedelta(days=15)
    assert request.due == min(request.promised, request.capped)
    assert complaint.promised == complaint.capped == complaint.due == request.capped
    assert day < request.due <= complaint.due


@given(st.dates(date(2019, 1, 1), date(2030, 1, 1)), st.integers(1, 40))
def test_so_many_working_days_lie_in_between_and_the_last_is_one(start: date, days: int) -> None:
    last = after_workdays(start, days)
    between = [start + timedelta(days=n) for n in range(1, (last - start).days + 1)]
    assert sum(map(is_workday, between)) == days and is_workday(last)


def test_holidays_and_make_up_days_count_as_the_state_council_says() -> None:
    assert not is_workday(date(2026, 10, 1)) and not is_workday(date(2026, 2, 17))
    assert is_workday(date(2026, 2, 14))  # a Saturday that is worked
    assert after_workdays(date(2026, 9, 30), 1) == date(2026, 10, 8)


def test_what_is_not_published_yet_counts_weekdays_and_says_so() -> None:
    assert for_complaint(datetime(2026, 3, 2, tzinfo=UTC)).calendar == "official"
    later = for_complaint(datetime(2033, 3, 2, tzinfo=UTC))
    assert later.calendar == "weekdays" and later.capped == date(2033, 3, 23)


def test_the_day_is_the_mainlands_and_lasts_until_its_end() -> None:
    late = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)  # the third of March there
    assert for_request(late).promised == date(2026, 3, 18)
    assert days_left(date(2026, 3, 18), datetime(2026, 3, 18, 15, 59, tzinfo=UTC)) == 0
    assert days_left(date(2026, 3, 18), datetime(2026, 3, 18, 16, 0, tzinfo=UTC)) == -1
