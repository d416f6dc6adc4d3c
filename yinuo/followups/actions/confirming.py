"""A patient says yes or no to a plan, or leaves it. Before the yes nothing is asked."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yinuo.followups import access, consents
from yinuo.followups.actions.settling import settle
from yinuo.followups.actions.telling import Kind, tell
from yinuo.followups.actions.unsent import forget_unsent
from yinuo.followups.content import read_content
from yinuo.followups.models import Occasion, Plan, Tie
from yinuo.followups.problems import UnableToDecide
from yinuo.followups.schedule import slots
from yinuo.promise.gate import Actor
from yinuo.promise.vault import capturing
from yinuo.realtime.api import InboxChanged, announce

State = Plan.State


def confirm_plan(actor: Actor, *, plan_id: UUID, words: Mapping[str, bool], notice: str, name: str) -> None:
    """Record each consent, and begin when the basic one stands. A no to it leaves the plan as it is, with the words
    written down: the patient may choose again or decline."""
    content = read_content(access.plan(actor, plan_id).content)
    consents.decide_acts(actor, content, words=words, notice=notice)
    if not consents.granted(actor, consents.ANSWER):
        raise UnableToDecide("consent_missing")
    with capturing(by=[actor.who], about=[actor.who]):
        row = access.locked_plan(actor, plan_id)
        _require(row, State.PROPOSED)
        now = timezone.now()
        _tie(actor, row.doctor_id, name, now)
        row.state = State.RUNNING
        row.answered_at = now
        row.save(update_fields=["state", "answered_at"])
        _lay_out(row, now)
        settle(row, now=now)
        tell(row.doctor_id, Kind.CONFIRMED, about=row.pk)


def _lay_out(row: Plan, now: datetime) -> None:
    made = [
        Occasion(
            plan=row,
            step=slot.step,
            number=number,
            opens_at=slot.opens_at,
            closes_at=slot.closes_at,
            state=Occasion.State.OPEN if slot.opens_at <= now else Occasion.State.AHEAD,
        )
        for number, slot in enumerate(slots(read_content(row.content), first=now), start=1)
    ]
    Occasion.objects.bulk_create(made)


def _tie(actor: Actor, doctor: UUID, name: str, now: datetime) -> None:
    """How this patient wants to be called by this doctor, where that may be taken; a name given before stays."""
    given = name.strip() if consents.granted(actor, consents.NAME) else ""
    tie = Tie.objects.filter(doctor=doctor, patient=actor.who).first()
    if tie is None:
        Tie.objects.create(doctor_id=doctor, patient_id=actor.who, name=given or None, since=now)
    elif given:
        tie.name = given
        tie.save(update_fields=["name"])


def tie_to(actor: Actor, *, doctor: UUID, name: str) -> None:
    """For a patient who takes up an invitation; inside a capture of one's own."""
    _tie(actor, doctor, name, timezone.now())


def decline_plan(actor: Actor, *, plan_id: UUID) -> None:
    """No to the whole plan; the doctor reads that, and no reason is asked."""
    _leave(actor, plan_id, State.PROPOSED, State.DECLINED)


def stop_plan(actor: Actor, *, plan_id: UUID) -> None:
    """Leave a running plan; from here on nothing more is asked. What was answered is part of the record."""
    _leave(actor, plan_id, State.RUNNING, State.STOPPED)


def _leave(actor: Actor, plan_id: UUID, before: Plan.State, after: Plan.State) -> None:
    with transaction.atomic():
        row = access.locked_plan(actor, plan_id)
        _require(row, before)
        close(row, after, now=timezone.now())
        announce(InboxChanged(row.doctor_id))


def close(row: Plan, state: Plan.State, *, now: datetime) -> None:
    """What is still ahead falls away; the row is locked."""
    ahead = row.occasions.filter(state__in=[Occasion.State.AHEAD, Occasion.State.OPEN])
    forget_unsent(ahead)
    ahead.delete()
    row.state, row.ended_at = state, now
    row.save(update_fields=["state", "ended_at"])
    settle(row, now=now)


def _require(row: Plan, state: Plan.State) -> None:
    if row.state != state:
        raise UnableToDecide(row.state)
