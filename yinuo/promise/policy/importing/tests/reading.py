"""How tests look at what was imported."""

from yinuo.promise.policy.importing import Imported, import_policy
from yinuo.promise.policy.importing.result import ImportedVersion


def imported(text: str, name: str = "policy.txt") -> Imported:
    return import_policy(text.encode(), name)


def ids(found: Imported, version: int = 0) -> list[str]:
    return [clause.id for clause in found.versions[version].clauses]


def bare(text: str) -> str:
    return "".join(text.split())


def put_together(found: Imported, version: ImportedVersion) -> str:
    """Head, contents, preamble and clauses in their order, each clause from its number to its end."""
    clauses = {clause.start: clause for clause in version.clauses}
    parts = []
    for piece in version.pieces:
        parts.append(found.text[piece.start : piece.end])
        assert piece.kind != "clause" or clauses[piece.start].end == piece.end
    return "".join(parts)
