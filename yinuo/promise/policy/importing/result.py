"""What an import found: versions, their clauses in order, what differs, and what was not understood."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yinuo.promise.policy.importing.masking import Mask
from yinuo.promise.policy.importing.sentences import Sentence
from yinuo.promise.policy.source import PREAMBLE


@dataclass(frozen=True)
class Piece:
    """A run of the text: ``head`` (title, number, dates), ``contents`` (its table), ``preamble`` or ``clause``."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class ImportedClause:
    """``start``..``end`` is everything of the clause, its number included; the title ends at ``title_end``.

    ``above`` are headings without a number of their own in the ids: chapters over articles that count through.
    """

    id: str
    start: int
    number_start: int
    text_start: int
    title_end: int
    end: int
    level: int = 1
    items: tuple[int, ...] = ()

    def title(self, text: str) -> str:
        return text[self.text_start : self.title_end].strip()


@dataclass(frozen=True)
class ImportedVersion:
    """``pieces`` cover the version's part of the text without a gap; ``clauses`` are those of kind ``clause``."""

    start: int
    end: int
    title: str
    number: str | None
    published: date | None
    effective: date | None
    pieces: tuple[Piece, ...]
    clauses: tuple[ImportedClause, ...]

    def preamble(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind == "preamble"]


@dataclass(frozen=True)
class Difference:
    clause: str
    before: str
    after: str


@dataclass(frozen=True)
class Imported:
    text: str
    mask: Mask
    versions: tuple[ImportedVersion, ...]
    not_understood: tuple[Sentence, ...] = ()
    differences: tuple[Difference, ...] = field(default=())

    def newest(self) -> ImportedVersion:
        return max(self.versions, key=_age)

    def shown(self, version: ImportedVersion) -> dict[str, str]:
        """By clause, its words as they may be shown: contacts and names covered."""
        return dict(_texts(self.mask.shown, version))

    def as_json(self) -> dict[str, Any]:
        """The stable form of ``yinuo policy import --json``."""
        return {
            "versions": [
                {
                    "version": version.number,
                    "published": version.published.isoformat() if version.published else None,
                    "effective": version.effective.isoformat() if version.effective else None,
                    "clauses": self.shown(version),
                }
                for version in self.versions
            ],
            "differences": [{"clause": d.clause, "from": d.before, "to": d.after} for d in self.differences],
            "not_understood": [str(sentence) for sentence in self.not_understood],
        }


def _texts(shown: Any, version: ImportedVersion) -> Iterator[tuple[str, str]]:
    preamble = "\n".join(shown(piece.start, piece.end).strip() for piece in version.preamble()).strip()
    if preamble:
        yield PREAMBLE, preamble
    for clause in version.clauses:
        parts = (
            shown(clause.start, clause.number_start),
            shown(clause.text_start, clause.title_end),
            shown(clause.title_end, clause.end),
        )
        yield clause.id, "\n".join(part.strip() for part in parts if part.strip())


def differences(
    text: str, mask: Mask, versions: tuple[ImportedVersion, ...]
) -> tuple[tuple[Difference, ...], tuple[str, ...]]:
    """What differs between each two versions that follow each other, the older one first; and the clauses in which
    only something covered differs."""
    found, covered = [], []
    for first, second in itertools.pairwise(versions):
        old, new = sorted((first, second), key=_age)
        plain = [dict(_texts(lambda start, end: text[start:end], each)) for each in (old, new)]
        shown = [dict(_texts(mask.shown, each)) for each in (old, new)]
        for clause in {**plain[1], **plain[0]}:
            if _bare(plain[0].get(clause)) != _bare(plain[1].get(clause)):
                found.append(Difference(clause, shown[0].get(clause, ""), shown[1].get(clause, "")))
                if found[-1].before == found[-1].after:
                    covered.append(clause)
    return tuple(found), tuple(covered)


def _age(version: ImportedVersion) -> tuple[tuple[int, ...], str]:
    number = tuple(int(part) for part in version.number.split(".")) if version.number else ()
    return number, (version.effective or version.published or date.min).isoformat()


def _bare(text: str | None) -> str | None:
    return "".join(text.split()) if text is not None else None
