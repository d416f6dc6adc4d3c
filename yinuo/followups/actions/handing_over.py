"""A task goes to another qualified doctor of the hospital when the patient agrees; every try leaves its line."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from yinuo.credentials import api as credentials
from yinuo.followups import access
from yinuo.followups.actions.attending import MOST, patient_of_task
from yinuo.followups.actions.settling import settle
from yinuo.followups.actions.telling import Kind, tell
from yinuo.followups.models import HandOver, Plan, Task
from yinuo.followups.problems import UnableToAttend
from yinuo.promise.gate import Actor
from yinuo.promise.vault import capturing
from yinuo.realtime.api import InboxChanged, announce

State = HandOver.State


def offer_hand_over(actor: Actor, *, task_id: UUID, taker: UUID, reason: str) -> None:
    """Ask the patient. Until he agrees the task, its deadline and its owner stay, and the other doctor sees nothing."""
    if not reason.strip():
        raise UnableToAttend("no_reason")
    if len(reason) > MOST:
        raise UnableToAttend("too_long")
    if taker == actor.who:
        raise UnableToAttend("yourself")
    if not credentials.is_qualified(taker):
        raise UnableToAttend("not_qualified")
    patient = patient_of_task(actor, task_id)
    try:
        with capturing(by=[actor.who], about=[patient]):
            task = access.locked_task(actor, task_id)
            if task.done_at is not None:
                raise UnableToAttend("task_done")
            HandOver.objects.create(
                patient_id=patient,
                task=task,
                giver_id=actor.who,
                taker_id=taker,
                reason=reason.strip(),
                asked_at=timezone.now(),
            )
            tell(patient, Kind.HAND_OVER, about=task.plan_id)
    except IntegrityError:
        raise UnableToAttend("handed_over") from None


def take_back(actor: Actor, *, hand_over_id: UUID) -> UUID:
    """The giver thinks better of it while the patient has not answered; the plan's id."""
    with transaction.atomic():
        row, task = _locked(actor, hand_over_id)
        _decide(row, State.TAKEN_BACK)
        announce(InboxChanged(row.patient_id))
        return task.plan_id


def answer_hand_over(actor: Actor, *, hand_over_id: UUID, agreed: bool) -> UUID:
    """The patient's word. With a yes the task has another owner and keeps its deadline; the plan's id."""
    with transaction.atomic():
        row, task = _locked(actor, hand_over_id)
        _decide(row, State.AGREED if agreed else State.REFUSED)
        if agreed:
            task.owner_id = row.taker_id
            task.save(update_fields=["owner"])
            settle(Plan.objects.select_for_update().get(pk=task.plan_id), now=timezone.now())
            tell(row.taker_id, Kind.TASK, about=task.plan_id)
        announce(InboxChanged(row.giver_id))
        return task.plan_id


def _locked(actor: Actor, hand_over_id: UUID) -> tuple[HandOver, Task]:
    """The task first, as everybody locks it; a task that was done meanwhile goes nowhere."""
    found = access.hand_over(actor, hand_over_id)
    task = Task.objects.select_for_update().get(pk=found.task_id)
    row = HandOver.objects.select_for_update().get(pk=found.pk)
    if row.state != State.ASKED or task.done_at is not None:
        raise UnableToAttend("decided")
    return row, task


def _decide(row: HandOver, state: HandOver.State) -> None:
    row.state, row.decided_at = state, timezone.now()
    row.save(update_fields=["state", "decided_at"])
