"""A plan as its edit page posts it, turned back into content. Faults of writing are named like faults of the plan."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from django.utils.translation import gettext as _

from yinuo.followups.content import Content, Level, Option, Question, Step
from yinuo.followups.lint import BOUNDS, MOST_LABEL, Fault
from yinuo.followups.problems import UnableToUsePlan
from yinuo.followups.wording import worded

OWN = "own_"


@dataclass
class _Reading:
    data: Mapping[str, str]
    faults: list[Fault]

    def text(self, name: str) -> str:
        return self.data.get(name, "").strip()

    def whole(self, name: str, place: str, label: str) -> int:
        text = self.text(name)
        if text.isascii() and text.isdigit() and len(text) < 6:
            return int(text)
        self.faults.append(Fault(place, _("“%(label)s”要填整数。") % {"label": label}))
        return 0

    def number(self, name: str, place: str, label: str) -> float | None:
        text = self.text(name).replace("，", ".").replace(",", ".")
        if not text:
            return None
        try:
            found = float(text)
        except ValueError:
            found = float("nan")
        if found != found or abs(found) > 1e6:
            self.faults.append(Fault(place, _("“%(label)s”的界限要填数字，不设就留空。") % {"label": label}))
            return None
        return found


def edited(content: Content, offered: Content, data: Mapping[str, str]) -> Content:
    """``content`` is what stands now, ``offered`` the hospital's wording whose questions may be taken in again. Raises
    :class:`UnableToUsePlan` for what can't be read; whether the rest is sound is the lint's work."""
    reading = _Reading(data, [])
    questions = tuple(
        _question(reading, one) for one in known_questions(content, offered) if reading.text(f"q-{one.id}-on")
    )
    questions += _own(reading, content)
    ids = {one.id for one in questions}
    steps = tuple(_step(reading, step, _asked_in(step, offered, ids)) for step in content.steps)
    made = msgspec.structs.replace(
        content,
        title=reading.text("title"),
        steps=steps,
        questions=questions,
        look_hours=reading.whole("look_hours", "", _("一般的事几小时内处理")),
        urgent_hours=reading.whole("urgent_hours", "", _("紧急的事几小时内处理")),
        photo=bool(reading.text("photo")),
    )
    if reading.faults:
        raise UnableToUsePlan(reading.faults)
    return made


def known_questions(content: Content, offered: Content) -> tuple[Question, ...]:
    """Those that stand, then those of the hospital's wording that were taken out."""
    ids = {one.id for one in content.questions}
    return content.questions + tuple(one for one in offered.questions if one.id not in ids)


def _asked_in(step: Step, offered: Content, ids: set[str]) -> tuple[str, ...]:
    """A question taken in again stands where the hospital asks it; one of the doctor's own stands in every step."""
    own = {one for one in ids if one.startswith(OWN)}
    before = next((one.questions for one in offered.steps if one.id == step.id), ())
    wanted = [*step.questions, *before, *sorted(own)]
    return tuple(dict.fromkeys(one for one in wanted if one in ids))


def _step(reading: _Reading, step: Step, questions: tuple[str, ...]) -> Step:
    every = reading.whole(f"step-{step.id}-every", step.id, worded(step.label))
    return msgspec.structs.replace(
        step,
        every=every,
        times=reading.whole(f"step-{step.id}-times", step.id, worded(step.label)),
        after=reading.text(f"step-{step.id}-after")[:40],
        window=min(step.window, 24 * every) if every else step.window,
        questions=questions,
    )


def _question(reading: _Reading, one: Question) -> Question:
    if one.kind != "value":
        return one
    bounds = {name: reading.number(f"q-{one.id}-{name}", one.id, worded(one.label)) for name in BOUNDS}
    return msgspec.structs.replace(one, unit=reading.text(f"q-{one.id}-unit")[:20], **bounds)


def _own(reading: _Reading, content: Content) -> tuple[Question, ...]:
    """One more question of the doctor's own: yes or no, or in the patient's words."""
    label = reading.text("new-label")
    if not label:
        return ()
    if len(label) > MOST_LABEL:
        reading.faults.append(Fault("", _("问题最多 80 个字。")))
    taken = {one.id for one in content.questions}
    number = next(place for place in range(1, 100) if f"{OWN}{place}" not in taken)
    if reading.text("new-kind") == "words":
        return (Question(f"{OWN}{number}", label, "words", optional=True),)
    alert: Level = "look" if reading.text("new-alert") else ""
    options = (Option("no", "没有"), Option("yes", "有", alert=alert))
    return (Question(f"{OWN}{number}", label, "choice", options=options),)
