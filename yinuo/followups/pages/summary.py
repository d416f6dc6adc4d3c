"""A plan in words: how often, what, and from where on a doctor looks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yinuo.followups.content import Content, Question, Score, Step, read_content
from yinuo.followups.judging import LOOK, URGENT
from yinuo.followups.wording import worded


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
    """``questions`` and then the scores that are counted from them, each with every limit that alarms somebody."""

    title: str
    steps: tuple[StepLine, ...]
    questions: tuple[QuestionLine, ...]
    look_hours: int
    urgent_hours: int
    photo: bool


def summary(content: Content) -> Summary:
    return Summary(
        title=worded(content.title),
        steps=tuple(StepLine(worded(step.label), _rhythm(step)) for step in content.steps),
        questions=(
            *(QuestionLine(worded(one.label), _("；").join(_detail(one))) for one in content.questions),
            *(QuestionLine(worded(score.label), _counted(score)) for score in content.scores),
        ),
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
        yield _(" / ").join(worded(option.label) for option in one.options)
    if one.target_low is not None or one.target_high is not None:
        said = {"range": _range(one.target_low, one.target_high), "unit": worded(one.unit)}
        yield _("目标 %(range)s %(unit)s") % said
    look, urgent = _limits(one, LOOK), _limits(one, URGENT)
    if look:
        yield _("%(limits)s 提醒医生") % {"limits": _("、").join(look)}
    if urgent:
        yield _("%(limits)s 紧急提醒医生") % {"limits": _("、").join(urgent)}


def _limits(one: Question, level: str) -> list[str]:
    """From where on, and at which answers, somebody has to look."""
    low, high = getattr(one, f"{level}_low"), getattr(one, f"{level}_high")
    found = [_("选“%(answer)s”") % {"answer": worded(option.label)} for option in one.options if option.alert == level]
    found += [_("%(bound)g 以下") % {"bound": low}] if low is not None else []
    return found + ([_("%(bound)g 以上") % {"bound": high}] if high is not None else [])


def _counted(score: Score) -> str:
    said = {"most": score.most, "bound": score.look_from}
    return _("各题相加，满分 %(most)d；达到 %(bound)d 分提醒医生") % said


def _range(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"{low:g}–{high:g}"
    return f"≥ {low:g}" if low is not None else f"≤ {high:g}"
