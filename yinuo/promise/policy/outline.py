"""A version for the terminal: every clause with what it declares, in words and as JSON."""

from collections.abc import Iterator
from typing import Any

from yinuo.promise.policy import words
from yinuo.promise.policy.cells import basis_words, item_name
from yinuo.promise.policy.durations import in_words
from yinuo.promise.policy.model import Clause, ItemUse, Purpose, Version


def outline(version: Version) -> str:
    """Clauses with their declarations, one line each."""
    lines = [f"{version.title} {version.role} {version.number}  {version.hash}"]
    for clause in version.clauses.values():
        lines.append(f"{clause.id:8} {clause.title}")
        lines += [f"{'':10}{line}" for line in _declared(version, clause)]
    return "\n".join(lines)


def _declared(version: Version, clause: Clause) -> Iterator[str]:
    for purpose in (version.purposes[name] for name in clause.purposes):
        yield f"{purpose.id}: {purpose.does}" + ("" if purpose.offered else f"（{words.NOT_OFFERED}）")
        for use in purpose.items.values():
            yield "  " + _use(version, use)
        for permission in purpose.permissions.values():
            yield f"  {words.PERMISSIONS[permission.id]}: {permission.does}"
    yield from (f"{path.menu} ({path.kind})" for path in clause.paths)
    yield from (f"{measure.id}: {measure.does}" for measure in clause.measures)


def _use(version: Version, use: ItemUse) -> str:
    term = version.classes.get(version.items[use.item].klass) if use.item in version.items else None
    said = [str(words.NEEDS[use.need]), basis_words(use), *(str(words.SOURCES[each]) for each in sorted(use.sources))]
    said += [in_words(term.keep)] if term else []
    said += [] if use.collected else [str(words.NOT_COLLECTED)]
    return f"{item_name(version, use.item)} [{use.item}]: {'，'.join(said)}"


def as_json(version: Version) -> dict[str, Any]:
    """The version's declarations by clause."""
    return {
        "role": version.role,
        "version": version.number,
        "title": version.title,
        "published": version.published.isoformat(),
        "effective": version.effective.isoformat(),
        "supersedes": version.supersedes,
        "archive": version.archive,
        "hash": version.hash,
        "clauses": [_clause(version, clause) for clause in version.clauses.values()],
    }


def _clause(version: Version, clause: Clause) -> dict[str, Any]:
    return {
        "clause": clause.id,
        "title": clause.title,
        "hash": clause.hash,
        "purposes": [_purpose(version.purposes[name]) for name in clause.purposes],
        "paths": [{"menu": path.menu, "kind": path.kind} for path in clause.paths],
        "measures": [{"id": measure.id, "does": measure.does} for measure in clause.measures],
    }


def _purpose(purpose: Purpose) -> dict[str, Any]:
    uses = [
        {
            "item": use.item,
            "need": use.need.value,
            "basis": use.basis.value,
            "source": sorted(source.value for source in use.sources),
            "after": use.after.value,
            "through": list(use.through),
            "separate": use.separate,
            "collected": use.collected,
        }
        for use in purpose.items.values()
    ]
    permissions = sorted(purpose.permissions)
    return {"id": purpose.id, "offered": purpose.offered, "items": uses, "permissions": permissions}
