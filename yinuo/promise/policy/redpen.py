"""The red pen on the text itself: a clause of ``policy.md`` without one permission or item. Everything else stays."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

_HEADING = re.compile(r"#{2,6}\s+(\S+)")
_TABLE = re.compile(r"\s*\[\[?([a-z_.]+)\]?\]\s*")
_ID = re.compile(r'\s*id\s*=\s*"([^"]+)"')


@dataclass(frozen=True)
class Stroke:
    """What is struck: entries of one kind (``item`` or ``permission``) by id, and the words that name them.

    ``spared`` are words that must stay whole, although one of ``words`` stands in them: names still declared.
    """

    clause: str
    struck: frozenset[tuple[str, str]]
    name: str
    words: tuple[str, ...]
    spared: tuple[str, ...]


def struck(policy: str, stroke: Stroke) -> str:
    """``policy.md`` with the stroke made: the declarations gone, the words crossed out, a line that says so."""
    lines = policy.split("\n")
    start = next(n for n, line in enumerate(lines) if (h := _HEADING.match(line)) and h.group(1) == stroke.clause)
    end = next((n for n in range(start + 1, len(lines)) if _is_heading(lines, start, n)), len(lines))
    return "\n".join([*lines[: start + 1], *_clause(lines[start + 1 : end], stroke), *lines[end:]])


def _is_heading(lines: list[str], start: int, number: int) -> bool:
    fences = sum(1 for line in lines[start:number] if line.lstrip().startswith("```"))
    return fences % 2 == 0 and bool(_HEADING.match(lines[number]))


def _clause(lines: list[str], stroke: Stroke) -> list[str]:
    first = next((n for n, line in enumerate(lines) if line.startswith("```declare")), len(lines))
    note = _("（本条不再使用：%(name)s）") % {"name": stroke.name}
    text = [_crossed_out(line, stroke) for line in lines[:first]]
    while text and not text[-1].strip():
        text.pop()
    return [*text, "", note, "", *_declarations(lines[first:], stroke.struck)]


def _crossed_out(line: str, stroke: Stroke) -> str:
    spared = "|".join(map(re.escape, sorted(stroke.spared, key=len, reverse=True)))
    words = "|".join(map(re.escape, sorted(stroke.words, key=len, reverse=True)))
    pattern = f"(?P<spared>~~[^~]*~~{'|' + spared if spared else ''})|(?P<word>{words})"
    return re.sub(pattern, lambda m: m.group() if m.group("spared") else f"~~{m.group()}~~", line)


def _declarations(lines: list[str], gone: Iterable[tuple[str, str]]) -> list[str]:
    """The lines without the tables of these entries; a comment just above a table goes with it."""
    kept: list[str] = []
    for table in _tables(lines):
        if (_kind(table), _id(table)) not in gone:
            kept += table
        elif any(line.startswith("```") for line in table):
            kept += table[next(n for n, line in enumerate(table) if line.startswith("```")) :]
    return kept


def _tables(lines: list[str]) -> list[list[str]]:
    tables: list[list[str]] = [[]]
    for line in lines:
        if _TABLE.fullmatch(line):
            above: list[str] = []
            while tables[-1] and tables[-1][-1].lstrip().startswith("#"):
                above.insert(0, tables[-1].pop())
            tables.append(above)
        tables[-1].append(line)
    return tables


def _kind(table: list[str]) -> str:
    header = next((m.group(1) for line in table if (m := _TABLE.fullmatch(line))), "")
    return header.removeprefix("purpose.") if header.startswith("purpose.") else ""


def _id(table: list[str]) -> str:
    return next((m.group(1) for line in table if (m := _ID.match(line))), "")


def renumbered(policy: str, number: str, supersedes: str, day: date) -> str:
    """The same policy as the next version, published and effective on ``day``."""
    return with_front(
        policy,
        {
            "version": f'"{number}"',
            "published": day.isoformat(),
            "effective": day.isoformat(),
            "supersedes": f'"{supersedes}"',
        },
    )


def with_front(policy: str, values: Mapping[str, str]) -> str:
    """The policy with these lines of its front matter; the values are TOML. All else stays to the letter."""
    _mark, front, body = policy.split("+++", 2)
    for key, value in values.items():
        line = f"{key} = {value}"
        front, found = re.subn(rf"(?m)^{key}\s*=.*$", line, front, count=1)
        if not found:
            front = f"{front.rstrip()}\n{line}\n"
    tomllib.loads(front)
    return f"+++{front}+++{body}"
