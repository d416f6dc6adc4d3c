"""A draft from an imported version: its clauses for people, and an empty place for what each declares."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import tomlkit
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_noop as _

from yinuo.promise.policy.importing.result import Imported, ImportedClause, ImportedVersion
from yinuo.promise.policy.importing.sentences import Sentence, UnableToImport
from yinuo.promise.policy.source import ITEMS, POLICY, RECIPIENTS, STORAGE

ROLES = ("doctor", "patient", "staff", "visitor")
_DEEPEST = 6
_TAKEN_FOR_MARKDOWN = re.compile(r"(?m)^([ \t]*)(#{1,6}\s|`{3}|~{3}|\+\+\+$)")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

SKELETON = """```declare
# [[purpose]]
# id = ""
# does = ""
# offered = true
# refusing = ""
```"""


def write_draft(imported: Imported, version: ImportedVersion, folder: Path) -> None:
    """The four files, in a folder that must not exist yet."""
    files = draft_files(imported, version, folder)
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        raise UnableToImport(
            Sentence(_("%(folder)s 已经存在；请另选一个文件夹，什么都没有写。"), {"folder": str(folder)})
        ) from None
    except OSError as problem:
        values = {"folder": str(folder), "why": problem.strerror or str(problem)}
        raise UnableToImport(Sentence(_("写不到 %(folder)s（%(why)s）；什么都没有写。"), values)) from None
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")


def draft_files(imported: Imported, version: ImportedVersion, folder: Path) -> dict[str, str]:
    """By name, what stands in them; an archive as long as nobody says otherwise, so that it can't come into force."""
    role = folder.parent.name if folder.parent.name in ROLES else ROLES[0]
    body = "\n\n".join(_body(imported, version))
    return {
        POLICY: f"+++\n{_front(version, role)}+++\n\n{body}\n",
        ITEMS: _note(translated("这里写保存期限的分类 [class.*] 和信息项 [item.*]。")),
        RECIPIENTS: _note(translated("这里写接收方 [recipient.*]：谁得到什么，做什么用，到什么时候。")),
        STORAGE: _note(translated("这里写 Cookie 和浏览器里的存储 [storage.*]。")),
    }


def three_parts(number: str | None) -> str:
    """A version's number as our policies write it: 2.1 becomes 2.1.0."""
    parts = (number or "0").split(".")[:3]
    return ".".join(str(int(part)) for part in (*parts, "0", "0")[:3])


def _front(version: ImportedVersion, role: str) -> str:
    front = tomlkit.document()
    front["role"] = role
    front["version"] = three_parts(version.number)
    front["title"] = version.title
    if version.published:
        front["published"] = version.published
    if version.effective:
        front["effective"] = version.effective
    front["archive"] = True
    front["place"] = "cn"
    return tomlkit.dumps(front)


def _note(text: str) -> str:
    return f"# {text}\n"


def _body(imported: Imported, version: ImportedVersion) -> Iterator[str]:
    shown = imported.mask.shown
    preamble = [_plain(shown(piece.start, piece.end)) for piece in version.preamble()]
    yield from (text for text in preamble if text)
    for clause in version.clauses:
        title = " ".join(shown(clause.text_start, clause.title_end).split()).rstrip("：:")
        level = min(clause.level + 1, _DEEPEST)
        yield f"{'#' * level} {clause.id} {_FORBIDDEN.sub('', title)}".rstrip()
        text = _text(imported, clause)
        if text:
            yield text
        yield SKELETON


def _text(imported: Imported, clause: ImportedClause) -> str:
    """The words above the clause's number, then its own; the items of a list each on a line."""
    shown = imported.mask.shown
    places = [clause.title_end, *(item for item in clause.items if item >= clause.title_end), clause.end]
    parts = [shown(start, end) for start, end in itertools.pairwise(places)]
    first, items = parts[0], parts[1:]
    lines = "\n".join(f"- {item.strip()}" for item in items if item.strip())
    blocks = [shown(clause.start, clause.number_start), first, lines]
    return "\n\n".join(_plain(block) for block in blocks if block.strip())


def _plain(text: str) -> str:
    """Lines that a reader of the draft would take for a heading or a block are escaped."""
    return _TAKEN_FOR_MARKDOWN.sub(r"\1\\\2", _FORBIDDEN.sub("", text).strip())
