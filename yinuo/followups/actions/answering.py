"""A patient answers at one occasion; what is beyond a bound becomes a doctor's task in the same commit."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from yinuo.followups import access, consents
from yinuo.followups.actions.settling import settle
from yinuo.followups.actions.telling import Kind, tell
from yinuo.followups.content import Content, read_content
from yinuo.followups.judging import URGENT, findings, level_of
from yinuo.followups.models import Answer, Occasion, Plan, Task
from yinuo.followups.problems import UnableToAnswer
from yinuo.promise.gate import Actor
from yinuo.promise.vault import capturing
from yinuo.realtime.api import InboxChanged, announce

State = Occasion.State


def require_open(row: Occasion, *, now: datetime) -> None:
    """Raises :class:`UnableToAnswer` unless this occasion of a running plan can be answered at ``now``."""
    if row.plan.state != Plan.State.RUNNING:
        raise UnableToAnswer(row.plan.state)
    if row.state == State.ANSWERED:
        raise UnableToAnswer("answered")
    if now < row.opens_at:
        raise UnableToAnswer("ahead")
    if row.state == State.MISSED or now >= row.closes_at:
        raise UnableToAnswer("missed")


def answer(
    actor: Actor, *, plan_id: UUID, occasion_id: UUID, answers: Mapping[str, str], values: Mapping[str, float]
) -> None:
    """Keep what was said, once. Both go by the labels of the questions, as the form has checked them."""
    with capturing(by=[actor.who], about=[actor.who]):
        row = access.locked_occasion(actor, plan_id, occasion_id)
        now = timezone.now()
        require_open(row, now=now)
        taken = dict(values) if values and consents.granted(actor, consents.VALUE) else None
        Answer.objects.create(patient_id=actor.who, occasion=row, answers=dict(answers), values=taken, said_at=now)
        row.state, row.answered_at = State.ANSWERED, now
        row.save(update_fields=["state", "answered_at"])
        _judge(row, read_content(row.plan.content), answers, taken or {}, now)
        settle(row.plan, now=now)
        announce(InboxChanged(row.plan.doctor_id))
        announce(InboxChanged(actor.who))


def _judge(
    row: Occasion, content: Content, answers: Mapping[str, Any], values: Mapping[str, Any], now: datetime
) -> None:
    level = level_of(findings(content, answers, values))
    if not level:
        return
    hours = content.urgent_hours if level == URGENT else content.look_hours
    Task.objects.create(
        plan=row.plan,
        occasion=row,
        owner_id=row.plan.doctor_id,
        level=level,
        opened_at=now,
        deadline=now + timedelta(hours=hours),
    )
    tell(row.plan.doctor_id, Kind.TASK, about=row.plan_id)
