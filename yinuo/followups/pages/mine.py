"""The patient's own follow-ups: what is to be answered now stands first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from yinuo.credentials import api as credentials
from yinuo.followups import access
from yinuo.followups.content import read_content
from yinuo.followups.models import HandOver, Occasion, Plan, Tie
from yinuo.followups.shown import Shown, shown
from yinuo.followups.wording import worded
from yinuo.promise.gate import Actor

PAST = 50


@dataclass(frozen=True)
class DueRow:
    plan: UUID
    occasion: UUID
    title: str
    step: str
    closes_at: datetime
    reminded: bool


@dataclass(frozen=True)
class PlanRow:
    id: UUID
    title: str
    closed: str
    doctor: str
    state: str
    state_label: str
    at: datetime


@dataclass(frozen=True)
class Asked:
    """A hand-over that waits for the patient's word."""

    id: UUID
    plan: UUID
    giver: str
    taker: str
    reason: Shown


@dataclass(frozen=True)
class Mine:
    due: tuple[DueRow, ...]
    asked: tuple[Asked, ...]
    proposed: tuple[PlanRow, ...]
    running: tuple[PlanRow, ...]
    past: tuple[PlanRow, ...]
    doctors: tuple[str, ...]


def mine(actor: Actor) -> Mine:
    now = timezone.now()
    live = list(access.own_plans(actor).filter(state__in=Plan.LIVE).order_by("-proposed_at"))
    past = list(access.own_plans(actor).exclude(state__in=Plan.LIVE).order_by("-ended_at")[:PAST])
    asked = list(HandOver.objects.filter(patient=actor.person, state=HandOver.State.ASKED).select_related("task"))
    tied = list(Tie.objects.filter(patient=actor.person).values_list("doctor", flat=True))
    people = {plan.doctor_id for plan in [*live, *past]} | {p for one in asked for p in (one.giver_id, one.taker_id)}
    names = {person: card.name for person in people | set(tied) if (card := credentials.doctor_card(person))}
    rows = {plan.pk: _row(plan, names) for plan in [*live, *past]}
    without = [doctor for doctor in tied if doctor not in {plan.doctor_id for plan in [*live, *past]}]
    return Mine(
        due=_due(live, now),
        asked=tuple(
            Asked(
                one.pk,
                one.task.plan_id,
                names.get(one.giver_id, ""),
                names.get(one.taker_id, ""),
                shown(one, "reason"),
            )
            for one in asked
        ),
        proposed=tuple(rows[plan.pk] for plan in live if plan.state == Plan.State.PROPOSED),
        running=tuple(rows[plan.pk] for plan in live if plan.state == Plan.State.RUNNING),
        past=tuple(rows[plan.pk] for plan in past),
        doctors=tuple(names[doctor] for doctor in without if doctor in names),
    )


def to_do(actor: Actor) -> int:
    """How many answers, plans and hand-overs wait for this patient. Nothing is opened."""
    if actor.role != "patient":
        return 0
    now = timezone.now()
    plans = Plan.objects.filter(patient=actor.person)
    due = Occasion.objects.filter(
        plan__in=plans.filter(state=Plan.State.RUNNING),
        state__in=[Occasion.State.OPEN, Occasion.State.AHEAD],
        opens_at__lte=now,
        closes_at__gt=now,
    )
    asked = HandOver.objects.filter(patient=actor.person, state=HandOver.State.ASKED)
    return due.count() + plans.filter(state=Plan.State.PROPOSED).count() + asked.count()


def _due(plans: list[Plan], now: datetime) -> tuple[DueRow, ...]:
    open_now = Occasion.objects.filter(
        plan__in=[plan.pk for plan in plans if plan.state == Plan.State.RUNNING],
        state__in=[Occasion.State.OPEN, Occasion.State.AHEAD],
        opens_at__lte=now,
        closes_at__gt=now,
    ).order_by("closes_at")
    contents = {plan.pk: shown(plan, "content").said for plan in plans}
    rows = []
    for one in open_now:
        said = contents.get(one.plan_id)
        if said:
            content = read_content(said)
            label = worded(content.steps[one.step].label)
            rows.append(
                DueRow(one.plan_id, one.pk, worded(content.title), label, one.closes_at, one.reminded_at is not None)
            )
    return tuple(rows)


def _row(plan: Plan, names: dict[UUID, str]) -> PlanRow:
    content = shown(plan, "content")
    return PlanRow(
        id=plan.pk,
        title=worded(content.said["title"]) if content.said else "",
        closed=content.closed,
        doctor=names.get(plan.doctor_id, ""),
        state=plan.state,
        state_label=str(Plan.State(plan.state).label),
        at=plan.ended_at or plan.answered_at or plan.proposed_at,
    )
