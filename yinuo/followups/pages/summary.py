"""A plan in words: how often, what, and from where on a doctor looks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yinuo.followups.content import Content, Question, Step, read_content


@dataclass(frozen=True)
class StepLine:
    label: str
    rhythm: str


@dataclass(frozen=True)
class QuestionLine:
    label: str
    detail: str


@dataclass(frozen=True)
class Summary:
    title: str
    about: str
    steps: tuple[StepLine, ...]
    questions: tuple[QuestionLine, ...]
    look_hours: int
    urgent_hours: int
    photo: bool


def summary(content: Content) -> Summary:
    return Summary(
        title=content.title,
        about=content.about,
        steps=tuple(StepLine(step.label, _rhythm(step)) for step in content.steps),
        questions=tuple(QuestionLine(one.label, _("；").join(_detail(one))) for one in content.questions),
        look_hours=content.look_hours,
        urgent_hours=content.urgent_hours,
        photo=content.photo,
    )


def plan_in_words(said: Any) -> str:
    """A plan or a template as it is kept, line by line, for the person whom it is about."""
    told = summary(read_content(said))
    steps = (f"{one.label}：{one.rhythm}" for one in told.steps)
    questions = (f"{one.label}：{one.detail}" if one.detail else one.label for one in told.questions)
    return "\n".join((told.title, *steps, *questions))


def _rhythm(step: Step) -> str:
    said = {"every": step.every, "times": step.times}
    if step.every == 1:
        return ngettext("每天一次，共 %(times)d 次", "每天一次，共 %(times)d 次", step.times) % said
    return ngettext("每 %(every)d 天一次，共 %(times)d 次", "每 %(every)d 天一次，共 %(times)d 次", step.times) % said


def _detail(one: Question) -> Iterator[str]:
    if one.kind == "choice":
        alarms = [option.label for option in one.options if option.alert]
        yield _(" / ").join(option.label for option in one.options)
        if alarms:
            yield _("选“%(answers)s”会提醒医生") % {"answers": _("”“").join(alarms)}
    if one.kind == "value":
        if one.target_low is not None or one.target_high is not None:
            yield _("目标 %(range)s %(unit)s") % {"range": _range(one.target_low, one.target_high), "unit": one.unit}
        bounds = [
            _("%(bound)g 以下") % {"bound": one.look_low} if one.look_low is not None else "",
            _("%(bound)g 以上") % {"bound": one.look_high} if one.look_high is not None else "",
        ]
        if any(bounds):
            yield _("%(bounds)s 提醒医生") % {"bounds": _("、").join(bound for bound in bounds if bound)}


def _range(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"{low:g}–{high:g}"
    return f"≥ {low:g}" if low is not None else f"≤ {high:g}"
