"""`yinuo promises`: the state of every row, computed and never typed.

*kept* needs a bound door, field or measure, a green journey test with that clause, and that this test fails when the
clause's enforcement is off. The evidence is a record that a named command (``script/prove``) writes, with the hash of
``yinuo/``, ``tests/`` and ``policies/``; under any other hash the row is *claimed*.
"""

from dataclasses import dataclass

from yinuo.promise.closure.check import in_force, inventory
from yinuo.promise.closure.gaps import Gap, gaps
from yinuo.promise.closure.inventory import Inventory
from yinuo.promise.closure.record import Evidence, read_record
from yinuo.promise.policy.model import Clause, Version

KEPT, CLAIMED, NOT_OFFERED = "kept", "claimed", "not offered"


@dataclass(frozen=True)
class Row:
    """``gaps`` say in words why a row is only claimed; the JSON keeps its five keys."""

    clause: str
    title: str
    state: str
    enforced_by: tuple[str, ...]
    proved_by: tuple[str, ...]
    gaps: tuple[Gap, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "clause": self.clause,
            "title": self.title,
            "state": self.state,
            "enforced_by": list(self.enforced_by),
            "proved_by": list(self.proved_by),
        }


def promises(evidence: dict[str, Evidence] | None = None) -> list[Row]:
    """The rows of the doctors' policy in force, in the order of its text."""
    version = in_force()["doctor"]
    held = inventory(with_database=False)
    known = read_record() if evidence is None else evidence
    return [_row(clause, version, held, known) for clause in version.clauses.values() if clause.declares]


def _row(clause: Clause, version: Version, held: Inventory, evidence: dict[str, Evidence]) -> Row:
    bound = enforced_by(clause, version, held)
    proof = evidence.get(clause.id)
    proved = proof.killed if proof else ()
    offered = [version.purposes[id_].offered for id_ in clause.purposes]
    if offered and not any(offered):
        return Row(clause.id, clause.title, NOT_OFFERED, bound, proved)
    missing = gaps(clause, version, held, bound, proof)
    return Row(clause.id, clause.title, CLAIMED if missing else KEPT, bound, proved, missing)


def enforced_by(clause: Clause, version: Version, held: Inventory) -> tuple[str, ...]:
    """What in the code stands behind a clause: doors of its purposes, columns of its items, measures, menu paths."""
    offered = {id_ for id_ in clause.purposes if version.purposes[id_].offered}
    items = {item for id_ in offered for item in version.purposes[id_].items}
    doors = [f"door {e.kind} {e.name}" for e in held.entrances if e.purpose in offered]
    fields = [f"field {c.table}.{c.column}" for c in held.columns if items & set(c.items)]
    measures = [f"measure {m.id}" for m in clause.measures if m.id in held.measures]
    menu = {entry.name for entry in held.menu if entry.kind == version.role}
    paths = [f"path {path.menu}" for path in clause.paths if path.menu in menu]
    return (*doors, *fields, *measures, *paths)
