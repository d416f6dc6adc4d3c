"""The project's own policies: lawful, and different from each other in just what the archives tell."""

from pathlib import Path

import pytest
from django.conf import settings

from yinuo.promise.policy.diff import Direction, as_json, diff
from yinuo.promise.policy.duties import duties
from yinuo.promise.policy.library import Library
from yinuo.promise.policy.lint import lint_role

FOLDER = Path(settings.BASE_DIR) / "policies"
OURS = Library([FOLDER])


@pytest.mark.parametrize("role", ["doctor", "patient", "staff", "visitor"])
def test_every_version_is_lawful(role: str) -> None:
    assert OURS.numbers(role)
    assert [str(finding) for finding in lint_role(sorted((FOLDER / role).iterdir()))] == []


@pytest.mark.clause("7")
@pytest.mark.parametrize("role", ["doctor", "patient", "staff", "visitor"])
def test_no_version_lessens_a_right_of_one_before_it(role: str) -> None:
    ours = [one for one in OURS.versions(role) if not one.archive]
    steps = [(before, after) for place, before in enumerate(ours) for after in ours[place + 1 :]]
    assert [each.text for before, after in steps for each in duties(before, after).lessens] == []


def test_the_two_archives_differ_in_the_phone_number_alone() -> None:
    told = as_json(OURS.get("doctor", "3.10.8"), OURS.get("doctor", "3.10.9"))

    assert [{**each, "text": ""} for each in told["differences"]] == [
        {
            "clause": "1.1",
            "kind": "item",
            "direction": "widening",
            "item": "phone_number",
            "purpose": "accounts.registration",
            "text": "",
        }
    ]


def test_the_step_from_the_archive_to_our_first_version_is_told_by_kind() -> None:
    found = diff(OURS.get("doctor", "3.10.9"), OURS.get("doctor", "4.0.0"))
    kinds = {(each.kind, each.direction) for each in found}

    for kind in ("item", "permission", "recipient", "retention", "basis", "storage"):
        assert (kind, Direction.WIDENING) in kinds
    stopped = {each.purpose for each in found if each.kind == "purpose" and each.direction is Direction.NARROWING}
    assert {"summaries", "live", "wallet"} <= stopped
