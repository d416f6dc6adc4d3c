"""Working days of the mainland with their holidays and make-up days, as the State Council's office publishes them."""

from datetime import date, timedelta

import chinese_calendar

OFFICIAL, WEEKDAYS = "official", "weekdays"


def is_workday(day: date) -> bool:
    """By the official calendar; where it is not published yet, Monday to Friday. That counts a holiday as a working
    day, so the person who waits is answered earlier rather than later."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def is_published(day: date) -> bool:
    """Does the official calendar reach this day?"""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def after_workdays(start: date, days: int) -> date:
    """The ``days``-th working day after ``start``; the day itself is not counted (Civil Code 201)."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_workday(day)
    return day
