"""A policy as plain text, with what its form said about each line: how deep a heading, how deep in a list."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """``start`` counts characters of the whole text; ``heading`` and ``depth`` are 0 outside a heading or list."""

    start: int
    number: int
    heading: int = 0
    depth: int = 0


@dataclass(frozen=True)
class Plain:
    text: str
    lines: tuple[Line, ...]
    starts: tuple[int, ...] = field(default=(), repr=False)

    def line_at(self, place: int) -> Line:
        """The line that holds the character at ``place``."""
        return self.lines[max(bisect_right(self.starts, place) - 1, 0)]

    def end_of(self, line: Line) -> int:
        """Where the line ends, its line break not counted."""
        found = self.text.find("\n", line.start)
        return len(self.text) if found < 0 else found

    def headings(self) -> Iterator[Line]:
        return (line for line in self.lines if line.heading)


@dataclass
class Writing:
    """A plain text while it is being put together, line by line."""

    parts: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, number: int, heading: int = 0, depth: int = 0) -> None:
        for part in text.split("\n"):
            self.lines.append(Line(self.length, number, heading, depth))
            self.parts.append(part)
            self.length += len(part) + 1

    def done(self) -> Plain:
        lines = tuple(self.lines) or (Line(0, 1),)
        return Plain("\n".join(self.parts), lines, tuple(line.start for line in lines))


def from_text(text: str) -> Plain:
    """Running text: each line as it stands."""
    writing = Writing()
    for number, line in enumerate(text.split("\n"), 1):
        writing.add(line, number)
    return writing.done()
