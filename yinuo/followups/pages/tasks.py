"""What a doctor has to look at: why, whose, until when, and each try to hand it over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.credentials import api as credentials
from yinuo.followups.judging import Finding
from yinuo.followups.models import HandOver, Plan, Task
from yinuo.followups.shown import Shown, shown
from yinuo.promise.gate import Actor


@dataclass(frozen=True)
class HandOverLine:
    id: UUID
    giver: str
    taker: str
    reason: Shown
    state: str
    state_label: str
    at: datetime


@dataclass(frozen=True)
class TaskLine:
    id: UUID
    level: str
    why: tuple[str, ...]
    deadline: datetime
    late: bool
    done_at: datetime | None
    mine: bool
    owner: str
    hand_overs: tuple[HandOverLine, ...]

    @property
    def asked(self) -> "HandOverLine | None":
        """The hand-over that waits for the patient."""
        return next((one for one in self.hand_overs if one.state == HandOver.State.ASKED), None)


@dataclass(frozen=True)
class Colleague:
    """Somebody whom a task may go to."""

    doctor: UUID
    name: str
    about: str


def tasks_of(actor: Actor, plan: Plan, found: Mapping[UUID, Sequence[Finding]], now: datetime) -> tuple[TaskLine, ...]:
    """``found`` are the findings by occasion."""
    rows = list(Task.objects.filter(plan=plan).order_by("-done_at", "-opened_at"))
    hand_overs: dict[UUID, list[HandOver]] = {}
    for one in HandOver.objects.filter(task__in=rows).order_by("-asked_at"):
        hand_overs.setdefault(one.task_id, []).append(one)
    people = {task.owner_id for task in rows}
    people |= {person for some in hand_overs.values() for one in some for person in (one.giver_id, one.taker_id)}
    names = {person: card.name for person in people if (card := credentials.doctor_card(person)) is not None}
    return tuple(
        TaskLine(
            id=task.pk,
            level=task.level,
            why=tuple(finding.why for finding in found.get(task.occasion_id, ())),
            deadline=task.deadline,
            late=task.done_at is None and now > task.deadline,
            done_at=task.done_at,
            mine=task.owner_id == actor.person,
            owner=names.get(task.owner_id, ""),
            hand_overs=tuple(_hand_over(one, names) for one in hand_overs.get(task.pk, ())),
        )
        for task in rows
    )


def _hand_over(row: HandOver, names: Mapping[UUID, str]) -> HandOverLine:
    label = str(HandOver.State(row.state).label)
    giver, taker = names.get(row.giver_id, ""), names.get(row.taker_id, "")
    return HandOverLine(row.pk, giver, taker, shown(row, "reason"), row.state, label, row.decided_at or row.asked_at)


def colleagues(actor: Actor) -> tuple[Colleague, ...]:
    """The hospital's other qualified doctors."""
    cards = (credentials.doctor_card(one) for one in credentials.qualified_doctors() if one != actor.person)
    return tuple(Colleague(c.doctor, c.name, f"{c.department} {c.title}") for c in cards if c is not None and c.name)
