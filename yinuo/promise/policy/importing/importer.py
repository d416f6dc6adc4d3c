"""An operator's policy, as it stands, read into versions and clauses."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext_noop as _

from yinuo.promise.policy.importing.contents import Contents, table_of_contents, titled_marks
from yinuo.promise.policy.importing.faults import numbering_faults, passed_over
from yinuo.promise.policy.importing.heads import Head, read_head, version_starts
from yinuo.promise.policy.importing.lists import runs
from yinuo.promise.policy.importing.marks import LETTER, Mark, find_marks
from yinuo.promise.policy.importing.masking import Mask
from yinuo.promise.policy.importing.outline import IMPLIED, outline, with_headings_only
from yinuo.promise.policy.importing.places import Places
from yinuo.promise.policy.importing.plain import Plain
from yinuo.promise.policy.importing.reading_in import read_in
from yinuo.promise.policy.importing.result import Imported, ImportedClause, ImportedVersion, Piece, differences
from yinuo.promise.policy.importing.schemes import (
    Beginning,
    counted,
    from_steps,
    paren_numbers_as_clauses,
    unnumbered_headings,
)
from yinuo.promise.policy.importing.sentences import Sentence, UnableToImport
from yinuo.promise.policy.importing.titles import title_end

MOST_MARKS = 30_000  # more numbers than any policy has: a table of figures
_TOLD = 3  # places of one kind that are told
_SUBJECT = re.compile(r"隐私|个人信息|用户信息|个人资料|个人数据|(?i:privacy|personal (?:information|data))")


def import_policy(content: bytes, name: str = "") -> Imported:
    """Raises :class:`UnableToImport` when the file is no policy, or its numbering can't be read without guessing."""
    plain = read_in(content, name)
    if not _SUBJECT.search(plain.text):
        raise UnableToImport(Sentence(_("这不像一份隐私政策：全文没有提到隐私或个人信息。")))
    marks = list(islice(find_marks(plain), MOST_MARKS + 1))
    if len(marks) > MOST_MARKS:
        raise UnableToImport(Sentence(_("这不像一份政策：里面的编号多得不像条款。请只留下政策的正文。")))
    reader = _Reader(plain, marks, Places(plain, Mask(plain.text)))
    versions = reader.versions()
    if reader.faults:
        raise UnableToImport(*reader.faults)
    mask = reader.places.mask
    differing, covered = differences(plain.text, mask, versions)
    said = [*reader.doubts, *_about_contacts(mask)]
    said += [Sentence(_("第 %(clause)s 条的不同只在隐去的联系方式或姓名里。"), {"clause": each}) for each in covered]
    return Imported(plain.text, mask, versions, tuple(said), differing)


def _about_contacts(mask: Mask) -> Iterator[Sentence]:
    for shown, values in mask.kinds().items():
        if len(values) > 1:
            yield Sentence(
                _("有 %(count)d 个不同的值都写成了 %(shown)s，请核对哪一个是现行的。"),
                {"count": len(values), "shown": shown},
            )


