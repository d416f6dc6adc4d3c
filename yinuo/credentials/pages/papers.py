"""The doctor's own papers: what is filled in, what is asked for, how far the review is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yinuo.accounts.api import ItemRow, clause_url, item_row
from yinuo.credentials.access import PURPOSE
from yinuo.credentials.actions.applying import missing_parts
from yinuo.credentials.forms import QualificationForm
from yinuo.credentials.models import FIELDS, PICTURES, Application
from yinuo.credentials.pages.history import Said, StepRow, history, latest_words, text_of
from yinuo.media import api as media
from yinuo.media.api import MediaView
from yinuo.promise.consent import Standing, standing
from yinuo.promise.policy import library
from yinuo.promise.policy.model import Need, Version
from yinuo.promise.vault import Closed, reveal
from yinuo.web.templatetags.yinuo_web import in_chinese


@dataclass(frozen=True)
class FieldRow:
    """One typed field. ``asked``: the reviewer wants another word, ``fixed`` once it was written; ``closed`` says why
    it can't be shown now."""

    field: BoundField
    row: ItemRow
    asked: bool
    fixed: bool
    note: str
    closed: str
    withdrawn: bool
    value: str

    @property
    def cost(self) -> SafeString:
        return format_html("{}{}", _("不填："), in_chinese(self.row.refusing))


@dataclass(frozen=True)
class PictureRow:
    row: ItemRow
    media: MediaView | None
    asked: bool
    fixed: bool
    note: str
    withdrawn: bool
    facing: str


@dataclass(frozen=True)
class Stage:
    """One of the steps on top of the page; ``mark`` is ``is-done``, ``is-now`` or empty."""

    label: str
    mark: str


@dataclass(frozen=True)
class Papers:
    """``missing_fields`` and ``missing_pictures`` are names of basic parts; ``notice`` is the hash of the clause
    shown; ``said`` is what the last step said."""

    state: str
    label: str
    editable: bool
    reopened: bool
    clause: str
    clause_url: str
    notice: str
    fields: tuple[FieldRow, ...]
    pictures: tuple[PictureRow, ...]
    missing_fields: tuple[str, ...]
    missing_pictures: tuple[str, ...]
    steps: tuple[StepRow, ...]
    said: Said = field(default_factory=Said)
    problem: str = ""

    @property
    def complete(self) -> bool:
        return not self.missing_fields and not self.missing_pictures

    @property
    def asked_fields(self) -> list[str]:
        return [one.row.name for one in self.fields if one.asked and not one.fixed]

    @property
    def asked_pictures(self) -> list[str]:
        return [one.row.name for one in self.pictures if one.asked and not one.fixed]

    @property
    def amended(self) -> bool:
        """Nothing that the reviewer marked is left as it was."""
        return self.state == Application.State.CORRECTION_ASKED and not self.asked_fields and not self.asked_pictures

    @property
    def todo(self) -> str:
        """The page where something is missing or to be corrected; empty when it can be handed in."""
        if not self.editable:
            return ""
        if self.missing_fields or self.asked_fields:
            return "credentials:fields"
        return "credentials:pictures" if self.missing_pictures or self.asked_pictures else ""

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The four steps and where it stands."""
        labels = (_("填写资料"), _("上传照片"), _("医院审核"), _("开始接诊"))
        now = 2
        if self.state == Application.State.APPROVED and self.complete:
            now = len(labels)
        elif self.todo:
            now = 0 if self.todo == "credentials:fields" else 1
        return tuple(
            Stage(label, "is-done" if place < now else "is-now" if place == now else "")
            for place, label in enumerate(labels)
        )


def papers(
    doctor: UUID, application: Application | None, *, form: QualificationForm | None = None, problem: str = ""
) -> Papers:
    """The pages of one doctor; ``form`` is the one that was just posted with faults."""
    now = standing(doctor)
    version = library().in_force("doctor")
    clause = version.clauses[version.purposes[PURPOSE].clause]
    state = application.state if application else Application.State.DRAFT
    said = latest_words(application)
    missing = missing_parts(application)
    return Papers(
        state=state,
        label=str(Application.State(state).label),
        editable=state in Application.EDITABLE,
        reopened=application is not None and application.submitted_at is not None,
        clause=clause.id,
        clause_url=clause_url(version, clause.id),
        notice=clause.hash,
        fields=tuple(_fields(application, form, version, now, said)),
        pictures=tuple(_pictures(application, version, now, said)),
        missing_fields=tuple(version.items[part].name for part in missing if part in FIELDS),
        missing_pictures=tuple(version.items[part].name for part in missing if part in PICTURES),
        steps=history(application),
        said=said,
        problem=problem,
    )


def _fields(
    application: Application | None,
    form: QualificationForm | None,
    version: Version,
    now: Standing,
    said: Said,
) -> Iterator[FieldRow]:
    held = {name: reveal(application, name) if application else None for name in FIELDS}
    shown = form or QualificationForm(initial={name: text_of(value) for name, value in held.items()})
    for name in FIELDS:
        use = version.use(PURPOSE, name)
        if use is None or not use.collected:
            continue
        value = held[name]
        bound = shown[name]
        bound.field.required = use.need is Need.BASIC
        yield FieldRow(
            field=bound,
            row=item_row(version, version.purposes[PURPOSE], use, now),
            asked=name in said.marked,
            fixed=application is not None and name in application.changed,
            note=said.notes.get(name, ""),
            closed=value.sentence if isinstance(value, Closed) else "",
            withdrawn=_taken_back(now, name),
            value=text_of(value),
        )


def _pictures(application: Application | None, version: Version, now: Standing, said: Said) -> Iterator[PictureRow]:
    for name in PICTURES:
        use = version.use(PURPOSE, name)
        if use is None or not use.collected:
            continue
        row = item_row(version, version.purposes[PURPOSE], use, now)
        held = getattr(application, f"{name}_id") if application else None
        yield PictureRow(
            row=row,
            media=media.get(held) if held and row.granted else None,
            asked=name in said.marked,
            fixed=application is not None and name in application.changed,
            note=said.notes.get(name, ""),
            withdrawn=_taken_back(now, name),
            facing="environment" if name == "licence" else "user",
        )


def _taken_back(now: Standing, part: str) -> bool:
    return now.grants.get(PURPOSE, {}).get(part) is False
