"""`yinuo policy strike`: what one stroke of the red pen closes, who must hear of it, and the next version."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from yinuo.promise.policy.diff import Difference, Direction, diff
from yinuo.promise.policy.folders import NumberTaken, checked, write_whole
from yinuo.promise.policy.library import Library, number_key
from yinuo.promise.policy.model import Purpose, Version
from yinuo.promise.policy.redpen import Stroke, renumbered, struck
from yinuo.promise.policy.source import FILES, POLICY
from yinuo.promise.policy.words import PERMISSION_WORDS, PERMISSIONS


class UnableToStrike(Exception):
    """The stroke can't be made; the message says why, as a whole sentence."""


@dataclass(frozen=True)
class Closing:
    """Capturing ``item`` for ``purpose`` ends; ``through`` is the permission that was struck, if one was."""

    purpose: str
    item: str
    name: str
    through: str | None = None

    def as_json(self) -> dict[str, str]:
        named = {"purpose": self.purpose, "item": self.item, "name": self.name}
        return named | ({"through": self.through} if self.through else {})


@dataclass(frozen=True)
class Strike:
    """A stroke, planned: nothing is written yet. ``files`` are the next version's; ``asked`` are the differences that
    need a new consent (a stroke only narrows, so there are none), ``told`` those that people are told."""

    role: str
    clause: str
    kind: str
    id: str
    name: str
    before: str
    after: str
    closes: tuple[Closing, ...]
    differences: tuple[Difference, ...]
    files: dict[str, bytes]

    @property
    def told(self) -> tuple[Difference, ...]:
        return tuple(each for each in self.differences if each.direction is not Direction.WIDENING)

    @property
    def asked(self) -> tuple[Difference, ...]:
        return tuple(each for each in self.differences if each.direction is Direction.WIDENING)

    @property
    def purposes(self) -> frozenset[str]:
        return frozenset(each.purpose for each in self.differences if each.purpose)

    def as_json(self) -> dict[str, Any]:
        return {
            "role": self.role,
            "clause": self.clause,
            "struck": {"kind": self.kind, "id": self.id, "name": self.name},
            "from": self.before,
            "to": self.after,
            "closes": [each.as_json() for each in self.closes],
            "told": [each.text for each in self.told],
            "asked": [each.text for each in self.asked],
            "differences": [each.as_json() for each in self.differences],
        }


def plan(library: Library, role: str, clause: str, word: str, *, day: date) -> Strike:
    """Plan the stroke on the version in force. Raises :class:`UnableToStrike`, or `UnknownPolicy`."""
    version = library.in_force(role)
    folder = library.folder(role, version.number)
    if version.archive or folder is None:
        raise UnableToStrike(f"{role} {version.number} is an archive: put a living version in force first")
    purposes = _purposes(version, clause)
    kind, name = _meant(version, clause, purposes, word)
    stroke = _stroke(version, clause, purposes, kind, name)
    after = next_patch(library, role, version.number)
    policy = (folder / POLICY).read_text(encoding="utf-8")
    files = {file: (folder / file).read_bytes() for file in FILES}
    files[POLICY] = renumbered(struck(policy, stroke), after, version.number, day).encode()
    return Strike(
        role=role,
        clause=clause,
        kind=kind,
        id=name,
        name=stroke.name,
        before=version.number,
        after=after,
        closes=tuple(_closings(version, purposes, kind, name)),
        differences=diff(version, checked(files, role, after)),
        files=files,
    )


def write(strike: Strike, root: Path) -> Path:
    """Write the next version below ``root``, whole or not at all, and return its folder."""
    try:
        return write_whole(strike.files, strike.role, strike.after, root)
    except NumberTaken as taken:
        raise UnableToStrike(str(taken)) from None


def _purposes(version: Version, clause: str) -> list[Purpose]:
    found = version.clauses.get(clause)
    if found is None:
        raise UnableToStrike(f"{version.role} {version.number} has no clause {clause}")
    if not found.purposes:
        raise UnableToStrike(f"clause {clause} of {version.role} {version.number} declares no purpose")
    return [version.purposes[purpose] for purpose in found.purposes]


def _meant(version: Version, clause: str, purposes: list[Purpose], word: str) -> tuple[str, str]:
    """The kind and the id that the word means here: an id, or a Chinese name."""
    permissions = {name for purpose in purposes for name in purpose.permissions}
    items = {name for purpose in purposes for name in purpose.items}
    for name in sorted(permissions):
        if word == name or word in PERMISSION_WORDS[name]:
            return "permission", name
    for name in sorted(items):
        if word == name or word == version.items[name].name:
            return "item", name
    here = ", ".join(sorted(permissions | items)) or "nothing"
    raise UnableToStrike(f"clause {clause} does not declare '{word}'; it declares {here}")


def _stroke(version: Version, clause: str, purposes: list[Purpose], kind: str, name: str) -> Stroke:
    gone = {(kind, name)}
    if kind == "item":
        gone |= {("permission", each) for each in _only_for(purposes, name)}
    left = {each for purpose in purposes for each in purpose.items} - {each for what, each in gone if what == "item"}
    spared = [version.items[each].name for each in left]
    spared += [path.menu for path in version.clauses[clause].paths]
    said = (version.items[name].name,) if kind == "item" else PERMISSION_WORDS[name]
    shown = version.items[name].name if kind == "item" else str(PERMISSIONS[name])
    return Stroke(clause, frozenset(gone), shown, said, tuple(spared))


def _only_for(purposes: list[Purpose], item: str) -> set[str]:
    """Permissions that no item of the clause but this one is captured through."""
    uses = [use for purpose in purposes for use in purpose.items.values()]
    others = {permission for use in uses if use.item != item for permission in use.through}
    return {permission for use in uses if use.item == item for permission in use.through} - others


def _closings(version: Version, purposes: list[Purpose], kind: str, name: str) -> list[Closing]:
    found = []
    for purpose in purposes:
        for use in purpose.items.values():
            open_now = purpose.offered and use.collected
            through = name if kind == "permission" else None
            if open_now and (use.item == name if kind == "item" else name in use.through):
                found.append(Closing(purpose.id, use.item, version.items[use.item].name, through))
    return found


def next_patch(library: Library, role: str, number: str) -> str:
    """The next free number after this one, in its last place."""
    taken = set(library.numbers(role))
    major, minor, patch = number_key(number)
    while f"{major}.{minor}.{patch}" in taken:
        patch += 1
    return f"{major}.{minor}.{patch}"
