"""What an article says: its parts, their limits, and what is missing before it can be handed in. Pure."""

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yinuo.channel.markup import assisted_parts, pictures_in, plain_words

LONGEST: dict[str, int] = {"title": 60, "body": 20_000, "sources": 2_000, "interests": 500}
SHORTEST_BODY = 50
NONE, SOME = "none", "some"
# Controls, invisible direction marks, surrogates, private use, unassigned: what can't be seen can't be reviewed.
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
TOO_LONG: dict[str, Promise] = {
    "title": _("标题最长 60 个字，现在 %(count)d 个。请改短一些。"),
    "body": _("正文最长 20000 个字，现在 %(count)d 个。请分成两篇。"),
    "sources": _("资料来源最长 2000 个字，现在 %(count)d 个。请只留主要的几条。"),
    "interests": _("利益关系说明最长 500 个字，现在 %(count)d 个。请改短一些。"),
}


@dataclass(frozen=True)
class Content:
    """``interest`` and ``machine`` are what the author declares: ``none``, ``some``, or nothing said yet."""

    title: str = ""
    body: str = ""
    sources: str = ""
    interest: str = ""
    interests: str = ""
    machine: str = ""

    @classmethod
    def of(cls, said: Mapping[str, object]) -> Self:
        """From a form or from a sealed column; unknown names are left out, what can't be seen is taken out."""
        names = [one.name for one in fields(cls)]
        found = {name: cleaned(str(said.get(name) or "")) for name in names}
        found["title"] = " ".join(found["title"].split())
        for name in ("interest", "machine"):
            found[name] = found[name] if found[name] in (NONE, SOME) else ""
        return cls(**found)

    def kept(self) -> dict[str, str]:
        return asdict(self)

    @property
    def empty(self) -> bool:
        return not any(asdict(self).values())


def article_in_words(said: Mapping[str, object]) -> str:
    """An article or a draft as it is kept: title, text, and what its author declared. What is empty is left out."""
    content = Content.of(said)
    answers = {NONE: _("没有"), SOME: _("有")}
    declared = (
        (_("资料来源"), content.sources),
        (_("利益关系"), content.interests or answers.get(content.interest, "")),
        (_("人工智能辅助"), answers.get(content.machine, "")),
    )
    lines = (content.title, content.body, *(f"{name}：{words}" for name, words in declared if words))
    return "\n".join(line for line in lines if line)


def cleaned(text: str) -> str:
    """One form of line ends, nothing invisible, no rows of empty lines at the ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    kept = [mark for mark in lines if mark == "\n" or unicodedata.category(mark) not in INVISIBLE]
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def too_long(content: Content) -> list[str]:
    """A sentence for each part that is longer than it may be."""
    said = asdict(content)
    return [
        str(TOO_LONG[name]) % {"count": len(said[name])} for name, most in LONGEST.items() if len(said[name]) > most
    ]


def missing(content: Content, pictures: frozenset[int]) -> list[str]:
    """Sentences on what must be mended before the article can be handed in; ``pictures`` are those that it has."""
    found = too_long(content)
    if not content.title:
        found.append(str(_("还没有标题。请写一个读者一看就懂的标题。")))
    if len(plain_words(content.body)) < SHORTEST_BODY:
        found.append(str(_("正文至少 50 个字。请再写一些。")))
    if not content.sources:
        found.append(str(_("还没有写资料来源。请写明依据，例如指南的名称和年份，或“本人临床经验”。")))
    if not content.interest or (content.interest == SOME and not content.interests):
        found.append(str(_("请说明利益关系：没有就选“没有”，有就写明是什么。")))
    return found + _about_machine(content) + _about_pictures(content, pictures)


def _about_machine(content: Content) -> list[str]:
    marked = assisted_parts(content.body) > 0
    if not content.machine:
        return [str(_("请说明有没有用人工智能辅助：没有就选“没有”，有就在文中标出那些段落。"))]
    if content.machine == SOME and not marked:
        return [str(_("您选了“有人工智能辅助”，文中还没有标出。请选中那些段落，点“标出 AI 段落”。"))]
    if content.machine == NONE and marked:
        return [str(_("文中标出了人工智能辅助的段落，下面却选了“没有”。请改成一致。"))]
    return []


def _about_pictures(content: Content, pictures: frozenset[int]) -> list[str]:
    used = pictures_in(content.body)
    lost = sorted(number for number, _words in used if number not in pictures)
    found = []
    if lost:
        names = "、".join(f"图{number}" for number in lost)
        found.append(str(_("文中引用了没有的图片：%(names)s。请重新上传，或把那一行删掉。")) % {"names": names})
    if any(not words for _number, words in used):
        found.append(str(_("有图片还没有说明。请在方括号里写一句图上是什么，看不见图的读者要靠它。")))
    return found
