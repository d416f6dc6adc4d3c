"""The one door to a row. A doctor sees her own plans and those of which a task was handed over to her; a patient sees
his own; everybody else sees nothing. Missing and forbidden get the same answer."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from yinuo.followups.models import Attachment, HandOver, Invitation, Occasion, Plan, Task, Tie
from yinuo.followups.problems import FollowupMissing
from yinuo.promise.gate import Actor


def plans_of(actor: Actor) -> "QuerySet[Plan]":
    """The plans that this actor may open."""
    if actor.person is None:
        return Plan.objects.none()
    if actor.role == "doctor":
        handed = Task.objects.filter(plan=OuterRef("pk"), owner=actor.person, done_at=None)
        found: QuerySet[Plan] = Plan.objects.filter(Q(doctor=actor.person) | Exists(handed))
        return found
    if actor.role == "patient":
        own: QuerySet[Plan] = Plan.objects.filter(patient=actor.person)
        return own
    return Plan.objects.none()


def own_plans(actor: Actor) -> "QuerySet[Plan]":
    """The plans that this actor made, or was sent."""
    rows = plans_of(actor)
    return rows.filter(doctor=actor.person) if actor.role == "doctor" else rows


def plan(actor: Actor, plan_id: UUID) -> Plan:
    """Raises :class:`FollowupMissing`."""
    return _one(plans_of(actor), plan_id)


def locked_plan(actor: Actor, plan_id: UUID) -> Plan:
    """The same with the row locked until the transaction ends."""
    return _one(plans_of(actor).select_for_update(of=("self",)), plan_id)


def locked_occasion(actor: Actor, plan_id: UUID, occasion_id: UUID) -> Occasion:
    """The occasion of an own plan, with the plan locked before it."""
    row = locked_plan(actor, plan_id)
    found = Occasion.objects.select_for_update(of=("self",)).filter(pk=occasion_id, plan=row).first()
    if found is None:
        raise FollowupMissing
    found.plan = row
    return found


def occasion(actor: Actor, plan_id: UUID, occasion_id: UUID) -> Occasion:
    found = Occasion.objects.filter(pk=occasion_id, plan=plan(actor, plan_id)).select_related("plan").first()
    if found is None:
        raise FollowupMissing
    return found


def locked_task(actor: Actor, task_id: UUID) -> Task:
    """A task that this doctor owns; raises :class:`FollowupMissing`."""
    rows = Task.objects.select_for_update(of=("self",)).select_related("plan")
    found = rows.filter(pk=task_id, owner=actor.person).first() if actor.role == "doctor" else None
    if found is None:
        raise FollowupMissing
    return found


def hand_over(actor: Actor, hand_over_id: UUID) -> HandOver:
    """One that this patient is asked about, or that this doctor began."""
    mine = {"patient": "patient", "doctor": "giver"}.get(actor.role)
    rows = HandOver.objects.select_related("task__plan")
    found: HandOver | None = rows.filter(pk=hand_over_id, **{mine: actor.person}).first() if mine else None
    if found is None:
        raise FollowupMissing
    return found


def tie(actor: Actor, tie_id: UUID) -> Tie:
    found: Tie | None = Tie.objects.filter(pk=tie_id, doctor=actor.person).first() if actor.role == "doctor" else None
    if found is None:
        raise FollowupMissing
    return found


def invitation(actor: Actor, invitation_id: UUID) -> Invitation:
    """One that still waits; what was taken up or withdrawn is no more."""
    rows = Invitation.objects.filter(pk=invitation_id, doctor=actor.person, number__isnull=False)
    found: Invitation | None = rows.first() if actor.role == "doctor" else None
    if found is None:
        raise FollowupMissing
    return found


def attachments_of(actor: Actor, row: Plan) -> "QuerySet[Attachment]":
    """What stands in the plan: the doctors' recordings, and the patient's own or what was sent with an answer."""
    sent = Q(occasion=None) | Q(occasion__state=Occasion.State.ANSWERED) | Q(author=actor.person)
    return Attachment.objects.filter(sent, plan=row).select_related("media").order_by("taken_in_at")


def require_media(actor: Actor, plan_id: UUID, media_id: UUID) -> None:
    """Raises :class:`FollowupMissing` unless the file stands in this plan and the actor may open it."""
    if not attachments_of(actor, plan(actor, plan_id)).filter(media=media_id).exists():
        raise FollowupMissing


def _one(rows: "QuerySet[Plan]", plan_id: UUID) -> Plan:
    found: Plan | None = rows.filter(pk=plan_id).first()
    if found is None:
        raise FollowupMissing
    return found
