"""What the clock does: occasions open, are reminded of once, and close. No personal value is opened."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet, Value

from yinuo.followups.actions.settling import settle
from yinuo.followups.actions.telling import Kind, tell
from yinuo.followups.actions.unsent import forget_unsent
from yinuo.followups.models import Occasion, Plan

State = Occasion.State
AT_ONCE = 500
_HALF: Any = (F("closes_at") - F("opens_at")) / 2


def tick(*, now: datetime) -> int:
    """One round; returns how many occasions changed. What is left over is taken by the next one."""
    return _open(now) + _remind(now) + _close(now)


def _running(state: State) -> "QuerySet[Occasion]":
    rows = Occasion.objects.select_for_update(skip_locked=True, of=("self",)).select_related("plan")
    return rows.filter(state=state, plan__state=Plan.State.RUNNING)


def _open(now: datetime) -> int:
    with transaction.atomic():
        rows = list(_running(State.AHEAD).filter(opens_at__lte=now).order_by("opens_at")[:AT_ONCE])
        Occasion.objects.filter(pk__in=[row.pk for row in rows]).update(state=State.OPEN)
        for row in rows:
            tell(row.plan.patient_id, Kind.DUE, about=row.plan_id)
    return len(rows)


def _remind(now: datetime) -> int:
    """Once, when half of the time is over."""
    with transaction.atomic():
        due = _running(State.OPEN).filter(reminded_at=None, closes_at__gt=now)
        half = due.filter(opens_at__lte=Value(now) - _HALF)
        rows = list(half.order_by("closes_at")[:AT_ONCE])
        Occasion.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now)
        for row in rows:
            tell(row.plan.patient_id, Kind.REMINDER, about=row.plan_id)
    return len(rows)


def _close(now: datetime) -> int:
    ids = Occasion.objects.filter(state=State.OPEN, plan__state=Plan.State.RUNNING, closes_at__lte=now)
    plans = list(dict.fromkeys(ids.order_by("closes_at").values_list("plan", flat=True)[:AT_ONCE]))
    return sum(_close_of(plan, now) for plan in plans)


def _close_of(plan: UUID, now: datetime) -> int:
    """The plan is locked first, as an answer that comes at this moment locks it."""
    with transaction.atomic():
        row = Plan.objects.select_for_update(skip_locked=True).filter(pk=plan).first()
        if row is None or row.state != Plan.State.RUNNING:
            return 0
        missed = row.occasions.filter(state=State.OPEN, closes_at__lte=now)
        forget_unsent(missed)
        gone: int = missed.update(state=State.MISSED)
        if gone:
            settle(row, now=now)
            tell(row.doctor_id, Kind.MISSED, about=row.pk)
        return gone
