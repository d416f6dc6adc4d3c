"""Where a plan stands in the doctor's list, counted anew after every change, from states and times alone."""

from datetime import datetime

from yinuo.followups.models import Occasion, Plan, Task

State, Need = Plan.State, Plan.Need
PAST = (Occasion.State.ANSWERED, Occasion.State.MISSED)


def settle(row: Plan, *, now: datetime) -> None:
    """Save state, need and since; the plan's row is locked by the caller. A plan with nothing ahead and nothing to do
    is done."""
    need, since = _place(row, now)
    if row.state == State.RUNNING and need is Need.OVER:
        row.state, row.ended_at = State.DONE, now
    row.need, row.since = need, since
    row.save(update_fields=["state", "ended_at", "need", "since"])


def _place(row: Plan, now: datetime) -> tuple[Plan.Need, datetime]:
    task = Task.objects.filter(plan=row, owner=row.doctor_id, done_at=None).order_by("-level", "deadline").first()
    if task is not None:  # "urgent" sorts behind "look"
        return (Need.URGENT if task.level == Task.Level.URGENT else Need.LOOK), task.deadline
    if row.state == State.PROPOSED:
        return Need.NEW, row.proposed_at
    if row.state != State.RUNNING:
        return Need.OVER, row.ended_at or now
    return _by_schedule(row, now)


def _by_schedule(row: Plan, now: datetime) -> tuple[Plan.Need, datetime]:
    """Overdue while the last occasion that is past was missed: an answer makes it good."""
    last = row.occasions.filter(state__in=PAST).order_by("-number").first()
    ahead = row.occasions.exclude(state__in=PAST).order_by("number").first()
    if last is not None and last.state == Occasion.State.MISSED and ahead is not None:
        return Need.OVERDUE, last.closes_at
    if ahead is None:
        handed_over = Task.objects.filter(plan=row, done_at=None).exists()
        return (Need.FINE if handed_over else Need.OVER), now
    return Need.FINE, ahead.opens_at
