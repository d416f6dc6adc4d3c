"""The draft is a folder that the loader reads, and lint says of each clause that it is not declared yet."""

from pathlib import Path

import pytest

from yinuo.promise.policy.importing import UnableToImport
from yinuo.promise.policy.importing.draft import three_parts, write_draft
from yinuo.promise.policy.importing.tests import made_up
from yinuo.promise.policy.importing.tests.reading import bare, imported
from yinuo.promise.policy.lint import lint
from yinuo.promise.policy.loader import load

pytestmark = pytest.mark.clause("7")


def test_the_draft_loads_with_every_clause_and_its_words(tmp_path: Path) -> None:
    found = imported(made_up.both_versions())
    folder = tmp_path / "patient" / "2.4.1"
    write_draft(found, found.newest(), folder)

    version = load(folder)
    assert (version.role, version.number, version.title) == ("patient", "2.4.1", "云诊用户隐私保护政策")
    assert (version.published.isoformat(), version.archive) == ("2031-05-06", True)
    assert tuple(version.clauses) == made_up.IDS
    shown = found.shown(found.newest())
    for clause in version.clauses.values():
        written = bare(clause.title + clause.text) if clause.id != "0" else bare(clause.text)
        assert (
            written.replace("-", "")
            .replace("：", "")
            .endswith(bare(shown[clause.id]).replace("-", "").replace("：", ""))
        )
    text = (folder / "policy.md").read_text()
    assert not any(secret in text for secret in ("5550", "@", made_up.OFFICER, "虚构路", made_up.OPERATOR))


def test_lint_tells_each_clause_that_is_not_declared_yet(tmp_path: Path) -> None:
    found = imported(made_up.both_versions())
    folder = tmp_path / "doctor" / "2.4.1"
    write_draft(found, found.newest(), folder)

    findings = lint(folder)
    assert {finding.kind for finding in findings} == {"not_declared", "undeclared_path"}
    assert [finding.clause for finding in findings if finding.kind == "not_declared"] == [*made_up.IDS[1:]]


def test_words_that_look_like_markdown_stay_words(tmp_path: Path) -> None:
    found = imported("隐私政策\n1. 收集\n个人信息\n```\n~~~\n2. 共享\n+++\n不共享\n")
    folder = tmp_path / "doctor" / "1.0.0"
    write_draft(found, found.newest(), folder)
    assert [finding.kind for finding in lint(folder) if finding.kind in ("fence", "heading")] == []
    assert "\\```" in (folder / "policy.md").read_text()


def test_what_the_text_does_not_say_is_left_out_for_lint_to_find(tmp_path: Path) -> None:
    found = imported("隐私政策\n1. 收集\n个人信息。\n2. 共享\n不共享。\n")
    folder = tmp_path / "doctor" / "0.0.0"
    write_draft(found, found.newest(), folder)
    assert {"published", "effective"} <= {
        word for finding in lint(folder) for word in ("published", "effective") if f"'{word}'" in finding.message
    }


def test_a_folder_that_exists_is_never_written_into(tmp_path: Path) -> None:
    found = imported(made_up.both_versions())
    with pytest.raises(UnableToImport, match="已经存在"):
        write_draft(found, found.newest(), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_number_is_written_with_three_parts() -> None:
    assert [three_parts(number) for number in ("2", "2.1", "2.01.3", "1.2.3.4", None)] == [
        *("2.0.0", "2.1.0", "2.1.3", "1.2.3", "0.0.0"),
    ]
