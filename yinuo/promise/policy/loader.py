"""A policy folder as a frozen :class:`Version`."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from yinuo.promise.policy.model import (
    After,
    Basis,
    Clause,
    Item,
    ItemUse,
    Measure,
    Need,
    Permission,
    Purpose,
    Recipient,
    RetentionClass,
    Sensitivity,
    Storage,
    Version,
)
from yinuo.promise.policy.model import Path as MenuPath
from yinuo.promise.policy.model import Source as Origin
from yinuo.promise.policy.shape import shape_findings
from yinuo.promise.policy.source import (
    FILES,
    ITEMS,
    RECIPIENTS,
    STORAGE,
    PolicyError,
    RawClause,
    Source,
    Table,
    read_source,
)

T = TypeVar("T")


def load(folder: Path) -> Version:
    """The version in ``folder``. Raises :class:`PolicyError` with every fault of its shape; `lint` judges the rest."""
    return built(read_source(folder))


def built(source: Source) -> Version:
    """The version of a source that was read already."""
    findings = shape_findings(source)
    if findings:
        raise PolicyError(*findings)
    front = source.front
    purposes = [
        _purpose(table, clause.id)
        for clause in source.clauses
        for block in clause.declarations
        for table in block.tables.get("purpose", [])
    ]
    return Version(
        role=front["role"],
        number=front["version"],
        title=front["title"],
        published=front["published"],
        effective=front["effective"],
        supersedes=front.get("supersedes"),
        archive=front.get("archive", False),
        place=front.get("place", "cn"),
        hash=files_hash(source.bytes),
        clauses=MappingProxyType({clause.id: _clause(clause, front["title"]) for clause in source.clauses}),
        purposes=MappingProxyType({purpose.id: purpose for purpose in purposes}),
        items=_entries(source.tables[ITEMS].get("item", {}), _item),
        classes=_entries(source.tables[ITEMS].get("class", {}), _class),
        recipients=_entries(source.tables[RECIPIENTS].get("recipient", {}), _recipient),
        storage=_entries(source.tables[STORAGE].get("storage", {}), _storage),
        overlay_of=front.get("overlay_of", ""),
        service=front.get("service", ""),
    )


def files_hash(stored: Mapping[str, bytes]) -> str:
    """sha256 over the four files, sorted by name, each with its name and its length: what a person confirms."""
    digest = hashlib.sha256()
    for name in sorted(FILES):
        digest.update(f"{name} {len(stored[name])}\n".encode())
        digest.update(stored[name])
    return digest.hexdigest()


def _entries(tables: Table, build: Callable[[str, Table], T]) -> Mapping[str, T]:
    return MappingProxyType({key: build(key, table) for key, table in tables.items()})


def _clause(raw: RawClause, title: str) -> Clause:
    blocks = [block.tables for block in raw.declarations]
    return Clause(
        id=raw.id,
        title=raw.title or title,
        level=raw.level,
        text=raw.text,
        hash=hashlib.sha256(raw.raw.encode()).hexdigest(),
        purposes=tuple(table["id"] for block in blocks for table in block.get("purpose", [])),
        paths=tuple(MenuPath(t["menu"], t["kind"], raw.id) for block in blocks for t in block.get("path", [])),
        measures=tuple(Measure(t["id"], t["does"], raw.id) for block in blocks for t in block.get("measure", [])),
    )


def _purpose(table: Table, clause: str) -> Purpose:
    uses = [_use(entry) for entry in table.get("item", [])]
    permissions = [Permission(t["id"], t["does"], t.get("refusing", "")) for t in table.get("permission", [])]
    return Purpose(
        id=table["id"],
        clause=clause,
        does=table["does"],
        offered=table["offered"],
        refusing=table.get("refusing", ""),
        items=MappingProxyType({use.item: use for use in uses}),
        permissions=MappingProxyType({permission.id: permission for permission in permissions}),
    )


def _use(table: Table) -> ItemUse:
    return ItemUse(
        item=table["id"],
        need=Need(table["need"]),
        basis=Basis(table["basis"]),
        sources=frozenset(Origin(word) for word in table["source"]),
        after=After(table["after"]),
        through=tuple(table.get("through", ())),
        separate=table.get("separate", False),
        collected=table.get("collected", True),
        when=table.get("when", ""),
        why=table.get("why", ""),
        refusing=table.get("refusing", ""),
    )


def _item(key: str, table: Table) -> Item:
    return Item(key, table["name"], table["en"], Sensitivity(table["sensitivity"]), table["class"])


def _class(key: str, table: Table) -> RetentionClass:
    return RetentionClass(key, table["keep"], table["name"], table.get("law", ""))


def _recipient(key: str, table: Table) -> Recipient:
    return Recipient(
        id=key,
        name=table["name"],
        kind=table["kind"],
        items=frozenset(table["items"]),
        purposes=frozenset(table["purposes"]),
        method=table["method"],
        until=table["until"],
        place=table["place"],
        hosts=tuple(table.get("hosts", ())),
        contact=table.get("contact", ""),
        policy_url=table.get("policy_url", ""),
        separate=table.get("separate", False),
    )


def _storage(key: str, table: Table) -> Storage:
    return Storage(
        id=key,
        kind=table["kind"],
        name=table["name"],
        purpose_text=table["purpose_text"],
        holds=table["holds"],
        until=table["until"],
        encrypted=table.get("encrypted", False),
        personal=table.get("personal", False),
    )
