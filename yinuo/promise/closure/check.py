"""`yinuo check`: the inventory of this build against the versions in force."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

import yinuo
from yinuo.promise.bindings import CLIENT_STORAGE, MEASURES, MENU
from yinuo.promise.closure import sources
from yinuo.promise.closure.columns import columns, database_columns
from yinuo.promise.closure.entrances import entrances
from yinuo.promise.closure.inventory import Finding, Inventory, Named
from yinuo.promise.closure.rules import close
from yinuo.promise.policy import built_in, library
from yinuo.promise.policy.model import Version

ROOT = Path(yinuo.__file__).resolve().parent
COOKIES = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME")


@dataclass(frozen=True)
class DataMapRow:
    """One row of ``yinuo datamap``: ``clauses`` are of all policies in force, as ``role clause``."""

    table: str
    column: str
    item: str
    clauses: tuple[str, ...]
    klass: str
    sensitivity: str

    def as_json(self) -> dict[str, object]:
        return {
            "table": self.table,
            "column": self.column,
            "item": self.item,
            "clauses": list(self.clauses),
            "class": self.klass,
            "sensitivity": self.sensitivity,
        }


def in_force() -> dict[str, Version]:
    return {role: library().in_force(role) for role in library().roles() if library().in_force_number(role)}


def inventory(*, with_database: bool = True) -> Inventory:
    """Everything that this build has. ``with_database`` looks at PostgreSQL's own columns too."""
    doors = tuple(entrances())  # first: rooms bind their paths and storage where they list their doors
    pages = list(sources.files(ROOT, ".js", ".html"))
    bound = [Named(kept.kind, kept.name, kept.room) for kept in CLIENT_STORAGE]
    cookies = [Named("cookie", str(getattr(settings, name)), name) for name in COOKIES]
    return Inventory(
        columns=tuple(columns()),
        entrances=doors,
        menu=tuple(Named(entry.role, entry.menu, entry.url) for entry in MENU),
        storage=(*bound, *cookies, *sources.client_storage(pages)),
        hosts=tuple(sources.hosts([*pages, *sources.files(ROOT, ".py")])),
        permissions=tuple(sources.permissions(pages)),
        scripts=tuple(sources.scripts(pages)),
        measures=frozenset(MEASURES),
        database=tuple(database_columns()) if with_database else (),
    )


def check(*, with_database: bool = True) -> list[Finding]:
    """The findings of this build under the versions in force; empty means closed.

    An archive is a text of its time: this build does not claim closure under it, and says so as a finding.
    """
    versions = in_force()
    archives = [
        Finding("archive", f"{role} {version.number}", "an archive is in force: what it lacks is refused")
        for role, version in versions.items()
        if version.archive
    ]
    return archives or close(inventory(with_database=with_database), versions)


def data_map() -> list[DataMapRow]:
    """Every personal column, item by item."""
    versions = in_force().values()
    rows = []
    for column in columns():
        for item in column.items:
            declared = next((version.items[item] for version in versions if item in version.items), None)
            clauses = sorted(
                f"{version.role} {purpose.clause}"
                for version in versions
                for purpose in version.purposes.values()
                if purpose.offered and item in purpose.items
            )
            if item in built_in.ITEMS:
                declared, clauses = built_in.ITEMS[item], _built_in_clauses()
            klass, sensitivity = (declared.klass, declared.sensitivity.value) if declared else ("", "")
            rows.append(DataMapRow(column.table, column.column, item, tuple(clauses), klass, sensitivity))
    return rows


def _built_in_clauses() -> list[str]:
    """Where the policies in force speak of requests."""
    return sorted(
        f"{version.role} {clause.id}"
        for version in in_force().values()
        for clause in version.clauses.values()
        if any(measure.id == built_in.MEASURE for measure in clause.measures)
    )
