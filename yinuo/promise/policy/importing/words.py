"""What an import tells the person at the terminal."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from yinuo.promise.policy.importing.draft import three_parts
from yinuo.promise.policy.importing.result import Imported, ImportedVersion
from yinuo.promise.policy.importing.sentences import Sentence, UnableToImport

SHOWN = 36  # characters of a clause


def in_words(imported: Imported) -> str:
    """Each version with its clauses, one line each; what differs; what was not understood."""
    return "\n".join(_lines(imported))


def _lines(imported: Imported) -> Iterator[str]:
    for version in imported.versions:
        values = {
            "number": version.number or gettext("未知"),
            "published": version.published or gettext("未知"),
            "effective": version.effective or gettext("未知"),
            "count": len(version.clauses),
        }
        yield gettext("版本 %(number)s：发布 %(published)s，生效 %(effective)s，共 %(count)d 条") % values
        for clause, text in imported.shown(version).items():
            words = " ".join(text.split())
            yield f"  {clause:10} {words[:SHOWN]}{'…' if len(words) > SHOWN else ''}"
        yield ""
    if len(imported.versions) > 1:
        yield gettext("前后版本的不同：")
        for difference in imported.differences:
            yield "  " + gettext("第 %(clause)s 条") % {"clause": difference.clause}
        if not imported.differences:
            yield "  " + gettext("没有")
    yield gettext("没有看懂的：")
    yield from (f"  {sentence}" for sentence in imported.not_understood)
    if not imported.not_understood:
        yield "  " + gettext("没有")


def written(imported: Imported, version: ImportedVersion, folder: Path) -> str:
    """Where the draft stands, and what to do next."""
    said = [Sentence(_("草稿写在 %(folder)s。下一步：yinuo policy lint %(folder)s/"), {"folder": str(folder)})]
    if three_parts(version.number) != version.number:
        values = {"number": version.number or "", "written": three_parts(version.number)}
        said.append(Sentence(_("版本号“%(number)s”在草稿里写作 %(written)s。"), values))
    others = [each.number for each in imported.versions if each is not version and each.number]
    if others:
        said.append(Sentence(_("文件里还有版本 %(others)s：加上 --version 另写。"), {"others": "、".join(others)}))
    return "\n".join(map(str, said))


def unable_to_read(file: Path, problem: OSError) -> UnableToImport:
    values = {"file": str(file), "why": problem.strerror or str(problem)}
    if isinstance(problem, FileNotFoundError):
        return UnableToImport(Sentence(_("没有 %(file)s 这个文件。"), values))
    return UnableToImport(Sentence(_("读不了 %(file)s（%(why)s）。"), values))


def unknown_version(imported: Imported, number: str) -> UnableToImport:
    known = "、".join(version.number or "" for version in imported.versions)
    return UnableToImport(
        Sentence(_("文件里没有版本 %(number)s；有的是 %(known)s。"), {"number": number, "known": known})
    )
