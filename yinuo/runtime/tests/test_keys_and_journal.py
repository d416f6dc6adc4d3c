"""The commands `yinuo keys` and `yinuo journal`: what they say to a person and to a machine."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from yinuo.promise.columns import uuid7
from yinuo.promise.journal.anchors import anchor, anchor_file
from yinuo.promise.sealing.keys import create_keys, week_of
from yinuo.promise.vault import create_person
from yinuo.runtime.cli import main

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()


@pytest.fixture(autouse=True)
def _home(settings: Any, tmp_path: Path) -> None:
    settings.YINUO_HOME, settings.YINUO_KEYS = tmp_path, tmp_path / "keys"
    create_keys(tmp_path)


def said(capsys: pytest.CaptureFixture[str], *command: str) -> tuple[int, Any]:
    code = main([*command, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_keys_are_turned_and_told_of(capsys: pytest.CaptureFixture[str]) -> None:
    create_person("doctor")
    code, done = said(capsys, "keys", "rotate")
    assert (code, done["week"], done["began"], done["waiting"]) == (0, week_of(TODAY), False, 0)
    code, keys = said(capsys, "keys", "status")
    assert code == 0
    assert [(key["kind"], key["holds"], key["until"]) for key in keys] == [("week", 1, None), ("index", 0, None)]
    assert main(["keys", "rotate"]) == main(["keys", "status"]) == 0
    assert week_of(TODAY) in capsys.readouterr().out


def test_a_broken_journal_fails_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select promise_journal_append(%s, %s, %s, '[]')", [TODAY, uuid7(), '{"entries": []}'])
    anchor()
    code, report = said(capsys, "journal", "verify")
    assert (code, report["ok"], report["anchors"]) == (0, True, 1)
    anchor_file().unlink()
    code, report = said(capsys, "journal", "verify")
    assert (code, report["ok"]) == (1, False)
    assert {fault["kind"] for fault in report["faults"]} == {"anchor"}
    assert main(["journal", "verify"]) == 1
    assert "faults" in capsys.readouterr().out
