"""The table of contents: a run of short numbered entries before the numbering begins again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from yinuo.promise.policy.importing.marks import Edge, Mark

ENTRY = 80  # characters; a longer one is no entry
MOST = 400  # entries
_FEWEST = 3  # characters of a title
_WORD = re.compile(r"目[ \t\u3000]{0,4}[录次]|(?i:table of contents|contents)")
_SENTENCE = re.compile(r"[。！？!?]")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True)
class Contents:
    """``end`` is where the text itself begins; ``titles`` are the entries of the first level, by number."""

    start: int
    end: int
    titles: dict[int, str]


def table_of_contents(text: str, start: int, end: int, marks: Sequence[Mark]) -> Contents | None:
    """The table at the head of the version in ``start``..``end``, whose marks these are; None without one."""
    word = _WORD.search(text, start, marks[0].start) if marks else None
    for place, first in enumerate(marks[:20]):
        if first.path != (1,) or (first.edge is Edge.INSIDE and not word):
            continue
        again = _where_it_begins_again(text, marks, place, word is not None)
        if again is None:
            continue
        entries = [mark for mark in marks[place:again] if mark.style == first.style]
        titles = _titles(text, entries, marks[again].start, end)
        from_word = word.start() if word else first.start
        return Contents(from_word, marks[again].start, titles)
    return None


def _where_it_begins_again(text: str, marks: Sequence[Mark], place: int, announced: bool) -> int | None:
    """The index of the mark that counts 1 again behind two or more short entries."""
    first = marks[place]
    title = _title(text, first, marks[place + 1].start if place + 1 < len(marks) else first.end)
    for index in range(place + 1, min(place + MOST, len(marks))):
        mark = marks[index]
        gap = text[marks[index - 1].end : mark.start]
        if len(gap) > ENTRY or _SENTENCE.search(gap):
            return None
        alike = len(title) >= 2 and _BLANK.sub("", text[mark.end : mark.end + ENTRY]).startswith(title[:6])
        if mark.path == (1,) and index - place >= 2 and (mark.style == first.style or alike):
            return index if alike or announced else None
    return None


def _titles(text: str, entries: Sequence[Mark], end: int, version_end: int) -> dict[int, str]:
    ends = [entry.start for entry in entries[1:]] + [end]
    titles = {entry.value: _title(text, entry, stop) for entry, stop in zip(entries, ends, strict=True)}
    last = entries[-1]
    titles[last.value] = _without_what_follows(text, last, titles[last.value], end, version_end)
    return titles


def _without_what_follows(text: str, entry: Mark, title: str, start: int, end: int) -> str:
    """The last entry of running text may have other words behind it: as much of it as stands again later on."""
    for length in range(len(title), _FEWEST - 1, -1):
        for sign in "".join(dict.fromkeys((*".、．  ", text[entry.end - 1 : entry.end]))):
            if text.find(f"{entry.value}{sign}{title[:length]}", start, end) >= 0:
                return title[:length]
    return title


def _title(text: str, mark: Mark, end: int) -> str:
    line = text[mark.end : end].strip().split("\n", 1)[0]
    return _BLANK.sub("", re.sub(r"[.．…·\s]*\d{0,3}\s*$", "", line))


def titled_marks(text: str, marks: Sequence[Mark], titles: dict[int, str]) -> frozenset[int]:
    """The starts of the marks behind which the title stands that the table of contents gives their number."""
    found = set()
    for mark in marks:
        title = titles.get(mark.value) if len(mark.path) == 1 else None
        if title and _BLANK.sub("", text[mark.end : mark.end + len(title) * 2 + 4]).startswith(title):
            found.add(mark.start)
    return frozenset(found)
