"""``yinuo policy import`` as a person types it."""

import json
from pathlib import Path

import pytest

from yinuo.promise.policy.importing.tests import made_up
from yinuo.runtime.cli import main

pytestmark = pytest.mark.clause("7")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "policy.txt"
    path.write_text(made_up.both_versions(), encoding="utf-8")
    return path


def test_the_stable_form(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "import", str(file), "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"versions", "differences", "not_understood"}
    assert [set(version) for version in found["versions"]] == [{"version", "published", "effective", "clauses"}] * 2
    assert [(each["version"], each["published"]) for each in found["versions"]] == [
        ("2.4.1", "2031-05-06"),
        ("2.4.0", "2031-02-03"),
    ]
    assert tuple(found["versions"][0]["clauses"]) == made_up.IDS
    assert [each["clause"] for each in found["differences"]] == ["1.1"]


def test_in_words(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "import", str(file)]) == 0
    said = capsys.readouterr().out
    assert "版本 2.4.1：发布 2031-05-06" in said and "第 1.1 条" in said and made_up.OFFICER not in said


def test_a_draft_is_written_and_lint_reads_it(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "doctor" / "2.4.0"
    assert main(["policy", "import", str(file), "--write", str(folder), "--version", "2.4.0"]) == 0
    assert "2.4.1" in capsys.readouterr().err

    assert main(["policy", "lint", str(folder), "--json"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert {"1.1", "3.1.2-1", "8"} <= {each["clause"] for each in findings if each["kind"] == "not_declared"}


def test_bad_input_ends_with_two_and_writes_nothing(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "doctor" / "1.0.0"
    (tmp_path / "hole.txt").write_text("隐私政策\n1. 收集\n好。\n2. 共享\n好。\n4. 权利\n好。\n", encoding="utf-8")
    cases = [
        ([str(tmp_path / "nothing.txt")], "没有", "There is no"),
        ([str(tmp_path)], "读不了", "can't be read"),
        ([str(tmp_path / "hole.txt"), "--json"], "编号有缺", "hole"),
        ([str(file), "--version", "9.9.9"], "没有版本 9.9.9", "no version 9.9.9"),
    ]
    for arguments, chinese, english in cases:
        assert main(["policy", "import", *arguments, "--write", str(folder)]) == 2
        said = capsys.readouterr()
        assert chinese in said.err and english in said.err and said.out == "", said.err
        assert not folder.exists() and not folder.parent.exists()

    folder.mkdir(parents=True)
    assert main(["policy", "import", str(file), "--write", str(folder)]) == 2
    said = capsys.readouterr()
    assert "已经存在" in said.err and "exists already" in said.err and list(folder.iterdir()) == []
