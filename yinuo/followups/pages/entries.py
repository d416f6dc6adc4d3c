"""What was answered at one occasion: opened, judged, and worded for the page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.followups.content import Content
from yinuo.followups.judging import Finding, findings
from yinuo.followups.models import Answer, Occasion
from yinuo.followups.pages.charts import Said
from yinuo.followups.pages.files import File
from yinuo.followups.shown import shown
from yinuo.followups.wording import worded


@dataclass(frozen=True)
class Line:
    label: str
    text: str
    beyond: bool


@dataclass(frozen=True)
class Entry:
    """One answered occasion; ``why`` are its findings."""

    occasion: UUID
    at: datetime
    lines: tuple[Line, ...]
    closed: str
    files: tuple[File, ...]
    why: tuple[Finding, ...]


def said_in(row: Answer) -> Said | None:
    """None when all of it is closed."""
    answers, values = shown(row, "answers"), shown(row, "values")
    if answers.closed and values.closed:
        return None
    return Said(row.said_at, answers.said or {}, values.said or {})


def findings_in(content: Content, said: Said | None) -> tuple[Finding, ...]:
    return tuple(findings(content, said.answers, said.values)) if said is not None else ()


def entry_of(
    content: Content, row: Occasion, said: Said | None, why: tuple[Finding, ...], files: tuple[File, ...]
) -> Entry:
    closed = "" if said is not None else shown(row.answer, "answers").closed
    lines = _lines(content, said, {finding.label for finding in why}) if said is not None else ()
    return Entry(row.pk, row.answered_at or row.opens_at, lines, closed, files, why)


def _lines(content: Content, said: Said, beyond: set[str]) -> tuple[Line, ...]:
    """The values, then the answers. What was tapped is the plan's words; what was written is the patient's."""
    asked = {one.label: one for one in content.questions}
    found = []
    for label, value in said.values.items():
        unit = worded(asked[label].unit) if label in asked else ""
        found.append(Line(worded(label), f"{value:g} {unit}".strip(), label in beyond))
    for label, text in said.answers.items():
        tapped = label in asked and asked[label].kind == "choice"
        found.append(Line(worded(label), worded(str(text)) if tapped else str(text), label in beyond))
    return tuple(found)
