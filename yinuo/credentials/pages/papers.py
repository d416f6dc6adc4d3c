"""The doctor's own papers, and the same papers for the reviewer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.forms import BoundField

from yinuo.accounts.api import ItemRow, clause_url, item_row
from yinuo.credentials.access import PURPOSE
from yinuo.credentials.forms import QualificationForm
from yinuo.credentials.models import FIELDS, PARTS, PICTURES, Application, ReviewNote, Step
from yinuo.promise.consent import Standing, standing
from yinuo.promise.policy import library
from yinuo.promise.policy.model import Version
from yinuo.promise.vault import Closed, reveal


@dataclass(frozen=True)
class FieldRow:
    """One typed field. ``closed`` says why it can't be filled in or shown now."""

    field: BoundField
    row: ItemRow
    note: str
    closed: str
    withdrawn: bool


@dataclass(frozen=True)
class PictureRow:
    row: ItemRow
    media: UUID | None
    note: str
    mode: str
    facing: str


@dataclass(frozen=True)
class StepRow:
    label: str
    at: datetime
    note: str


@dataclass(frozen=True)
class Papers:
    """The doctor's page. ``missing`` are names of basic parts; ``notice`` the hash of the clause shown."""

    state: str
    label: str
    editable: bool
    clause: str
    clause_url: str
    notice: str
    fields: tuple[FieldRow, ...]
    pictures: tuple[PictureRow, ...]
    steps: tuple[StepRow, ...]
    missing: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True)
class Answer:
    """One part as the reviewer sees it."""

    part: str
    label: str
    text: str
    media: UUID | None
    closed: str


def current_notes(application: Application | None) -> dict[str, str]:
    """What the last step said about each part."""
    if application is None:
        return {}
    step = Step.objects.filter(application=application).order_by("-at").first()
    rows = ReviewNote.objects.filter(application=application, step=step) if step else []
    return {row.part: _text(reveal(row, "text")) for row in rows}


def history(application: Application | None) -> tuple[StepRow, ...]:
    """Every step, the oldest first, with what was said about the whole."""
    if application is None:
        return ()
    notes = {
        row.step_id: _text(reveal(row, "text"))
        for row in ReviewNote.objects.filter(application=application, part="").select_related("step")
    }
    steps = Step.objects.filter(application=application).order_by("at")
    return tuple(StepRow(Step.Kind(step.kind).label, step.at, notes.get(step.pk, "")) for step in steps)


def papers(
    doctor: UUID, application: Application | None, *, form: QualificationForm | None, missing: list[str], problem: str
) -> Papers:
    """The page of one doctor; ``form`` is the one that was just posted with faults."""
    now = standing(doctor)
    version = library().in_force("doctor")
    purpose = version.purposes[PURPOSE]
    state = application.state if application else Application.State.DRAFT
    notes = current_notes(application)
    return Papers(
        state=state,
        label=str(Application.State(state).label),
        editable=state in Application.EDITABLE,
        clause=purpose.clause,
        clause_url=clause_url(version, purpose.clause),
        notice=version.clauses[purpose.clause].hash,
        fields=tuple(_fields(application, form, version, now, notes)),
        pictures=tuple(_pictures(application, version, now, notes)),
        steps=history(application),
        missing=tuple(missing),
        problem=problem,
    )


def _fields(
    application: Application | None,
    form: QualificationForm | None,
    version: Version,
    now: Standing,
    notes: dict[str, str],
) -> Iterator[FieldRow]:
    held = {name: reveal(application, name) if application else None for name in FIELDS}
    shown = form or QualificationForm(initial={name: _text(value) for name, value in held.items()})
    said = now.grants.get(PURPOSE, {})
    for name in FIELDS:
        use = version.use(PURPOSE, name)
        if use is None:
            continue
        row = item_row(version, version.purposes[PURPOSE], use, now)
        value = held[name]
        withdrawn = said.get(name) is False
        closed = value.sentence if isinstance(value, Closed) else ""
        yield FieldRow(shown[name], row, notes.get(name, ""), closed, withdrawn)


def _pictures(
    application: Application | None, version: Version, now: Standing, notes: dict[str, str]
) -> Iterator[PictureRow]:
    for name in PICTURES:
        use = version.use(PURPOSE, name)
        if use is None:
            continue
        row = item_row(version, version.purposes[PURPOSE], use, now)
        held = getattr(application, f"{name}_id") if application else None
        facing = "user" if name == "portrait" else "environment"
        yield PictureRow(row, held if row.granted else None, notes.get(name, ""), "both", facing)


def answers(application: Application) -> tuple[Answer, ...]:
    """All parts for the reviewer, in the order of the form."""
    version = library().in_force("doctor")
    return tuple(_answer(application, part, version) for part in PARTS if version.use(PURPOSE, part))


def _answer(application: Application, part: str, version: Version) -> Answer:
    label = version.items[part].name
    if part in PICTURES:
        return Answer(part, label, "", getattr(application, f"{part}_id"), "")
    value = reveal(application, part)
    return Answer(part, label, _text(value), None, value.sentence if isinstance(value, Closed) else "")


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, Closed) else str(value)
