"""What stands behind the clauses of this room, and what keeps 5.1 claimed."""

import pytest

from yinuo.promise.closure.promises import CLAIMED, KEPT, promises
from yinuo.promise.closure.record import Evidence
from yinuo.promise.retention.terms import term_of

pytestmark = pytest.mark.django_db
ROWS = ("2", "5.1", "5.2", "5.4", "8")


def test_with_its_proof_each_row_is_kept_but_for_5_1_which_waits_for_1_6() -> None:
    proved = {row: Evidence(("journey",), ("journey",)) for row in ROWS}
    states = {row.clause: row.state for row in promises(proved)}
    assert {row: states[row] for row in ROWS} == {**dict.fromkeys(ROWS, KEPT), "5.1": CLAIMED}


@pytest.mark.clause("5.8")
def test_requests_go_after_three_years_under_every_version() -> None:
    assert term_of("rights", None, None) == "P3Y"
