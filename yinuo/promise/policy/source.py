"""Reading the four files of a policy folder into raw clauses and tables, with the lines they stand on."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

POLICY, ITEMS, RECIPIENTS, STORAGE = "policy.md", "items.toml", "recipients.toml", "storage.toml"
FILES = (ITEMS, POLICY, RECIPIENTS, STORAGE)
PREAMBLE = "0"

CLAUSE_ID = re.compile(r"\d+(\.(\d+|[a-z]))*[a-z]?(-\d+)?")
_HEADING = re.compile(r"(#{1,6})\s+(\S+)(?:\s+(.*?))?\s*")
_FENCE = re.compile(r"(`{3,}|~{3,})\s*(\S*)\s*")
_TOML_LINE = re.compile(r"\(at line (\d+)")

Table = Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """One fault: its ``kind`` is a stable word, ``where`` a file with a line, ``message`` says what to change."""

    kind: str
    where: str
    clause: str
    message: str

    def __str__(self) -> str:
        clause = f" clause {self.clause}" if self.clause else ""
        return f"{self.where}{clause}: {self.message} [{self.kind}]"

    def as_json(self) -> dict[str, str]:
        body = {"kind": self.kind, "where": self.where, "message": self.message}
        return body | ({"clause": self.clause} if self.clause else {})


class PolicyError(Exception):
    """A policy folder that can't be read as one; ``findings`` says where and why, the first one first."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


@dataclass(frozen=True)
class Declaration:
    """One fenced block: the TOML in it, and the line of ``policy.md`` on which the TOML begins."""

    line: int
    toml: str
    tables: Table

    def line_of(self, entry: Table) -> int:
        """The line on which an entry names itself; the block's own when it doesn't."""
        name = re.escape(str(entry.get("id", entry.get("menu", ""))))
        found = re.search(rf'^\s*(id|menu)\s*=\s*"{name}"', self.toml, re.MULTILINE)
        return self.line + self.toml.count("\n", 0, found.end()) if found else self.line


@dataclass(frozen=True)
class RawClause:
    """``raw`` is everything from the heading to the next heading; ``text`` is that without heading and declarations."""

    id: str
    title: str
    level: int
    line: int
    raw: str
    text: str
    declarations: tuple[Declaration, ...] = ()


@dataclass(frozen=True)
class Source:
    folder: Path
    bytes: Mapping[str, bytes]
    front: Table
    clauses: tuple[RawClause, ...]
    tables: Mapping[str, Table] = field(default_factory=dict)

    @property
    def where(self) -> str:
        return f"{self.folder.parent.name}/{self.folder.name}"

    def at(self, file: str, line: int | None = None) -> str:
        """How a place is named in a finding: ``doctor/4.0.0/policy.md:120``."""
        return f"{self.where}/{file}" + (f":{line}" if line else "")


def read_source(folder: Path) -> Source:
    """Read a folder; raises :class:`PolicyError` when a file is missing or is not UTF-8, TOML or headed Markdown."""
    place = f"{folder.parent.name}/{folder.name}"
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise PolicyError(*(Finding("missing_file", f"{place}/{name}", "", "this file is missing") for name in missing))
    stored = {name: (folder / name).read_bytes() for name in FILES}
    texts = {name: _decoded(content, f"{place}/{name}") for name, content in stored.items()}
    front, body, offset = _front_matter(texts[POLICY], f"{place}/{POLICY}")
    clauses = tuple(_clauses(body, offset, f"{place}/{POLICY}"))
    tables = {name: parsed_toml(texts[name], f"{place}/{name}") for name in FILES if name != POLICY}
    return Source(folder, stored, front, clauses, tables)


def _decoded(content: bytes, where: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise PolicyError(Finding("encoding", f"{where}:{line}", "", "this line is not UTF-8")) from None


def parsed_toml(text: str, where: str, clause: str = "", offset: int = 0) -> dict[str, Any]:
    """TOML, or a :class:`PolicyError` that names the line; ``offset`` lines stand above ``text`` in the file."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        line = offset + (int(found.group(1)) if found else 1)
        what = str(error).split(" (at ", 1)[0]
        raise PolicyError(Finding("toml", f"{where}:{line}", clause, f"this is not TOML: {what}")) from None


def _front_matter(text: str, where: str) -> tuple[Table, list[str], int]:
    lines = text.split("\n")
    if lines[0].strip() != "+++":
        raise PolicyError(Finding("front_matter", f"{where}:1", "", "the file must begin with a +++ line"))
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == "+++"), None)
    if end is None:
        raise PolicyError(Finding("front_matter", f"{where}:1", "", "the front matter has no closing +++ line"))
    return parsed_toml("\n".join(lines[1:end]), where, offset=1), lines[end + 1 :], end + 1


@dataclass
class _Open:
    """A clause while its lines are being read."""

    id: str
    title: str
    level: int
    line: int
    raw: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)

    def closed(self) -> RawClause:
        return RawClause(
            self.id,
            self.title,
            self.level,
            self.line,
            "\n".join(self.raw).strip("\n"),
            "\n".join(self.text).strip("\n"),
            tuple(self.declarations),
        )


def _clauses(lines: list[str], offset: int, where: str) -> list[RawClause]:
    clauses = [_Open(PREAMBLE, "", 2, offset + 1)]
    number = 0
    while number < len(lines):
        line, at = lines[number], offset + number + 1
        fence, heading = _FENCE.fullmatch(line), _HEADING.fullmatch(line)
        if fence:
            end = _fence_end(lines, number, fence.group(1), f"{where}:{at}", clauses[-1].id)
            _take_block(clauses[-1], lines[number : end + 1], fence.group(2), at, where)
            number = end
        elif heading:
            clauses.append(_opened(heading, at, where))
            clauses[-1].raw.append(line)
        else:
            clauses[-1].raw.append(line)
            clauses[-1].text.append(line)
        number += 1
    headed = any(clause.id == PREAMBLE for clause in clauses[1:])
    empty = not any(line.strip() for line in clauses[0].raw)
    return [clause.closed() for clause in (clauses[1:] if headed and empty else clauses)]


def _opened(heading: re.Match[str], line: int, where: str) -> _Open:
    marks, first, rest = heading.group(1), heading.group(2), heading.group(3) or ""
    if len(marks) == 1 or not CLAUSE_ID.fullmatch(first):
        message = f"the heading '{marks} {first}' must be of level 2 to 6 and begin with a clause number such as 1.2"
        raise PolicyError(Finding("heading", f"{where}:{line}", "", message))
    return _Open(first, rest, len(marks), line)


def _fence_end(lines: list[str], start: int, fence: str, where: str, clause: str) -> int:
    for number in range(start + 1, len(lines)):
        closing = lines[number].strip()
        if closing.startswith(fence) and not closing.strip(fence[0]):
            return number
    raise PolicyError(Finding("fence", where, clause, "this fenced block is never closed"))


def _take_block(clause: _Open, block: list[str], info: str, line: int, where: str) -> None:
    clause.raw.extend(block)
    if info != "declare":
        clause.text.extend(block)
        return
    toml = "\n".join(block[1:-1])
    clause.declarations.append(Declaration(line + 1, toml, parsed_toml(toml, where, clause.id, line)))
