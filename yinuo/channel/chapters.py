"""Chapters of a recording as people write them: a line each, ``03:20 什么时候该去医院``. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

MOST = 30
LONGEST_TITLE = 40
_LINE = re.compile(r"(?:(\d{1,2})[:：])?(\d{1,2})[:：](\d{2})[\s　]+(.+)")


class UnableToReadChapters(Exception):
    """``sentence`` names the line and says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Chapter:
    seconds: int
    title: str

    @property
    def clock(self) -> str:
        return clock(self.seconds)


def clock(seconds: float) -> str:
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    short = f"{rest // 60:02d}:{rest % 60:02d}"
    return f"{hours}:{short}" if hours else short


def read(text: str, *, length: float) -> tuple[Chapter, ...]:
    """The chapters of a recording of ``length`` seconds. Raises :class:`UnableToReadChapters`."""
    found: list[Chapter] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            found.append(_chapter(number, line.strip(), found, length))
    if len(found) > MOST:
        raise UnableToReadChapters(_("章节最多 30 个，现在 %(count)d 个。请合并几个。") % {"count": len(found)})
    return tuple(found)


def _chapter(number: int, line: str, before: list[Chapter], length: float) -> Chapter:
    where = {"line": number, "length": clock(length), "most": LONGEST_TITLE}
    parsed = _LINE.fullmatch(line)
    if parsed is None:
        raise UnableToReadChapters(
            _("第 %(line)d 行看不懂。请写成“分:秒 标题”，例如“03:20 什么时候该去医院”。") % where
        )
    hours, minutes, rest, title = parsed.groups()
    seconds = int(hours or 0) * 3600 + int(minutes) * 60 + int(rest)
    if int(rest) > 59 or (hours and int(minutes) > 59):
        raise UnableToReadChapters(_("第 %(line)d 行的时间不对：分和秒不能超过 59。") % where)
    if seconds >= length:
        raise UnableToReadChapters(_("第 %(line)d 行的时间超过了录音的长度（%(length)s）。") % where)
    if before and seconds <= before[-1].seconds:
        raise UnableToReadChapters(_("第 %(line)d 行的时间不在上一行之后。请按先后排好。") % where)
    if len(title) > LONGEST_TITLE:
        raise UnableToReadChapters(_("第 %(line)d 行的标题太长，最多 %(most)d 个字。") % where)
    return Chapter(seconds, title.strip())


def written(chapters: tuple[Chapter, ...]) -> str:
    return "\n".join(f"{one.clock} {one.title}" for one in chapters)


def chapters_in_words(held: Iterable[Sequence[Any]]) -> str:
    """What :func:`kept` keeps, for its author to read."""
    return "；".join(f"{clock(seconds)} {title}" for seconds, title in held) or _("没有分章")


def kept(chapters: tuple[Chapter, ...]) -> list[list[object]]:
    return [[one.seconds, one.title] for one in chapters]


def of(held: list[list[object]]) -> tuple[Chapter, ...]:
    return tuple(Chapter(int(str(seconds)), str(title)) for seconds, title in held)
