"""What the policy's page shows: the text, and beside each clause what it declares, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from yinuo.promise.bindings import MEASURES, MENU
from yinuo.promise.policy import words
from yinuo.promise.policy.cells import basis_words
from yinuo.promise.policy.durations import in_words
from yinuo.promise.policy.model import Clause, ItemUse, Purpose, Sensitivity, Version
from yinuo.promise.policy.model import Path as MenuPath
from yinuo.promise.policy.reading import as_html, operator_values
from yinuo.promise.policy.structure import plain_path


@dataclass(frozen=True)
class ItemLine:
    id: str
    name: str
    need: Promise
    sensitive: bool
    collected: bool
    why: str
    when: str
    basis: str
    sources: tuple[Promise, ...]
    keep: str
    after: Promise
    through: tuple[Promise, ...]
    refusing: str


@dataclass(frozen=True)
class PermissionLine:
    name: Promise
    does: str
    refusing: str


@dataclass(frozen=True)
class FunctionBox:
    """One purpose. What is not offered takes nothing; its items are listed as what it would take."""

    does: str
    offered: bool
    refusing: str
    items: tuple[ItemLine, ...]
    permissions: tuple[PermissionLine, ...]


@dataclass(frozen=True)
class PathLine:
    """``by_hand`` means that this build has no page there: the hospital's people do it."""

    menu: str
    kind: Promise
    url: str
    by_hand: bool


@dataclass(frozen=True)
class MeasureLine:
    does: str
    by_hand: bool


@dataclass(frozen=True)
class ClauseBox:
    id: str
    title: str
    level: int
    html: SafeString
    functions: tuple[FunctionBox, ...]
    measures: tuple[MeasureLine, ...]
    paths: tuple[PathLine, ...]

    @property
    def by_hand(self) -> bool:
        return any(line.by_hand for line in self.measures) or any(line.by_hand for line in self.paths)


@dataclass(frozen=True)
class RecipientLine:
    name: str
    kind: Promise
    items: tuple[str, ...]
    purposes: tuple[str, ...]
    method: str
    until: str
    place: str
    contact: str
    policy_url: str


@dataclass(frozen=True)
class StorageLine:
    name: str
    kind: Promise
    purpose_text: str
    holds: str
    until: str
    encrypted: bool


@dataclass(frozen=True)
class PolicyRow:
    """``over`` is the role over whose policy a service's own lies; empty for a role's own."""

    role: str
    role_name: Promise | str
    number: str
    over: Promise | str = ""


@dataclass(frozen=True)
class IndexPage:
    """The policies in force, one of each role, and those of special services."""

    rows: tuple[PolicyRow, ...]
    services: tuple[PolicyRow, ...] = ()


@dataclass(frozen=True)
class PolicyPage:
    """``previous`` and ``current`` are numbers, empty when there is no other version to go to."""

    role: str
    role_name: Promise | str
    number: str
    title: str
    published: date
    effective: date
    archive: bool
    hash: str
    previous: str
    current: str
    numbers: tuple[str, ...]
    phone: str
    email: str
    clauses: tuple[ClauseBox, ...]
    recipients: tuple[RecipientLine, ...]
    storage: tuple[StorageLine, ...]
    fate: str = ""
    """``coming`` or ``retracted`` for a version that was announced and is not, or never was, in force."""

    @property
    def contents(self) -> tuple[ClauseBox, ...]:
        """The chapters, for the table of contents."""
        return tuple(clause for clause in self.clauses if clause.id.isdigit() and clause.id != "0")


