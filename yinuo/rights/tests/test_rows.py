"""What stands behind the clauses of this room, and what keeps 5.1 claimed."""

from dataclasses import replace

import pytest

from yinuo.promise.closure.check import in_force, inventory
from yinuo.promise.closure.gaps import gaps
from yinuo.promise.closure.promises import CLAIMED, KEPT, promises
from yinuo.promise.closure.record import Evidence
from yinuo.promise.retention.terms import term_of

pytestmark = pytest.mark.django_db
ROWS = ("2", "5.1", "5.2", "5.4", "8")


def test_with_its_proof_each_row_is_kept_but_for_5_1_which_waits_for_1_6() -> None:
    proved = {row: Evidence(("journey",), ("journey",)) for row in ROWS}
    states = {row.clause: row.state for row in promises(proved)}
    assert {row: states[row] for row in ROWS} == {**dict.fromkeys(ROWS, KEPT), "5.1": CLAIMED}


def test_a_claimed_row_says_which_part_is_missing_and_a_kept_one_says_nothing() -> None:
    proof = Evidence(("journey",), ("journey",))
    rows = {row.clause: row for row in promises({"5.1": proof, "5.2": proof, "2": Evidence(("journey",), ())})}
    assert rows["5.2"].state == KEPT and rows["5.2"].gaps == ()
    told = {clause: [(gap.kind, gap.clause) for gap in rows[clause].gaps] for clause in ("5.1", "2", "1.2")}
    assert told == {"5.1": [("waits", "1.6")], "2": [("unheard", "")], "1.2": [("unproved", "")]}
    assert all(bool(row.gaps) == (row.state == CLAIMED) for row in rows.values())
    assert all(gap.sentence() for row in rows.values() for gap in row.gaps)


def test_a_menu_path_that_is_not_there_is_named() -> None:
    version = in_force()["doctor"]
    held = replace(inventory(with_database=False), menu=())
    missing = gaps(version.clauses["5.1"], version, held, ("field x",), Evidence(("journey",), ("journey",)))
    assert ("path", "我的→个人信息") in [(gap.kind, gap.what) for gap in missing]
    emptied = replace(held, measures=frozenset(), entrances=(), columns=())
    offered = version.clauses["1.2"]
    assert [gap.kind for gap in gaps(offered, version, emptied, (), None)] == ["unbound", "unproved"]


@pytest.mark.clause("5.8")
def test_requests_go_after_three_years_under_every_version() -> None:
    assert term_of("rights", None, None) == "P3Y"
