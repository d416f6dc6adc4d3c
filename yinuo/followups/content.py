"""What a plan says: steps in time, questions, and from which answer on somebody has to look. No person stands in it."""

from typing import Any, Literal

import msgspec

Level = Literal["", "look", "urgent"]


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer to tap. ``alert`` says who has to look when it is tapped."""

    id: str
    label: str
    score: int = 0
    alert: Level = ""


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``label`` is how the record calls it, once in a plan. Of a value, ``unit`` is the unit of every number below."""

    id: str
    label: str
    kind: Literal["choice", "value", "words"]
    hint: str = ""
    optional: bool = False
    options: tuple[Option, ...] = ()
    measure: str = ""
    unit: str = ""
    target_low: float | None = None
    target_high: float | None = None
    look_low: float | None = None
    look_high: float | None = None
    urgent_low: float | None = None
    urgent_high: float | None = None
    chart: str = ""


class Score(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sum over the scores of choices, counted whenever it is shown and never kept."""

    id: str
    label: str
    of: tuple[str, ...]
    target_high: int
    look_from: int
    most: int


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``times`` occasions, every ``every`` days, each open for ``window`` hours; after the step ``after`` has ended,
    or from the plan's first day on."""

    id: str
    label: str
    every: int
    times: int
    questions: tuple[str, ...]
    after: str = ""
    rest: int = 0
    window: int = 20


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``look_hours`` and ``urgent_hours``: by when a doctor has to have looked."""

    key: str
    title: str
    about: str
    steps: tuple[Step, ...]
    questions: tuple[Question, ...]
    scores: tuple[Score, ...] = ()
    photo: bool = False
    look_hours: int = 24
    urgent_hours: int = 2

    def question(self, id: str) -> Question:  # noqa: A002 - its own word
        return next(one for one in self.questions if one.id == id)

    def asked(self, step: int) -> tuple[Question, ...]:
        """The questions of a step, in the plan's order."""
        wanted = set(self.steps[step].questions)
        return tuple(one for one in self.questions if one.id in wanted)


def read_content(said: Any) -> Content:
    """From JSON or TOML; raises ``msgspec.ValidationError`` for what has another shape."""
    return msgspec.convert(said, Content)


def as_json(content: Content) -> dict[str, Any]:
    made: dict[str, Any] = msgspec.to_builtins(content)
    return made


def days(content: Content) -> dict[str, tuple[int, int]]:
    """On which day, from nought, each step begins, and the day after its last. For a plan without faults."""
    found: dict[str, tuple[int, int]] = {}
    left = list(content.steps)
    while left:
        step = next(one for one in left if not one.after or one.after in found)
        left.remove(step)
        begin = (found[step.after][1] if step.after else 0) + step.rest
        found[step.id] = (begin, begin + (step.times - 1) * step.every + 1)
    return found
