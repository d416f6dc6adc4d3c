"""`yinuo policy draft | publish | retract` as a person types them."""

import json
from pathlib import Path
from typing import Any

import pytest

from yinuo.promise.models import InForce, PolicyAct
from yinuo.promise.policy import library
from yinuo.promise.policy.tests.conftest import shelf  # noqa: F401 - the fixture
from yinuo.promise.tests.overlay import NAME, write_overlay
from yinuo.runtime.cli import main

pytestmark = [pytest.mark.django_db, pytest.mark.clause("7"), pytest.mark.usefixtures("shelf")]
OLD = 'id = "message_text"\nneed = "basic"\nbasis = "contract"\nsource = ["given"]'


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The next doctors' version, widened by one source, to be published from a folder."""
    made = tmp_path / "next"
    assert main(["policy", "draft", "doctor", "--into", str(made)]) == 0
    capsys.readouterr()
    edit(made, OLD, OLD.replace('["given"]', '["given", "automatic"]'))
    return made


def edit(folder: Path, old: str, new: str) -> None:
    file = folder / "policy.md"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def answer(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    assert main(["policy", *arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_a_dry_run_says_what_is_owed_and_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = answer(capsys, "publish", str(folder), "--dry-run")
    assert report["asks"] is True and report["letters"] == ["a"] and report["lessens"] == []
    assert any("自动产生" in said for said in report["asked"])
    assert library().numbers("doctor")[-1] == "4.2.0" and not PolicyAct.objects.exists()


def test_a_folder_is_published_and_taken_back(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = answer(capsys, "publish", str(folder), "--letters", "f")
    assert (report["number"], report["letters"], report["in_force"]) == ("4.3.0", ["a", "f"], True)
    assert answer(capsys, "retract", "doctor", "4.3.0")["number"] == "4.3.1"
    assert InForce.objects.get(role="doctor").number == "4.3.1"
    assert set(PolicyAct.objects.values_list("by", flat=True)) == {"command"}


def test_a_refusal_is_the_sentence_of_the_desk_with_its_findings(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(folder, 'supersedes = "4.2.0"', 'supersedes = "4.3.0"')
    report = answer(capsys, "publish", str(folder), code=1)
    assert report["error"] == "findings" and report["findings"][0]["kind"] == "supersedes_cycle"
    assert report["sentence"].startswith("还有 1 处要改")
    assert main(["policy", "publish", str(folder)]) == 1
    assert "supersedes_cycle" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["publish", "nothing-here"], "neither a folder nor a draft"),
        (["draft", "nobody"], "nobody"),
        (["retract", "doctor", "9.9.9"], "没有这个版本"),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert main(["policy", *arguments]) == 1
    assert says in capsys.readouterr().err


@pytest.mark.clause("0.1")
def test_lint_holds_a_service_policy_against_its_base(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    folder = write_overlay(shelf)
    assert main(["policy", "lint", NAME]) == 0
    items = folder / "items.toml"
    items.write_text(items.read_text(encoding="utf-8").replace("keep = ", 'keep = "P1D" # '), encoding="utf-8")
    library.cache_clear()
    assert main(["policy", "lint", NAME]) == 1
    assert "overlay_class" in capsys.readouterr().out