@dataclass
class _Reader:
    plain: Plain
    marks: Sequence[Mark]
    places: Places
    faults: list[Sentence] = field(default_factory=list)
    doubts: list[Sentence] = field(default_factory=list)

    def versions(self) -> tuple[ImportedVersion, ...]:
        """Every version; a head behind which no numbering begins belongs to the text of the version before it."""
        text = self.plain.text
        starts = version_starts(text)
        kept = [start for n, start in enumerate(starts) if n == 0 or self._begins(start, (*starts, len(text))[n + 1])]
        if len(kept) < len(starts):
            self.doubt(
                _("%(place)s：像是另一个版本的开头，但后面没有条款，算作前一版的文字。"), min({*starts} - {*kept})
            )
        found = tuple(self._version(start, end) for start, end in zip(kept, [*kept[1:], len(text)], strict=True))
        numbers = [version.number for version in found]
        for version in found[1:]:
            if version.number is not None and numbers.count(version.number) > 1:
                self.faults.append(Sentence(_("版本 %(number)s 在文件里出现了两次。"), {"number": version.number}))
                break
        return found

    def doubt(self, msgid: str, start: int, **values: object) -> None:
        self.doubts.append(Sentence(msgid, {"place": self.places.place(start), **values}))

    def _between(self, start: int, end: int) -> Sequence[Mark]:
        low = bisect_left(self.marks, start, key=lambda mark: mark.start)
        return self.marks[low : bisect_left(self.marks, end, key=lambda mark: mark.start)]

    def _begins(self, start: int, end: int) -> bool:
        return len([step for step in outline(self._between(start, end)) if not step.is_item]) >= 2

    def _version(self, start: int, end: int) -> ImportedVersion:
        marks = self._between(start, end)
        contents = table_of_contents(self.plain.text, start, end, marks)
        beginnings = self._beginnings(start, end, marks, contents)
        if not beginnings:
            if not self.faults:
                self.faults.append(Sentence(_("这不像一份政策：找不到条款的编号，也找不到标题。")))
            return ImportedVersion(start, end, "", None, None, None, (Piece("preamble", start, end),), ())
        first = beginnings[0].start
        if contents and not contents.start < contents.end <= first:
            contents = None
        head = read_head(self.plain.text, start, end, min(contents.start if contents else first, first))
        self._tell(head, start)
        clauses = tuple(self._clauses(beginnings, end, contents.titles if contents else {}))
        pieces = [Piece("head", start, head.end)]
        if contents:
            pieces += [
                Piece("preamble", head.end, contents.start),
                Piece("contents", contents.start, contents.end),
                Piece("preamble", contents.end, first),
            ]
        else:
            pieces.append(Piece("preamble", head.end, first))
        pieces += [Piece("clause", clause.start, clause.end) for clause in clauses]
        filled = tuple(piece for piece in pieces if piece.start < piece.end)
        title = self._title(head, start)
        return ImportedVersion(start, end, title, head.version, head.published, head.effective, filled, clauses)

    def _title(self, head: Head, start: int) -> str:
        place = self.plain.text.find(head.title, start)
        return self.places.mask.shown(place, place + len(head.title)) if head.title else ""

    def _beginnings(self, start: int, end: int, marks: Sequence[Mark], contents: Contents | None) -> list[Beginning]:
        headings = unnumbered_headings(self.plain, start, end, marks)
        if headings:
            self.doubt(_("%(place)s：标题没有编号，已按先后和层级编上。"), headings[0].start)
            return counted(headings)
        usable = with_headings_only(mark for mark in marks if contents is None or mark.start >= contents.end)
        titles = contents.titles if contents else {}
        titled = titled_marks(self.plain.text, usable, titles)
        steps = outline(usable, titled)
        if len([step for step in steps if not step.is_item]) < 2:
            others = paren_numbers_as_clauses(usable)
            again = outline(others, titled_marks(self.plain.text, others, titles))
            if len(again) >= 2:
                usable, steps = others, again
        self.faults += numbering_faults(steps, usable, self.places)
        for mark in passed_over(steps, usable)[:_TOLD]:
            self.doubt(_("%(place)s：这个编号没有算作一条的开头，留在前一条的文字里。"), mark.start)
        implied = next((step for step in steps if step.levels[0][0] == IMPLIED), None)
        if implied:
            self.doubt(_("%(place)s：这一条没有编了号的上级条款。"), implied.mark.start)
        beginnings = from_steps(steps)
        self._missing_from(titles, beginnings, contents)
        self._headings_without_number(start, end, usable, beginnings)
        return beginnings

    def _missing_from(self, titles: dict[int, str], beginnings: list[Beginning], contents: Contents | None) -> None:
        known = {beginning.value for beginning in beginnings if beginning.level == 1}
        for value, title in titles.items():
            if contents and beginnings and value not in known:
                message = _("%(place)s：目录里有“%(title)s”（%(number)d），正文里没有找到。")
                shown = self.places.mask.shown(contents.start, contents.end)
                self.doubt(message, contents.start, title=title if title in shown else "…", number=value)

    def _headings_without_number(self, start: int, end: int, marks: Sequence[Mark], found: list[Beginning]) -> None:
        if not found:
            return
        numbered = {self.plain.line_at(mark.start).start for mark in marks}
        for line in self.plain.headings():
            if found[0].start < line.start < end and line.start not in numbered:
                self.doubt(_("%(place)s：这个标题没有编号，算作前一条的文字。"), line.start)

    def _tell(self, head: Head, start: int) -> None:
        words = {
            "no_such_day": _("%(place)s：没有 %(word)s 这一天。"),
            "two_version": _("%(place)s：版本号又写作 %(word)s，已取先出现的。"),
            "two_published": _("%(place)s：发布日期又写作 %(word)s，已取先出现的。"),
            "two_effective": _("%(place)s：生效日期又写作 %(word)s，已取先出现的。"),
        }
        for kind, word, place in head.doubts:
            self.doubt(words[kind], place, word=word)
        if head.version is None:
            self.doubt(_("%(place)s：没有找到版本号。"), start)
        if head.published is None:
            self.doubt(_("%(place)s：没有找到发布日期。"), start)
        if head.effective is None:
            self.doubt(_("%(place)s：没有找到生效日期。"), start)

    def _clauses(self, beginnings: list[Beginning], end: int, titles: dict[int, str]) -> Iterator[ImportedClause]:
        text = self.plain.text
        decimal = any("." in beginning.id for beginning in beginnings)
        running = len(self.plain.lines) < len(beginnings)
        ends = [beginning.start for beginning in beginnings[1:]] + [end]
        followers = [*beginnings[1:], None]
        for one, stop, follower in zip(beginnings, ends, followers, strict=True):
            has_below = follower is not None and follower.level > one.level
            known = titles.get(one.value, "") if one.level == 1 else ""
            on_lines = self.plain.end_of(self.plain.line_at(one.number)) < stop
            title = title_end(text, one.text, stop, known, on_lines, running)
            if not text[title:stop].strip() and not has_below and not known:
                title = one.text
            yield from self._with_items(one, title, stop, decimal)

    def _with_items(self, one: Beginning, title: int, stop: int, decimal: bool) -> Iterator[ImportedClause]:
        """The clause, and behind it those of its items that are clauses of their own."""
        text = self.plain.text
        found, jumps = runs(text, one.text, stop, self._between(one.text, stop))
        for jump in jumps:
            last = text[jump.last.start : jump.last.end].strip()
            self.doubt(_("%(place)s：这里的列表接不上前面的 %(last)s，中间可能少了一项。"), jump.mark.start, last=last)
        own = next((run for run in found if run.own), None)
        parts = [run for run in found if own is None or run.marks[-1].start < own.marks[0].start]
        items = tuple(mark.start for run in parts for mark in run.marks)
        if own is None:
            yield ImportedClause(one.id, one.start, one.number, one.text, title, stop, one.level, items)
            return
        first = own.marks[0].start
        title = min(title, first)
        yield ImportedClause(one.id, one.start, one.number, one.text, title, first, one.level, items)
        ends = [mark.start for mark in own.marks[1:]] + [stop]
        for mark, end in zip(own.marks, ends, strict=True):
            inner = tuple(m.start for run in found if run is not own for m in run.marks if mark.end <= m.start < end)
            name = f"{one.id}{_item_name(mark, decimal)}"
            yield ImportedClause(name, mark.start, mark.start, mark.end, mark.end, end, one.level + 1, inner)
        behind = own.marks[-1]
        for run in found:
            if run.marks[0].start > behind.end and "。" in text[behind.end : run.marks[0].start]:
                message = _("%(place)s：这里又从头数起，看不出它属于 %(clause)s 还是它的上级，先放在 %(clause)s。")
                name = f"{one.id}{_item_name(behind, decimal)}"
                self.doubt(message, run.marks[0].start, clause=name)
                break


def _item_name(mark: Mark, decimal: bool) -> str:
    """``1.12.2a`` for a letter, ``3.1.4-1`` for a number: the ids that our policies have."""
    if mark.kind == LETTER:
        return chr(ord("a") + mark.value - 1)
    return f"-{mark.value}" if decimal else f".{mark.value}"
