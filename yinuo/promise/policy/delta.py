"""What changes from one version to another, as a value that can be joined with the next step's.

``joined(delta(a, b), delta(b, c)) == delta(a, c)``: so whatever is judged of a delta (differences, duties) is the same
for a person who skipped a version as for one who saw each.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from yinuo.promise.policy.cells import Cell, Key, cells
from yinuo.promise.policy.model import Clause, Version

Cells = tuple[Cell | None, Cell | None]


@dataclass(frozen=True)
class Wording:
    """A clause's words, those within its declarations too; blanks and line breaks are no words."""

    title: str
    words: tuple[str, ...]


Wordings = tuple[Wording | None, Wording | None]


@dataclass(frozen=True)
class Delta:
    """``cells`` are those that differ, before and after, and the cells that they stand within (equal or not);
    ``texts`` the clauses whose words differ; ``clauses`` all clauses of both versions in their order."""

    cells: Mapping[Key, Cells]
    texts: Mapping[str, Wordings]
    clauses: tuple[tuple[str, ...], tuple[str, ...]]


def delta(before: Version, after: Version) -> Delta:
    """The whole step from one version to the other."""
    then, now = cells(before), cells(after)
    both = {key: (then.get(key), now.get(key)) for key in {**then, **now}}
    texts = {
        clause: (_wording(before, before.clauses.get(clause)), _wording(after, after.clauses.get(clause)))
        for clause in {**before.clauses, **after.clauses}
    }
    return Delta(
        cells=_differing(both),
        texts={clause: pair for clause, pair in texts.items() if pair[0] != pair[1]},
        clauses=(tuple(before.clauses), tuple(after.clauses)),
    )


def joined(first: Delta, second: Delta) -> Delta:
    """Two steps as one; ``second`` starts where ``first`` ends."""
    cells_of = {
        key: (first.cells.get(key, second.cells.get(key, (None, None)))[0], _last(key, first, second))
        for key in {**first.cells, **second.cells}
    }
    texts = {
        clause: (
            first.texts.get(clause, second.texts.get(clause, (None, None)))[0],
            second.texts.get(clause, first.texts.get(clause, (None, None)))[1],
        )
        for clause in {**first.texts, **second.texts}
    }
    return Delta(
        cells=_differing(cells_of),
        texts={clause: pair for clause, pair in texts.items() if pair[0] != pair[1]},
        clauses=(first.clauses[0], second.clauses[1]),
    )


def _last(key: Key, first: Delta, second: Delta) -> Cell | None:
    return second.cells.get(key, first.cells.get(key, (None, None)))[1]


def _differing(both: Mapping[Key, Cells]) -> dict[Key, Cells]:
    found = {key: pair for key, pair in both.items() if pair[0] != pair[1]}
    within = {parent for pair in found.values() for cell in pair if cell for parent in cell.within}
    kept = {**found, **{parent: both.get(parent, (None, None)) for parent in within}}
    # One order for every way to the same delta; of the two senses of a term the longest possible one comes first.
    return dict(sorted(kept.items(), key=lambda entry: (entry[0][:-1], entry[0][-1] != "most", entry[0])))


def _wording(version: Version, clause: Clause | None) -> Wording | None:
    if clause is None:
        return None
    found = [clause.title, clause.text]
    for name in clause.purposes:
        purpose = version.purposes[name]
        found += [purpose.refusing]
        found += [word for each in purpose.permissions.values() for word in (each.id, each.does, each.refusing)]
        found += [word for use in purpose.items.values() for word in (use.item, use.when, use.why, use.refusing)]
    return Wording(clause.title, tuple("".join(word.split()) for word in found))
