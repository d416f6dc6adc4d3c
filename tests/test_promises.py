"""A row that is proved prints as kept only where its measures are bound, in the process that prints it."""

import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from tests.prove import ROWS
from yinuo.promise.policy import library

pytestmark = pytest.mark.django_db

# A row whose text promises what a later clause brings: until then it stays claimed.
WAITING = {"5.1": "identity verification (1.6)"}


@pytest.mark.clause("1.x")
def test_every_measure_of_a_proved_row_is_bound_where_the_promises_are_printed() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "yinuo.runtime.cli", "promises", "--json"], capture_output=True, text=True, check=True
    )
    rows = {row["clause"]: row["enforced_by"] for row in json.loads(printed.stdout)}
    version = library().in_force("doctor")
    unbound = {
        clause
        for clause in ROWS
        if any(f"measure {one.id}" not in rows[clause] for one in version.clauses[clause].measures)
    }
    assert unbound <= set(WAITING)


def test_every_row_with_a_mutant_has_its_journey_and_the_other_way_round() -> None:
    """``script/prove`` takes the rows from the files: one that is lost must be missed."""
    mutants = Path(__file__).parent / "mutants" / "sitecustomize.py"
    assert set(runpy.run_path(str(mutants), run_name="read")["TABLE"]) == set(ROWS)
