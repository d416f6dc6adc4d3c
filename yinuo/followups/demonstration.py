"""A follow-up that has run for some weeks, for the demonstration and for tests: the same acts as a person's own, with
the clock put back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from yinuo.followups import consents
from yinuo.followups.actions import answering, attending, confirming, proposing
from yinuo.followups.actions.settling import settle
from yinuo.followups.models import Answer, Note, Occasion, Plan, Task, Tie
from yinuo.promise.consent import grant
from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.vault import capturing

DOOR = "demonstration follow-ups"
BACK = timedelta(days=30)
# What the patient measures, day by day; None was missed. The drug is raised on the ninth day.
VALUES: tuple[tuple[int, int, int] | None, ...] = (
    (162, 98, 78), (158, 97, 76), (166, 101, 80), (159, 95, 77), (161, 99, 79), None, (157, 96, 74),
    (163, 100, 78), (155, 94, 75), (149, 92, 72), (146, 90, 74), None, (142, 88, 71), (139, 86, 70),
    (136, 85, 72), (133, 84, 70),
)  # fmt: skip
RAISED = 8


def show_followup(doctor: UUID, patient: UUID, *, name: str) -> UUID | None:
    """A hypertension plan with its answers, or None when there is one already."""
    hers, theirs = Actor(doctor, "doctor"), Actor(patient, "patient")
    with open_purpose(consents.PURPOSE, actor=theirs, door=DOOR):
        if Plan.objects.filter(doctor=doctor, patient=patient).exists():
            return None
        _agree(theirs)
        with capturing(by=[patient], about=[patient]):
            confirming.tie_to(theirs, doctor=doctor, name=name)
    with open_purpose(consents.PURPOSE, actor=hers, door=DOOR):
        plan = proposing.propose_to(hers, tie=Tie.objects.get(doctor=doctor, patient=patient).pk, key="hypertension")
    with open_purpose(consents.PURPOSE, actor=theirs, door=DOOR):
        confirming.confirm_plan(theirs, plan_id=plan, words={}, notice="", name="")
        _put_back(plan)
        for number, value in enumerate(VALUES, start=1):
            _one(theirs, plan, number, value)
    with open_purpose(consents.PURPOSE, actor=hers, door=DOOR):
        _doctors_part(hers, plan)
    return plan


def _agree(actor: Actor) -> None:
    for item in (consents.ANSWER, consents.VALUE, consents.NAME):
        if not consents.granted(actor, item):
            grant(actor=actor, purpose=consents.PURPOSE, item=item, notice=consents.notice(actor.role))


def _put_back(plan: UUID) -> None:
    """As if it had been sent a month ago."""
    row = Plan.objects.get(pk=plan)
    for one in row.occasions.all():
        one.opens_at, one.closes_at = one.opens_at - BACK, one.closes_at - BACK
        one.save(update_fields=["opens_at", "closes_at"])
    row.proposed_at, row.answered_at = row.proposed_at - BACK, timezone.now() - BACK
    row.save(update_fields=["proposed_at", "answered_at"])


def _one(actor: Actor, plan: UUID, number: int, value: tuple[int, int, int] | None) -> None:
    """Answer one occasion at its own time: the door is opened for a moment, then the time put back."""
    one = Occasion.objects.get(plan=plan, number=number)
    opened, closed = one.opens_at, one.closes_at
    if closed > timezone.now():
        return
    if value is None:
        Occasion.objects.filter(pk=one.pk).update(state=Occasion.State.MISSED)
        return
    now = timezone.now()
    Occasion.objects.filter(pk=one.pk).update(
        state=Occasion.State.OPEN, opens_at=now - timedelta(minutes=1), closes_at=now + timedelta(hours=1)
    )
    said = {"今天的降压药吃了吗": "都吃了", "有没有胸痛、说话不清或一侧手脚无力": "没有"}
    values = dict(zip(("收缩压", "舒张压", "心率"), map(float, value), strict=True))
    answering.answer(actor, plan_id=plan, occasion_id=one.pk, answers=said, values=values)
    at = opened + timedelta(minutes=25 + 7 * (number % 5))
    Occasion.objects.filter(pk=one.pk).update(opens_at=opened, closes_at=closed, answered_at=at)
    Answer.objects.filter(occasion=one.pk).update(said_at=at)
    Task.objects.filter(occasion=one.pk).update(opened_at=at, deadline=at + timedelta(hours=24))


def _doctors_part(actor: Actor, plan: UUID) -> None:
    """Every task but the last was looked at in time; the drug was raised."""
    occasions = list(Occasion.objects.filter(plan=plan, number=RAISED))
    raised = timezone.localdate(occasions[0].opens_at)
    attending.write_note(
        actor, plan_id=plan, kind=Note.Kind.DRUGS, text="氨氯地平 5 mg 加到 10 mg，每天早上一次。", on=raised
    )
    for task in Task.objects.filter(plan=plan, done_at=None).order_by("opened_at"):
        attending.finish_task(actor, task_id=task.pk, note="")
        _done_at(task.pk, task.opened_at + timedelta(hours=5))
    attending.write_note(
        actor, plan_id=plan, kind=Note.Kind.ADVICE, text="血压在降，继续这样吃药，少盐，头晕请随时告诉我。"
    )
    settle(Plan.objects.get(pk=plan), now=timezone.now())


def _done_at(task: UUID, at: datetime) -> None:
    Task.objects.filter(pk=task).update(done_at=at)
