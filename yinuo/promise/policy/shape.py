"""The keys that each kind of declaration may have. Unknown keys are refused: a misspelt promise must not pass."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from yinuo.promise.policy.model import After, Basis, Need, Sensitivity
from yinuo.promise.policy.model import Source as Origin
from yinuo.promise.policy.source import (
    ITEMS,
    POLICY,
    RECIPIENTS,
    STORAGE,
    Declaration,
    Finding,
    PolicyError,
    RawClause,
    Source,
    Table,
)

PERMISSIONS = frozenset(
    {
        "album",
        "camera",
        "clipboard",
        "dialling",
        "floating_window",
        "location",
        "microphone",
        "notification",
        "phone_state",
        "read_storage",
        "write_storage",
    }
)
PATH_KINDS = frozenset({"app", "system"})
RECIPIENT_KINDS = frozenset({"supplier", "affiliate", "authority", "sdk", "service"})
STORAGE_KINDS = frozenset({"cookie", "local_storage", "session_storage", "indexeddb", "cache", "service_worker"})

_SNAKE = re.compile(r"[a-z][a-z0-9_]*")
_DOTTED = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_NUMBER = re.compile(r"\d+\.\d+\.\d+")


@dataclass(frozen=True)
class Key:
    """What one key holds: its type, the values or the pattern that it may have, and whether it can be left out."""

    type: type
    required: bool = True
    values: frozenset[str] | None = None
    pattern: re.Pattern[str] | None = None


def _values(of: type[StrEnum]) -> frozenset[str]:
    return frozenset(member.value for member in of)


TEXT, MAYBE_TEXT, MAYBE_BOOL = Key(str), Key(str, False), Key(bool, False)
LIST, MAYBE_LIST = Key(list), Key(list, False)
ID, DOTTED_ID = Key(str, pattern=_SNAKE), Key(str, pattern=_DOTTED)

FRONT = {
    "role": ID,
    "version": Key(str, pattern=_NUMBER),
    "title": TEXT,
    "published": Key(date),
    "effective": Key(date),
    "supersedes": Key(str, False, pattern=_NUMBER),
    "archive": MAYBE_BOOL,
    "place": MAYBE_TEXT,
    "overlay_of": Key(str, False, pattern=_SNAKE),
    "service": Key(str, False, pattern=_DOTTED),
}
PURPOSE = {
    "id": DOTTED_ID,
    "does": TEXT,
    "offered": Key(bool),
    "refusing": MAYBE_TEXT,
    "item": MAYBE_LIST,
    "permission": MAYBE_LIST,
}
PURPOSE_ITEM = {
    "id": ID,
    "need": Key(str, values=_values(Need)),
    "basis": Key(str, values=_values(Basis)),
    "source": Key(list, values=_values(Origin)),
    "after": Key(str, values=_values(After)),
    "through": Key(list, False, values=PERMISSIONS),
    "separate": MAYBE_BOOL,
    "collected": MAYBE_BOOL,
    "when": MAYBE_TEXT,
    "why": MAYBE_TEXT,
    "refusing": MAYBE_TEXT,
}
PERMISSION = {"id": Key(str, values=PERMISSIONS), "does": TEXT, "refusing": MAYBE_TEXT}
PATH = {"menu": TEXT, "kind": Key(str, values=PATH_KINDS)}
MEASURE = {"id": DOTTED_ID, "does": TEXT}
CLASS = {"keep": TEXT, "name": TEXT, "law": MAYBE_TEXT}
ITEM = {"name": TEXT, "en": TEXT, "sensitivity": Key(str, values=_values(Sensitivity)), "class": ID}
RECIPIENT = {
    "name": TEXT,
    "kind": Key(str, values=RECIPIENT_KINDS),
    "items": LIST,
    "purposes": LIST,
    "method": TEXT,
    "until": TEXT,
    "place": TEXT,
    "hosts": MAYBE_LIST,
    "contact": MAYBE_TEXT,
    "policy_url": MAYBE_TEXT,
    "separate": MAYBE_BOOL,
}
STORED = {
    "kind": Key(str, values=STORAGE_KINDS),
    "name": TEXT,
    "purpose_text": TEXT,
    "holds": TEXT,
    "until": TEXT,
    "encrypted": MAYBE_BOOL,
    "personal": MAYBE_BOOL,
}
# file -> table -> keys of each entry
TABLES = {
    ITEMS: {"class": CLASS, "item": ITEM},
    RECIPIENTS: {"recipient": RECIPIENT},
    STORAGE: {"storage": STORED},
}
_MAY_BE_EMPTY = frozenset({"items", "purposes", "hosts", "through", "item", "permission"})


@dataclass(frozen=True)
class _Place:
    where: str
    clause: str = ""

    def finding(self, kind: str, message: str) -> Finding:
        return Finding(kind, self.where, self.clause, message)


def shape_findings(source: Source) -> list[Finding]:
    """Everything that keeps a folder from being one version: wrong keys, wrong values, and things declared twice."""
    found = list(_table(source.front, FRONT, "the front matter", _Place(source.at(POLICY, 1))))
    found += _twice(source)
    for clause in source.clauses:
        for block in clause.declarations:
            found += _block(source, clause.id, block)
    for file, kinds in TABLES.items():
        found += _file(source.tables[file], kinds, _Place(source.at(file)))
    return found


def _file(tables: Table, kinds: Mapping[str, Mapping[str, Key]], place: _Place) -> Iterator[Finding]:
    for name, entries in tables.items():
        if name not in kinds or not isinstance(entries, dict):
            yield place.finding("unknown_key", f"'{name}' is not a table of this file; it knows {_listed(kinds)}")
            continue
        for key, entry in entries.items():
            label = f"[{name}.{key}]"
            if not _SNAKE.fullmatch(key):
                yield place.finding("unknown_value", f"{label}: an id is lower snake case English")
            if isinstance(entry, dict):
                yield from _table(entry, kinds[name], label, place)
            else:
                yield place.finding("wrong_type", f"{label} must be a table")


def _block(source: Source, clause: str, block: Declaration) -> Iterator[Finding]:
    kinds = {"purpose": PURPOSE, "path": PATH, "measure": MEASURE}
    place = _Place(source.at(POLICY, block.line), clause)
    for name, entries in block.tables.items():
        if name not in kinds:
            yield place.finding("unknown_key", f"[[{name}]] is not a declaration; known are {_listed(kinds)}")
            continue
        for entry in _entries(entries, name, place):
            own = _Place(source.at(POLICY, block.line_of(entry)), clause)
            label = f"[[{name}]] {entry.get('id', entry.get('menu', ''))}".strip()
            yield from _table(entry, kinds[name], label, own)
            if name == "purpose":
                yield from _within_purpose(source, clause, block, entry)


def _within_purpose(source: Source, clause: str, block: Declaration, purpose: Table) -> Iterator[Finding]:
    for name, keys in (("item", PURPOSE_ITEM), ("permission", PERMISSION)):
        seen: set[str] = set()
        place = _Place(source.at(POLICY, block.line_of(purpose)), clause)
        for entry in _entries(purpose.get(name, []), f"purpose.{name}", place):
            own = _Place(source.at(POLICY, block.line_of(entry)), clause)
            label = f"{purpose.get('id', 'purpose')}: {name} {entry.get('id', '')}".strip()
            yield from _table(entry, keys, label, own)
            if entry.get("id") in seen:
                yield own.finding("declared_twice", f"{label} is declared twice in this purpose")
            seen.add(str(entry.get("id")))


def _entries(entries: object, name: str, place: _Place) -> Iterable[Table]:
    if isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries):
        return entries
    raise PolicyError(place.finding("wrong_type", f"write [[{name}]] with two pairs of brackets"))


def _table(table: Table, keys: Mapping[str, Key], label: str, place: _Place) -> Iterator[Finding]:
    for name in table:
        if name not in keys:
            yield place.finding("unknown_key", f"{label} has the unknown key '{name}'; known are {_listed(keys)}")
    for name, key in keys.items():
        if name not in table:
            if key.required:
                yield place.finding("missing_key", f"{label} lacks '{name}'" + _choices(key))
        else:
            yield from _value(table[name], name, key, label, place)


def _value(value: Any, name: str, key: Key, label: str, place: _Place) -> Iterator[Finding]:
    if type(value) is not key.type:
        yield place.finding("wrong_type", f"{label}: '{name}' must be a {key.type.__name__}, not {value!r}")
        return
    if key.required and value in ("", []) and name not in _MAY_BE_EMPTY:
        yield place.finding("missing_key", f"{label}: '{name}' is empty" + _choices(key))
        return
    words: list[Any] = [] if name in ("item", "permission") else value if isinstance(value, list) else [value]
    for word in words:
        if isinstance(value, list) and not isinstance(word, str):
            yield place.finding("wrong_type", f"{label}: '{name}' must be a list of words, not {word!r}")
        elif key.values is not None and word not in key.values:
            yield place.finding("unknown_value", f"{label}: {name} '{word}' is unknown" + _choices(key))
        elif key.pattern is not None and not key.pattern.fullmatch(word):
            yield place.finding("unknown_value", f"{label}: {name} '{word}' is not of the form {key.pattern.pattern}")


def _choices(key: Key) -> str:
    return f"; one of {_listed(key.values)}" if key.values else ""


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))


def _twice(source: Source) -> Iterator[Finding]:
    lines: dict[str, RawClause] = {}
    purposes: dict[str, str] = {}
    for clause in source.clauses:
        if clause.id in lines:
            first = lines[clause.id].line
            message = f"clause {clause.id} stands twice, first on line {first}"
            yield Finding("duplicate_clause", source.at(POLICY, clause.line), clause.id, message)
        lines.setdefault(clause.id, clause)
        for block in clause.declarations:
            place = _Place(source.at(POLICY, block.line), clause.id)
            for purpose in _entries(block.tables.get("purpose", []), "purpose", place):
                name = str(purpose.get("id"))
                if name in purposes:
                    message = f"the purpose {name} is declared twice, first in clause {purposes[name]}"
                    yield place.finding("purpose_twice", message)
                purposes.setdefault(name, clause.id)
