"""What keeps a plan from being used. Pure; each fault names its place and says what to do."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from django.utils.translation import gettext as _

from yinuo.followups.content import Content, Question, Score, Step
from yinuo.followups.measures import MEASURES, Measure, shown_number
from yinuo.followups.wording import worded

ID = re.compile(r"[a-z0-9_]{1,40}")
BOUNDS = ("target_low", "target_high", "look_low", "look_high", "urgent_low", "urgent_high")
# From the lowest to the highest; what is set must not fall.
RISING = ("urgent_low", "look_low", "target_low", "target_high", "look_high", "urgent_high")
MOST_STEPS, MOST_QUESTIONS, MOST_OCCASIONS, MOST_DAYS = 8, 40, 400, 730
MOST_LABEL, MOST_HINT = 80, 200


@dataclass(frozen=True)
class Fault:
    """``place`` is the id of a step, a question or a score; empty for the plan itself."""

    place: str
    sentence: str


def faults(content: Content) -> list[Fault]:
    """All faults, in the order of the plan; none means that it can be sent."""
    return [fault for rule in RULES for fault in rule(content)]


def _sizes(content: Content) -> Iterator[Fault]:
    if not content.title.strip() or len(content.title) > MOST_LABEL:
        yield Fault("", _("请给计划起一个名称，最多 80 个字。"))
    if not content.steps or len(content.steps) > MOST_STEPS:
        yield Fault("", _("计划要有 1 至 8 个阶段。"))
    if not content.questions or len(content.questions) > MOST_QUESTIONS:
        yield Fault("", _("计划要有 1 至 40 个问题。请至少留下一个。"))
    if not (1 <= content.look_hours <= 336 and 1 <= content.urgent_hours <= 24):
        yield Fault("", _("处理期限：一般的 1 至 336 小时，紧急的 1 至 24 小时。"))


def _names(content: Content) -> Iterator[Fault]:
    """Every step, question and score has an id of its own, and every question a label of its own."""
    named: list[Step | Question | Score] = [*content.steps, *content.questions, *content.scores]
    seen: set[str] = set()
    labels: set[str] = set()
    for one in named:
        if not ID.fullmatch(one.id) or one.id in seen:
            yield Fault(one.id, _("编号“%(id)s”缺失、重复或写法不对。请用小写字母、数字和下划线。") % {"id": one.id})
        seen.add(one.id)
        if not one.label.strip() or len(one.label) > MOST_LABEL:
            yield Fault(one.id, _("请写明问题或阶段的名称，最多 80 个字。"))
        if not isinstance(one, Step) and one.label in labels:
            yield Fault(
                one.id, _("“%(label)s”出现了两次。请改一个名称，病历里才分得清。") % {"label": worded(one.label)}
            )
        labels.add(one.label)


def _steps(content: Content) -> Iterator[Fault]:
    known, asked = {step.id for step in content.steps}, {one.id for one in content.questions}
    for step in content.steps:
        if not (1 <= step.every <= 180 and 1 <= step.times <= 200 and 0 <= step.rest <= 180):
            yield Fault(step.id, _("“%(label)s”：间隔 1 至 180 天，次数 1 至 200 次。") % {"label": worded(step.label)})
        if not 2 <= step.window <= 24 * max(step.every, 1):
            yield Fault(
                step.id, _("“%(label)s”：填写时间不能少于 2 小时，也不能超过间隔。") % {"label": worded(step.label)}
            )
        if step.after and step.after not in known:
            yield Fault(step.id, _("“%(label)s”接在一个不存在的阶段之后。请重新选择。") % {"label": worded(step.label)})
        if not step.questions or set(step.questions) - asked:
            yield Fault(
                step.id, _("“%(label)s”没有问题，或问了不存在的问题。请重新选择。") % {"label": worded(step.label)}
            )


def cycle(content: Content) -> tuple[str, ...]:
    """The labels of steps that wait for each other, or nothing."""
    labels = {step.id: worded(step.label) for step in content.steps}
    try:
        TopologicalSorter({step.id: {step.after} - {""} for step in content.steps}).prepare()
    except CycleError as error:
        return tuple(labels.get(one, one) for one in error.args[1])
    return ()


def _cycles(content: Content) -> Iterator[Fault]:
    circle = cycle(content)
    if circle:
        names = _(" → ").join(reversed(circle))
        yield Fault(
            "", _("这几个阶段互相等待，永远不会开始：%(names)s。请把其中一个改为“从第一天开始”。") % {"names": names}
        )


def _extent(content: Content) -> Iterator[Fault]:
    if sum(step.times for step in content.steps) > MOST_OCCASIONS:
        yield Fault("", _("一份计划最多 400 次随访。请减少次数。"))
    if sum(step.rest + step.every * step.times for step in content.steps) > MOST_DAYS:
        yield Fault("", _("一份计划最长两年。请减少次数或缩短间隔。"))


def _questions(content: Content) -> Iterator[Fault]:
    for one in content.questions:
        if len(one.hint) > MOST_HINT:
            yield Fault(one.id, _("“%(label)s”的提示太长，最多 200 个字。") % {"label": worded(one.label)})
        yield from _KINDS[one.kind](one)


def _choice(one: Question) -> Iterator[Fault]:
    ids, labels = {option.id for option in one.options}, {option.label for option in one.options}
    whole = len(one.options) >= 2 and len(ids) == len(labels) == len(one.options) and all(ids) and all(labels)
    if not whole:
        yield Fault(one.id, _("“%(label)s”至少要有两个不同的选项。") % {"label": worded(one.label)})
    yield from _plain(one, options=True)


def _plain(one: Question, *, options: bool = False) -> Iterator[Fault]:
    numbers = any(getattr(one, name) is not None for name in BOUNDS) or one.measure or one.unit
    if numbers or (one.options and not options):
        yield Fault(one.id, _("“%(label)s”不是测量值，不能有单位和界限。") % {"label": worded(one.label)})


def _value(one: Question) -> Iterator[Fault]:
    measure = MEASURES.get(one.measure)
    if measure is None:
        yield Fault(one.id, _("“%(label)s”测的东西不在可测量的表里。") % {"label": worded(one.label)})
        return
    if one.options:
        yield Fault(one.id, _("“%(label)s”是测量值，不能有选项。") % {"label": worded(one.label)})
    if one.unit != measure.unit:
        yield Fault(one.id, _wrong_unit(one, measure))
        return
    yield from _bounds(one, measure)


def _wrong_unit(one: Question, measure: Measure) -> str:
    """A threshold in another unit is refused, never turned into one that nobody meant."""
    said = {"label": worded(one.label), "unit": worded(measure.unit), "wrong": worded(one.unit) or _("（空）")}
    factor = measure.factor(one.unit)
    example = next((bound for name in BOUNDS if (bound := getattr(one, name)) is not None), None)
    if factor is None or example is None:
        return _("“%(label)s”的界限要用 %(unit)s，不能用 %(wrong)s。请改正后再保存。") % said
    turned = shown_number(example * factor, measure.decimals)
    return _(
        "“%(label)s”要用 %(unit)s，不能用 %(wrong)s：%(value)g %(wrong)s 约为 %(turned)s %(unit)s。请换算后再保存。"
    ) % {**said, "value": example, "turned": turned}


def _bounds(one: Question, measure: Measure) -> Iterator[Fault]:
    said = {"label": worded(one.label), "low": measure.low, "high": measure.high, "unit": worded(measure.unit)}
    given = {name: bound for name in RISING if (bound := getattr(one, name)) is not None}
    if any(not measure.low <= bound <= measure.high for bound in given.values()):
        yield Fault(
            one.id,
            _("“%(label)s”的界限要在 %(low)g 至 %(high)g %(unit)s 之间。请核对数值，是不是用了别的单位。") % said,
        )
    values = list(given.values())
    if values != sorted(values):
        yield Fault(
            one.id, _("“%(label)s”的界限次序不对：紧急下限、提醒下限、目标、提醒上限、紧急上限要由低到高。") % said
        )


def _scores(content: Content) -> Iterator[Fault]:
    choices = {one.id: one for one in content.questions if one.kind == "choice"}
    for score in content.scores:
        if not score.of or set(score.of) - choices.keys():
            yield Fault(
                score.id, _("“%(label)s”要由选择题相加。请不要去掉它要用的问题。") % {"label": worded(score.label)}
            )
        elif score.most != sum(max(option.score for option in choices[one].options) for one in score.of):
            yield Fault(score.id, _("“%(label)s”的满分与各题不符。") % {"label": worded(score.label)})
        if not 0 <= score.target_high < score.look_from <= score.most:
            yield Fault(score.id, _("“%(label)s”的界限次序不对。") % {"label": worded(score.label)})


_KINDS: dict[str, Callable[[Question], Iterator[Fault]]] = {"choice": _choice, "value": _value, "words": _plain}
RULES: tuple[Callable[[Content], Iterator[Fault]], ...] = (
    _sizes,
    _names,
    _steps,
    _cycles,
    _extent,
    _questions,
    _scores,
)
