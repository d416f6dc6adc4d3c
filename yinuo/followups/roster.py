"""A list of people to invite, as it comes out of a spreadsheet: name and number a line. Pure; nothing is kept."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yinuo.accounts.api import MalformedNumber, read_number

MOST_BYTES = 200 * 1024
MOST_LINES = 500
MOST_NAME = 40
DELIMITERS = (",", ";", "\t", "，")
_HEADER = re.compile(r"姓名|名字|手机|电话|号码|name|phone|mobile|tel", re.IGNORECASE)
_FORMULA = re.compile(r'^="?(.*?)"?$')
_SCIENTIFIC = re.compile(r"^\d(\.\d+)?[eE]\+?\d+$")


class UnreadableRoster(Exception):
    """The whole file can't be read; ``sentence`` says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__("unreadable roster")
        self.sentence = sentence


@dataclass(frozen=True)
class Entry:
    """``number`` is in E.164."""

    line: int
    name: str
    number: str


@dataclass(frozen=True)
class LineFault:
    """SECURITY: shown to the doctor who sent the list, and written nowhere."""

    line: int
    shown: str
    sentence: str


@dataclass(frozen=True)
class Roster:
    entries: tuple[Entry, ...] = ()
    faults: tuple[LineFault, ...] = ()


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8 with or without a mark, UTF-16 with one, else GB18030. Raises
    :class:`UnreadableRoster`."""
    if len(content) > MOST_BYTES:
        raise UnreadableRoster(_("文件超过 200 KB，不像一份名单。请只留姓名和手机号码两列，每次最多 500 人。"))
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnreadableRoster(_("这是 Excel 工作簿，不是 CSV。请在 Excel 里另存为“CSV（逗号分隔）”再上传。"))
    names = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "gb18030"]
    for name in names:
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if not any(unicodedata.category(mark) in ("Cc", "Cn", "Co") and mark not in "\r\n\t" for mark in text):
            return text
    raise UnreadableRoster(_("文件的编码认不出来。请另存为 UTF-8 或 GB18030（GBK）编码的 CSV 再上传。"))


def read_roster(text: str) -> Roster:
    """Every line with its faults; an empty line and a line of headings are passed over. Raises
    :class:`UnreadableRoster`."""
    entries: list[Entry] = []
    faults: list[LineFault] = []
    first: dict[str, int] = {}
    for line, cells in _lines(text):
        if len(entries) + len(faults) >= MOST_LINES:
            raise UnreadableRoster(_("名单超过 500 人。请分几次上传。"))
        try:
            entry = _entry(line, cells)
        except ValueError as fault:
            faults.append(LineFault(line, _("，").join(cells)[:60], str(fault)))
            continue
        if entry.number in first:
            sentence = _("与第 %(line)d 行的号码重复。请删去一行。") % {"line": first[entry.number]}
            faults.append(LineFault(line, _("，").join(cells)[:60], sentence))
            continue
        first[entry.number] = line
        entries.append(entry)
    return Roster(tuple(entries), tuple(faults))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    if len(text.encode()) > MOST_BYTES * 2:
        raise UnreadableRoster(_("名单太长。请分几次上传，每次最多 500 人。"))
    sample = next((line for line in text.splitlines() if line.strip()), "")[:1000]
    delimiter = next((mark for mark in DELIMITERS if _divides(mark, sample)), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begun = False
    try:
        for row in reader:
            cells = [_bare(cell) for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            if not cells:
                continue
            heading = not begun and bool(_HEADER.search(" ".join(cells))) and not re.search(r"\d{5}", " ".join(cells))
            begun = True
            if not heading:
                yield reader.line_num, cells
    except csv.Error:
        raise UnreadableRoster(
            _("第 %(line)d 行附近的引号不成对，后面读不下去。请改好再上传。") % {"line": reader.line_num}
        ) from None


def _divides(mark: str, sample: str) -> bool:
    return sum(bool(cell.strip()) for cell in next(csv.reader([sample], delimiter=mark), [])) > 1


def _bare(cell: str) -> str:
    """A cell without what spreadsheets put around a number to keep it text."""
    bare = cell.replace("\ufeff", "").strip().strip("'").strip()
    formula = _FORMULA.match(bare)
    return (formula.group(1) if formula else bare).strip()


def _entry(line: int, cells: list[str]) -> Entry:
    if len(cells) != 2:
        raise ValueError(_("这一行要正好有两列：姓名和手机号码。请删去多余的列，病情等内容一律不要写。"))
    name, number = cells if not _is_number(cells[0]) or _is_number(cells[1]) else reversed(cells)
    if not name or len(name) > MOST_NAME or re.search(r"\d{5}", name):
        raise ValueError(_("姓名缺失或不对，最多 40 个字。"))
    if _SCIENTIFIC.match(number):
        excel = _("号码被 Excel 写成了 %(number)s。请把这一列设成“文本”，重新填写后再存。")
        raise ValueError(excel % {"number": number})
    try:
        return Entry(line, name, read_number(number.removesuffix(".0")))
    except MalformedNumber as problem:
        raise ValueError(str(problem)) from None


def _is_number(cell: str) -> bool:
    return sum(mark.isdigit() for mark in cell) >= 7