def policy_page(version: Version, *, numbers: tuple[str, ...], in_force: str | None, fate: str = "") -> PolicyPage:
    """The page of one version; what this build binds is only told of the version in force."""
    current = version.number == in_force
    values = operator_values()
    place = numbers.index(version.number) if version.number in numbers else 0
    previous = version.supersedes or (numbers[place - 1] if place else "")
    return PolicyPage(
        role=version.role,
        role_name=words.ROLES.get(version.role, version.role),
        number=version.number,
        title=version.title,
        published=version.published,
        effective=version.effective,
        archive=version.archive,
        hash=version.hash,
        previous=previous if previous in numbers else "",
        current="" if current or in_force is None else in_force,
        numbers=tuple(reversed(numbers)),
        phone=values.get("phone", ""),
        email=values.get("email", ""),
        clauses=tuple(_clause(version, clause, told=current) for clause in version.clauses.values()),
        recipients=tuple(_recipients(version)),
        storage=tuple(_storage(version)),
        fate=fate,
    )


def _clause(version: Version, clause: Clause, *, told: bool) -> ClauseBox:
    purposes = [version.purposes[name] for name in clause.purposes]
    idle = bool(purposes) and not any(purpose.offered for purpose in purposes)
    return ClauseBox(
        id=clause.id,
        title=clause.title,
        level=clause.level,
        html=as_html(clause.text),
        functions=tuple(_function(version, purpose) for purpose in purposes),
        measures=tuple(MeasureLine(m.does, told and not idle and m.id not in MEASURES) for m in clause.measures),
        paths=tuple(_path(version.role, path, told=told and not idle) for path in clause.paths),
    )


def _function(version: Version, purpose: Purpose) -> FunctionBox:
    permissions = purpose.permissions.values()
    return FunctionBox(
        does=purpose.does,
        offered=purpose.offered,
        refusing=purpose.refusing,
        items=tuple(_item(version, use) for use in purpose.items.values()),
        permissions=tuple(PermissionLine(words.PERMISSIONS[p.id], p.does, p.refusing) for p in permissions),
    )


def _item(version: Version, use: ItemUse) -> ItemLine:
    item = version.items.get(use.item)
    term = version.classes.get(item.klass) if item else None
    return ItemLine(
        id=use.item,
        name=_item_name(version, use.item),
        need=words.NEEDS[use.need],
        sensitive=item is not None and item.sensitivity is Sensitivity.SENSITIVE,
        collected=use.collected,
        why=use.why,
        when=use.when,
        basis=basis_words(use),
        sources=tuple(words.SOURCES[source] for source in sorted(use.sources)),
        keep=in_words(term.keep) if term else "",
        after=words.AFTERS[use.after],
        through=tuple(words.PERMISSIONS[permission] for permission in use.through),
        refusing=use.refusing,
    )


def _path(role: str, path: MenuPath, *, told: bool) -> PathLine:
    bound = next((e.url for e in MENU if e.role == role and plain_path(e.menu) == plain_path(path.menu)), "")
    try:
        url = reverse(bound) if bound and told else ""
    except NoReverseMatch:
        url = ""
    return PathLine(path.menu, words.PATH_KINDS[path.kind], url, told and not bound)


def _recipients(version: Version) -> Iterator[RecipientLine]:
    for recipient in version.recipients.values():
        purposes = [version.purposes[name].does for name in sorted(recipient.purposes) if name in version.purposes]
        yield RecipientLine(
            name=recipient.name,
            kind=words.RECIPIENT_KINDS[recipient.kind],
            items=tuple(_item_name(version, item) for item in sorted(recipient.items)),
            purposes=tuple(purposes),
            method=recipient.method,
            until=recipient.until,
            place=words.place_name(recipient.place),
            contact=recipient.contact,
            policy_url=recipient.policy_url,
        )


def _storage(version: Version) -> Iterator[StorageLine]:
    for stored in version.storage.values():
        yield StorageLine(
            name=stored.name,
            kind=words.STORAGE_KINDS[stored.kind],
            purpose_text=stored.purpose_text,
            holds=stored.holds,
            until=stored.until,
            encrypted=stored.encrypted,
        )


def _item_name(version: Version, item: str) -> str:
    declared = version.items.get(item)
    return words.item_name(declared) if declared else item
