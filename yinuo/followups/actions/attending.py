"""What a doctor does with a plan: a note, a change of drugs, a task done, the plan ended."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yinuo.followups import access
from yinuo.followups.actions.confirming import close
from yinuo.followups.actions.settling import settle
from yinuo.followups.actions.telling import Kind, tell
from yinuo.followups.models import HandOver, Note, Plan
from yinuo.followups.problems import UnableToAttend
from yinuo.promise.gate import Actor
from yinuo.promise.vault import capturing
from yinuo.realtime.api import InboxChanged, announce

MOST = 2000
EARLIEST, LATEST = timedelta(days=366), timedelta(days=31)


def write_note(actor: Actor, *, plan_id: UUID, kind: str, text: str, on: date | None = None) -> None:
    """Advice, or a change of drugs from the day ``on``; the patient reads it, and it is never edited."""
    if not text.strip():
        raise UnableToAttend("no_text")
    if len(text) > MOST:
        raise UnableToAttend("too_long")
    today = timezone.localdate()
    day = on or today
    if not today - EARLIEST <= day <= today + LATEST:
        raise UnableToAttend("later")
    with _recording(actor, plan_id) as row:
        Note.objects.create(
            patient_id=row.patient_id,
            doctor_id=actor.who,
            plan=row,
            kind=Note.Kind(kind),
            text=text.strip(),
            on=day,
            written_at=timezone.now(),
        )
        tell(row.patient_id, Kind.NOTE, about=row.pk)


def finish_task(actor: Actor, *, task_id: UUID, note: str) -> None:
    """Say that it was looked at; words for the patient go along, if there are any."""
    if len(note) > MOST:
        raise UnableToAttend("too_long")
    patient = patient_of_task(actor, task_id)
    with capturing(by=[actor.who], about=[patient]):
        task = access.locked_task(actor, task_id)
        if task.done_at is not None:
            raise UnableToAttend("task_done")
        if HandOver.objects.filter(task=task, state=HandOver.State.ASKED).exists():
            raise UnableToAttend("handed_over")
        now = timezone.now()
        task.done_at, task.done_by_id = now, actor.who
        task.save(update_fields=["done_at", "done_by"])
        if note.strip():
            Note.objects.create(
                patient_id=patient,
                doctor_id=actor.who,
                plan=task.plan,
                kind=Note.Kind.ADVICE,
                text=note.strip(),
                on=timezone.localdate(),
                written_at=now,
            )
            tell(patient, Kind.NOTE, about=task.plan_id)
        settle(Plan.objects.select_for_update().get(pk=task.plan_id), now=now)
        announce(InboxChanged(actor.who))
        announce(InboxChanged(task.plan.doctor_id))


def end_plan(actor: Actor, *, plan_id: UUID) -> None:
    """End it before its time, or take back one that nobody has confirmed; only by the doctor whose plan it is."""
    with transaction.atomic():
        row = access.locked_plan(actor, plan_id)
        if row.doctor_id != actor.person:
            raise UnableToAttend("not_own")
        if row.state not in Plan.LIVE:
            raise UnableToAttend(row.state)
        close(row, Plan.State.ENDED, now=timezone.now())
        announce(InboxChanged(row.patient_id))


def patient_of_task(actor: Actor, task_id: UUID) -> UUID:
    with transaction.atomic():
        return access.locked_task(actor, task_id).plan.patient_id


@contextmanager
def _recording(actor: Actor, plan_id: UUID) -> Iterator[Plan]:
    """A capture about the patient with the plan locked: the locks of persons come first."""
    patient = access.plan(actor, plan_id).patient_id
    with capturing(by=[actor.who], about=[patient]):
        row = access.locked_plan(actor, plan_id)
        if row.state != Plan.State.RUNNING:
            raise UnableToAttend(row.state)
        yield row
