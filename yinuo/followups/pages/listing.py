"""The doctor's patients by need, each with the reason; a page is a handful of statements, whatever their number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yinuo.followups import access
from yinuo.followups.content import read_content
from yinuo.followups.judging import findings
from yinuo.followups.models import Invitation, Plan, Task, Tie
from yinuo.followups.pages.who import names_of
from yinuo.followups.shown import Shown, shown
from yinuo.followups.wording import worded
from yinuo.promise.gate import Actor

A_PAGE = 30
JOINED = 20
Need = Plan.Need
TONES = {Need.URGENT: "danger", Need.LOOK: "warn", Need.OVERDUE: "warn"}


@dataclass(frozen=True)
class Row:
    """``why`` is the reason for its place; ``until`` the deadline of the first task. ``waits``: the patient has not
    confirmed yet."""

    url: str
    who: Shown
    title: str
    need: str
    tone: str
    why: str
    until: datetime | None
    late: bool
    at: datetime
    waits: bool


@dataclass(frozen=True)
class Filter:
    value: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True)
class Joined:
    """Somebody who took up an invitation and has no plan yet."""

    tie: UUID
    who: Shown
    since: datetime


@dataclass(frozen=True)
class Listing:
    """``chosen`` is the filter, empty for all that is not over; ``total`` counts those that are over too."""

    chosen: str
    filters: tuple[Filter, ...]
    handed_over: tuple[Row, ...]
    joined: tuple[Joined, ...]
    rows: tuple[Row, ...]
    invited: int
    more: str
    total: int


def listing(actor: Actor, *, need: str = "", page: int = 1) -> Listing:
    """``need`` is one of the filters, or empty for all that is not over."""
    now = timezone.now()
    own = access.own_plans(actor)
    counts = {row["need"]: row["count"] for row in own.values("need").annotate(count=Count("pk"))}
    need = need if need in {str(value) for value in Need.values} else ""
    chosen = own.filter(need=int(need)) if need else own.exclude(need=Need.OVER)
    order = ("-since", "pk") if need == str(Need.OVER.value) else ("need", "since", "pk")
    filters = _filters(counts, need)
    page = min(max(page, 1), max(1, -(-next(one.count for one in filters if one.current) // A_PAGE)))
    start = (page - 1) * A_PAGE
    plans = list(chosen.order_by(*order)[start : start + A_PAGE + 1])
    first = start == 0 and not need
    handed = _handed_over(actor) if first else []
    shown_plans = [*plans[:A_PAGE], *(task.plan for task in handed)]
    names = names_of(shown_plans)
    reasons = _reasons(actor, plans[:A_PAGE])
    more = f"?need={need}&page={page + 1}" if len(plans) > A_PAGE else ""
    return Listing(
        chosen=need,
        filters=filters,
        handed_over=tuple(_row(task.plan, names, task, now, handed_over=True) for task in handed),
        joined=_joined(actor) if first else (),
        rows=tuple(_row(plan, names, reasons.get(plan.pk), now) for plan in plans[:A_PAGE]),
        invited=Invitation.objects.filter(doctor=actor.person, taken_at=None, expires_at__gt=now).count(),
        more=more,
        total=sum(counts.values()),
    )


def waiting(actor: Actor) -> int:
    """How many plans and handed-over tasks want this doctor now. Nothing is opened."""
    if actor.role != "doctor":
        return 0
    own = Plan.objects.filter(doctor=actor.person, need__in=[Need.URGENT, Need.LOOK, Need.OVERDUE]).count()
    return own + Task.objects.filter(owner=actor.person, done_at=None).exclude(plan__doctor=actor.person).count()


def urgent(actor: Actor) -> int:
    """How many patients have an urgent task that is this doctor's and not done."""
    if actor.role != "doctor":
        return 0
    tasks = Task.objects.filter(owner=actor.person, done_at=None, level=Task.Level.URGENT)
    return tasks.values("plan__patient").distinct().count()


def _filters(counts: dict[int, int], chosen: str) -> tuple[Filter, ...]:
    live = sum(count for value, count in counts.items() if value != Need.OVER)
    every = Filter("", _("全部"), live, not chosen)
    each = (
        Filter(str(need.value), str(need.label), counts.get(need.value, 0), chosen == str(need.value)) for need in Need
    )
    return (every, *(one for one in each if one.count or one.current))


def _handed_over(actor: Actor) -> list[Task]:
    rows = Task.objects.filter(owner=actor.person, done_at=None).exclude(plan__doctor=actor.person)
    return list(rows.select_related("plan", "occasion__answer").order_by("deadline")[:A_PAGE])


def _reasons(actor: Actor, plans: Iterable[Plan]) -> dict[UUID, Task]:
    """The first task of each plan: the urgent before the others, then by deadline."""
    rows = Task.objects.filter(plan__in=[plan.pk for plan in plans], owner=actor.person, done_at=None)
    found: dict[UUID, Task] = {}
    for task in rows.select_related("occasion__answer").order_by("-level", "deadline"):
        found.setdefault(task.plan_id, task)
    return found


def _row(plan: Plan, names: dict[UUID, Shown], task: Task | None, now: datetime, *, handed_over: bool = False) -> Row:
    content = shown(plan, "content")
    need = Need(plan.need) if not handed_over else Need.URGENT if task and task.level == "urgent" else Need.LOOK
    return Row(
        url=reverse("followups:plan", args=[plan.pk]),
        who=names[plan.pk],
        title=worded(content.said["title"]) if content.said else "",
        need=str(Plan.State(plan.state).label) if need is Need.OVER else str(need.label),
        tone=TONES.get(need, ""),
        why=content.closed or _why(plan, content, task, now),
        until=task.deadline if task is not None else None,
        late=task is not None and now > task.deadline,
        at=plan.since,
        waits=plan.state == Plan.State.PROPOSED,
    )


def _why(plan: Plan, content: Shown, task: Task | None, now: datetime) -> str:
    if task is not None:
        answers, values = shown(task.occasion.answer, "answers"), shown(task.occasion.answer, "values")
        found = findings(read_content(content.said), answers.said or {}, values.said or {})
        return answers.closed or _("；").join(finding.why for finding in found)
    return {
        Need.OVERDUE: _("上一次没有填"),
        Need.NEW: _("已发给患者，等他确认"),
        Need.FINE: _("按计划，下一次") if plan.since > now else _("这一次等患者填，开始于"),
    }.get(Need(plan.need), "")


def _joined(actor: Actor) -> tuple[Joined, ...]:
    planned = Plan.objects.filter(doctor=OuterRef("doctor"), patient=OuterRef("patient"))
    rows = Tie.objects.filter(~Exists(planned), doctor=actor.person).order_by("-since")[:JOINED]
    return tuple(Joined(tie.pk, shown(tie, "name"), tie.since) for tie in rows)
