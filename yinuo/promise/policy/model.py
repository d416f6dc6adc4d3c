"""The declarations of one policy version, as frozen values.

A :class:`Version` is one folder below ``policies/<role>/<number>``. Its hash is taken over the files as they
are stored, and that hash is what a person confirms.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Need(StrEnum):
    """Clause 5.4: each item is needed by its function, or additional to it."""

    BASIC = "basic"
    EXTRA = "extra"


class Basis(StrEnum):
    """The seven legal bases of PIPL article 13."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_DUTY = "legal_duty"
    EMERGENCY = "emergency"
    PUBLIC_INTEREST = "public_interest"
    SELF_PUBLISHED = "self_published"
    OTHER_LAW = "other_law"


class Source(StrEnum):
    """Row 1.s: where a value comes from; stored with the value."""

    GIVEN = "given"
    THIRD_PARTY = "third_party"
    AUTOMATIC = "automatic"
    DERIVED = "derived"


class After(StrEnum):
    """What becomes of a value when its consent is withdrawn (house law 5)."""

    DELETE = "delete"
    FREEZE = "freeze"
    RECORD = "record"


class Sensitivity(StrEnum):
    PUBLIC = "public"
    PERSONAL = "personal"
    DEVICE = "device"
    SENSITIVE = "sensitive"


@dataclass(frozen=True)
class RetentionClass:
    """``keep`` is ``"account"`` (until the account is closed) or an ISO 8601 duration such as ``P15Y``."""

    id: str
    keep: str
    name: str
    law: str = ""


@dataclass(frozen=True)
class Item:
    id: str
    name: str
    en: str
    sensitivity: Sensitivity
    klass: str


@dataclass(frozen=True)
class Permission:
    id: str
    does: str
    refusing: str


@dataclass(frozen=True)
class ItemUse:
    """One item for one purpose: the cell that the gate looks up."""

    item: str
    need: Need
    basis: Basis
    sources: frozenset[Source]
    after: After
    through: tuple[str, ...] = ()
    separate: bool = False
    collected: bool = True
    when: str = ""
    why: str = ""
    refusing: str = ""


@dataclass(frozen=True)
class Purpose:
    """A function of the product; the first dotted part of the id is the room's folder."""

    id: str
    clause: str
    does: str
    offered: bool
    refusing: str
    items: Mapping[str, ItemUse]
    permissions: Mapping[str, Permission]

    @property
    def room(self) -> str:
        return self.id.split(".", 1)[0]


@dataclass(frozen=True)
class Path:
    """A menu path that the text names; ``kind`` is ``app`` or ``system``."""

    menu: str
    kind: str
    clause: str


@dataclass(frozen=True)
class Measure:
    """A promise that is neither a purpose nor a path, bound to code by its id."""

    id: str
    does: str
    clause: str


@dataclass(frozen=True)
class Clause:
    """``text`` is Markdown without the declarations; ``hash`` covers heading, text and declarations."""

    id: str
    title: str
    level: int
    text: str
    hash: str
    purposes: tuple[str, ...] = ()
    paths: tuple[Path, ...] = ()
    measures: tuple[Measure, ...] = ()

    @property
    def declares(self) -> bool:
        return bool(self.purposes or self.paths or self.measures)


@dataclass(frozen=True)
class Recipient:
    """Who gets what (clause 3); ``hosts`` are the only ones our processes may reach."""

    id: str
    name: str
    kind: str
    items: frozenset[str]
    purposes: frozenset[str]
    method: str
    until: str
    place: str
    hosts: tuple[str, ...]
    contact: str = ""
    policy_url: str = ""
    separate: bool = False


@dataclass(frozen=True)
class Storage:
    """One cookie or one piece of client storage (clause 2)."""

    id: str
    kind: str
    name: str
    purpose_text: str
    holds: str
    until: str
    encrypted: bool = False
    personal: bool = False


@dataclass(frozen=True)
class Version:
    role: str
    number: str
    title: str
    published: date
    effective: date
    supersedes: str | None
    archive: bool
    place: str
    hash: str
    clauses: Mapping[str, Clause]
    purposes: Mapping[str, Purpose]
    items: Mapping[str, Item]
    classes: Mapping[str, RetentionClass]
    recipients: Mapping[str, Recipient] = field(default_factory=dict)
    storage: Mapping[str, Storage] = field(default_factory=dict)
    overlay_of: str = ""
    """The role over whose policy this one lies; empty for a role's own policy (row 0.1)."""
    service: str = ""
    """A room or a purpose: inside it an overlay prevails."""

    def covers(self, purpose: str) -> bool:
        """Does this overlay stand for the purpose? A role's own policy covers nothing in this sense."""
        return bool(self.service) and f"{purpose}.".startswith(f"{self.service}.")

    def use(self, purpose: str, item: str) -> ItemUse | None:
        """The declaration of ``item`` for ``purpose``, or None: unknown means no."""
        declared = self.purposes.get(purpose)
        return declared.items.get(item) if declared is not None else None
