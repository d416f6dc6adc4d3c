"""What machines read of the product keeps its form: the JSON of ``promises``, ``datamap``, ``check`` and ``policy``."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.prove import ROWS
from yinuo.promise.closure.inventory import Finding
from yinuo.promise.policy import built_in
from yinuo.promise.policy.diff import Direction
from yinuo.promise.policy.library import Library
from yinuo.runtime.cli import main

OURS = Library([Path(__file__).parents[1] / "policies"])
ITEM = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


Told = Callable[..., Any]


@pytest.fixture
def told(db: None, capsys: pytest.CaptureFixture[str]) -> Told:
    """What a command prints, and nothing beside it."""

    def run(*arguments: str) -> Any:
        assert main([*arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


def test_promises_is_a_list_of_clauses_with_their_state_and_evidence(told: Told) -> None:
    rows = told("promises")
    assert {tuple(row) for row in rows} == {("clause", "title", "state", "enforced_by", "proved_by")}
    assert {row["state"] for row in rows} <= {"kept", "claimed", "not offered"}
    assert {row["clause"] for row in rows} >= set(ROWS)
    assert len({row["clause"] for row in rows}) == len(rows)
    for row in rows:
        assert all(isinstance(row[name], str) and row[name] for name in ("clause", "title", "state"))
        assert all(isinstance(one, str) for name in ("enforced_by", "proved_by") for one in row[name])
        assert (row["state"] == "kept") <= bool(row["enforced_by"] and row["proved_by"])


def test_datamap_is_a_list_of_personal_columns(told: Told) -> None:
    rows = told("datamap")
    assert {tuple(row) for row in rows} == {("table", "column", "item", "clauses", "class", "sensitivity")}
    declared = set(built_in.ITEMS)
    declared |= {
        item for role in OURS.roles() for number in OURS.numbers(role) for item in OURS.get(role, number).items
    }
    for row in rows:
        assert ITEM.fullmatch(row["item"])
        assert row["item"] in declared
        assert row["clauses"] and all(isinstance(clause, str) for clause in row["clauses"])
    assert "phone_number" in {row["item"] for row in rows}


def test_check_says_ok_with_no_findings(told: Told) -> None:
    assert told("check") == {"ok": True, "findings": []}


@pytest.mark.django_db
def test_a_finding_says_kind_place_clause_and_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = [Finding("host", "x.py", "no clause names stats.example.com"), Finding("item", "1.2", "nothing", "1.2")]
    monkeypatch.setattr("yinuo.promise.closure.check.check", lambda *, with_database: found)
    assert main(["check", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "ok": False,
        "findings": [
            {"kind": "host", "where": "x.py", "message": "no clause names stats.example.com"},
            {"kind": "item", "where": "1.2", "message": "nothing", "clause": "1.2"},
        ],
    }


def test_the_two_archives_differ_in_the_change_of_1_1_and_nothing_else(told: Told) -> None:
    assert told("policy", "diff", "doctor", "3.10.8", "3.10.9") == {
        "from": "3.10.8",
        "to": "3.10.9",
        "differences": [
            {
                "clause": "1.1",
                "kind": "item",
                "direction": "widening",
                "item": "phone_number",
                "purpose": "accounts.registration",
                "text": "第 1.1 条：新增收集“手机号码”。",
            }
        ],
    }


def test_each_difference_says_clause_kind_direction_and_text(told: Told) -> None:
    ours = told("policy", "diff", "doctor", "3.10.9", "4.0.0")
    assert tuple(ours) == ("from", "to", "differences")
    for each in ours["differences"]:
        rest = set(each) - {"item", "purpose"}
        assert rest == {"clause", "kind", "direction", "text"}
        assert each["direction"] in set(Direction)
        assert all(isinstance(value, str) and value for value in each.values()), each
        assert ITEM.fullmatch(each.get("item", "none"))
