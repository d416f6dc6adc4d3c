"""A row that is proved prints as kept only where its measures are bound, in the process that prints it."""

import json
import subprocess
import sys

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
        clause: missing
        for clause in ROWS
        if clause not in WAITING
        and (missing := [m.id for m in version.clauses[clause].measures if f"measure {m.id}" not in rows[clause]])
    }
    assert unbound == {}
