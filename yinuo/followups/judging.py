"""What an answer means for who has to look: beyond a bound, an answer that alarms, a score. Pure functions.

Nothing of this is kept: it is counted anew from the answer and the plan whenever it is shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yinuo.followups.content import Content, Question
from yinuo.followups.measures import MEASURES, shown_number
from yinuo.followups.wording import worded

LOOK, URGENT = "look", "urgent"


@dataclass(frozen=True)
class Finding:
    """``label`` is the question or score, ``why`` is said to the doctor; ``level`` is look or urgent. ``self_harm``
    shows the patient where help is."""

    level: str
    label: str
    why: str
    self_harm: bool = False


SELF_HARM = "self_harm"


def findings(content: Content, answers: Mapping[str, Any], values: Mapping[str, Any]) -> list[Finding]:
    """What somebody has to look at, the urgent first. ``answers`` and ``values`` go by the labels of the questions."""
    found = [*_alarms(content, answers), *_beyond(content, values), *_scored(content, answers)]
    return sorted(found, key=lambda one: one.level != URGENT)


def level_of(found: list[Finding]) -> str:
    return found[0].level if found else ""


def _alarms(content: Content, answers: Mapping[str, Any]) -> Iterator[Finding]:
    for one in content.questions:
        said = answers.get(one.label)
        option = next((option for option in one.options if option.label == said), None)
        if option is not None and option.alert:
            why = _("%(question)s：%(answer)s") % {"question": worded(one.label), "answer": worded(option.label)}
            yield Finding(option.alert, one.label, why, one.id == SELF_HARM)


def _beyond(content: Content, values: Mapping[str, Any]) -> Iterator[Finding]:
    for one in content.questions:
        value = values.get(one.label)
        level = _level(one, value) if isinstance(value, int | float) else ""
        if level:
            yield Finding(level, one.label, _words(one, value))


def _level(one: Question, value: float) -> str:
    if _outside(value, one.urgent_low, one.urgent_high):
        return URGENT
    return LOOK if _outside(value, one.look_low, one.look_high) else ""


def _outside(value: float, low: float | None, high: float | None) -> bool:
    """A bound itself is beyond: 「140 以上」 begins at 140."""
    return (low is not None and value <= low) or (high is not None and value >= high)


def _words(one: Question, value: Any) -> str:
    measure = MEASURES[one.measure]
    number = shown_number(float(value), measure.decimals)
    bound, high = _bound(one, float(value))
    said = {"label": worded(one.label), "value": number, "unit": worded(one.unit), "bound": f"{bound:g}"}
    if high:
        return _("%(label)s %(value)s %(unit)s，达到上限 %(bound)s") % said
    return _("%(label)s %(value)s %(unit)s，达到下限 %(bound)s") % said


def _bound(one: Question, value: float) -> tuple[float, bool]:
    """The outermost bound that was reached, and whether it is an upper one."""
    for name, high in (("urgent_high", True), ("look_high", True), ("urgent_low", False), ("look_low", False)):
        bound = getattr(one, name)
        if bound is not None and (value >= bound if high else value <= bound):
            return float(bound), high
    raise ValueError("the value is within every bound")


def _scored(content: Content, answers: Mapping[str, Any]) -> Iterator[Finding]:
    for score in content.scores:
        total = total_of(content, score.id, answers)
        if total is not None and total >= score.look_from:
            said = {"label": worded(score.label), "total": total, "most": score.most, "bound": score.look_from}
            why = _("%(label)s %(total)d 分（满分 %(most)d），达到 %(bound)d 分") % said
            yield Finding(LOOK, score.label, why)


def total_of(content: Content, score: str, answers: Mapping[str, Any]) -> int | None:
    """The sum, or None while one of its questions has no answer."""
    total = 0
    one = next(found for found in content.scores if found.id == score)
    for id_ in one.of:
        question = content.question(id_)
        option = next((o for o in question.options if o.label == answers.get(question.label)), None)
        if option is None:
            return None
        total += option.score
    return total
