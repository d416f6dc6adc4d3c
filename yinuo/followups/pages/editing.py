"""A plan on its edit page: what stands, or what was just typed, each part with its faults."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yinuo.followups.content import Content, Question, Step
from yinuo.followups.editing import known_questions
from yinuo.followups.lint import BOUNDS, Fault
from yinuo.followups.measures import MEASURES
from yinuo.followups.wording import worded


@dataclass(frozen=True)
class Input:
    name: str
    label: str
    value: str


@dataclass(frozen=True)
class StepPart:
    id: str
    label: str
    every: Input
    times: Input
    after: Input
    others: tuple[tuple[str, str], ...]
    faults: tuple[str, ...]


@dataclass(frozen=True)
class QuestionPart:
    id: str
    label: str
    is_on: bool
    is_value: bool
    options: str
    unit: str
    units: tuple[tuple[str, str], ...]
    bounds: tuple[Input, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True)
class NewPart:
    """A question of the doctor's own, as it is being written."""

    label: str
    words: bool
    alert: bool


@dataclass(frozen=True)
class EditPage:
    key: str
    title: Input
    look_hours: Input
    urgent_hours: Input
    photo: bool
    steps: tuple[StepPart, ...]
    questions: tuple[QuestionPart, ...]
    new: NewPart
    faults: tuple[str, ...]
    refused: bool


def edit_page(content: Content, offered: Content, data: Mapping[str, str] | None, faults: list[Fault]) -> EditPage:
    def said(name: str, stands: object) -> str:
        return data.get(name, "") if data is not None else f"{stands}"

    def part(step: Step) -> StepPart:
        name = f"step-{step.id}"
        return StepPart(
            id=step.id,
            label=worded(step.label),
            every=Input(f"{name}-every", _("每几天一次"), said(f"{name}-every", step.every)),
            times=Input(f"{name}-times", _("共几次"), said(f"{name}-times", step.times)),
            after=Input(f"{name}-after", _("什么时候开始"), said(f"{name}-after", step.after)),
            others=tuple((one.id, worded(one.label)) for one in content.steps if one.id != step.id),
            faults=_of(step.id, faults),
        )

    def question(one: Question) -> QuestionPart:
        name, stands = f"q-{one.id}", one in content.questions
        measure = MEASURES.get(one.measure)
        return QuestionPart(
            id=one.id,
            label=worded(one.label),
            is_on=bool(data.get(f"{name}-on")) if data is not None else stands,
            is_value=measure is not None,
            options=_(" / ").join(worded(option.label) for option in one.options),
            unit=said(f"{name}-unit", one.unit),
            units=tuple((unit, worded(unit)) for unit in measure.units) if measure else (),
            bounds=tuple(_bound(one, bound, said) for bound in BOUNDS) if measure else (),
            faults=_of(one.id, faults),
        )

    placed = {step.id for step in content.steps} | {one.id for one in known_questions(content, offered)}
    return EditPage(
        key=content.key,
        title=Input("title", _("计划名称"), said("title", content.title)),
        look_hours=Input("look_hours", _("一般的事几小时内处理"), said("look_hours", content.look_hours)),
        urgent_hours=Input("urgent_hours", _("紧急的事几小时内处理"), said("urgent_hours", content.urgent_hours)),
        photo=bool(data.get("photo")) if data is not None else content.photo,
        steps=tuple(part(step) for step in content.steps),
        questions=tuple(question(one) for one in known_questions(content, offered)),
        new=_new(data or {}),
        faults=tuple(fault.sentence for fault in faults if fault.place not in placed),
        refused=bool(faults),
    )


def _new(data: Mapping[str, str]) -> NewPart:
    return NewPart(data.get("new-label", ""), data.get("new-kind") == "words", bool(data.get("new-alert")))


def _of(place: str, faults: list[Fault]) -> tuple[str, ...]:
    return tuple(fault.sentence for fault in faults if fault.place == place)


def _bound(one: Question, bound: str, said: Callable[[str, object], str]) -> Input:
    labels = {
        "target_low": _("目标下限"),
        "target_high": _("目标上限"),
        "look_low": _("提醒下限"),
        "look_high": _("提醒上限"),
        "urgent_low": _("紧急下限"),
        "urgent_high": _("紧急上限"),
    }
    stands = getattr(one, bound)
    name = f"q-{one.id}-{bound}"
    return Input(name, labels[bound], said(name, "" if stands is None else f"{stands:g}"))
