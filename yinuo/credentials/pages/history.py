"""The steps of one application and what was said at them."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.credentials.models import PARTS, Application, Mark, ReviewNote, Step
from yinuo.promise.policy import library
from yinuo.promise.vault import Closed, reveal

# A correction of reviewed papers is a matter of its own: it asks nothing of the doctor.
CORRECTING = (Step.Kind.CORRECTED, Step.Kind.ACCEPTED, Step.Kind.DECLINED)


@dataclass(frozen=True)
class StepRow:
    """``who`` is 您, 医生, 审核员 or 同事, by who looks; ``parts`` are names; ``notes`` pairs of a name and words."""

    label: str
    kind: str
    at: datetime
    who: str
    parts: str
    note: str
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Said:
    """What one step said: the parts it marked, the words to each, and the words to the whole."""

    kind: str = ""
    marked: frozenset[str] = frozenset()
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def whole(self) -> str:
        return self.notes.get("", "")


def latest_words(application: Application | None, *kinds: str) -> Said:
    """Of the last step, or of the last one of these kinds."""
    if application is None:
        return Said()
    step = _last_step(application, *kinds)
    if step is None:
        return Said()
    marked = Mark.objects.filter(step=step).values_list("part", flat=True)
    notes = {note.part: text_of(reveal(note, "text")) for note in ReviewNote.objects.filter(step=step)}
    if step.kind == Step.Kind.SUBMITTED:
        return Said(step.kind, frozenset(), notes)
    return Said(step.kind, frozenset(marked), notes)


def still_to_amend(application: Application) -> frozenset[str]:
    """The parts that the reviewer marked and that nobody has written anew; no words are opened."""
    step = _last_step(application)
    marked = Mark.objects.filter(step=step, step__kind=Step.Kind.CORRECTION_ASKED).values_list("part", flat=True)
    return frozenset(marked) - frozenset(application.changed)


def _last_step(application: Application, *kinds: str) -> Step | None:
    steps = Step.objects.filter(application=application).exclude(kind__in=CORRECTING)
    return (steps.filter(kind__in=kinds) if kinds else steps).order_by("-at", "-id").first()


def history(application: Application | None, *, viewer: UUID | None = None) -> tuple[StepRow, ...]:
    """Every step, the newest first. ``viewer`` is the reviewer who looks; None when it is the doctor."""
    if application is None:
        return ()
    names = {part: item.name for part, item in library().in_force("doctor").items.items() if part in PARTS}
    marks, notes = _by_step(application)
    steps = Step.objects.filter(application=application).order_by("-at", "-id")
    return tuple(
        StepRow(
            label=str(Step.Kind(step.kind).label),
            kind=step.kind,
            at=step.at,
            who=_who(step, application, viewer),
            parts="、".join(names[part] for part in PARTS if part in marks.get(step.pk, ()) and part in names)
            if step.kind in (Step.Kind.CORRECTION_ASKED, *CORRECTING)
            else "",
            note=notes.get(step.pk, {}).get("", ""),
            notes=tuple((names.get(part, part), text) for part, text in notes.get(step.pk, {}).items() if part),
        )
        for step in steps
    )


def _by_step(application: Application) -> tuple[dict[UUID, set[str]], dict[UUID, dict[str, str]]]:
    marks: dict[UUID, set[str]] = {}
    for step, part in Mark.objects.filter(step__application=application).values_list("step", "part"):
        marks.setdefault(step, set()).add(part)
    notes: dict[UUID, dict[str, str]] = {}
    for note in ReviewNote.objects.filter(application=application):
        notes.setdefault(note.step_id, {})[note.part] = text_of(reveal(note, "text"))
    return marks, notes


def _who(step: Step, application: Application, viewer: UUID | None) -> str:
    """Reviewers stand for the hospital: a doctor is not told their names. They see which decisions were their own."""
    if step.by_id == application.doctor_id:
        return _("医生") if viewer else _("您")
    if viewer is None:
        return _("审核员")
    return _("您") if step.by_id == viewer else _("同事")


def text_of(value: object) -> str:
    return "" if value is None or isinstance(value, Closed) else str(value)
