"""Whether what a push would tell of still waits, asked right before it goes out: ids and states only."""

from uuid import UUID

from yinuo.followups.models import Plan, Task
from yinuo.notices.api import still_worth


@still_worth("followup_waits")
def runs(person: UUID, about: UUID | None) -> bool:
    """The plan is the patient's and not over."""
    return about is not None and Plan.objects.filter(pk=about, patient=person, state__in=Plan.LIVE).exists()


@still_worth("followup_task")
def is_open(person: UUID, about: UUID | None) -> bool:
    """The doctor has not done it yet."""
    return Task.objects.filter(plan=about, owner=person, done_at=None).exists()
