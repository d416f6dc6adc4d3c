"""What the code has: everything that a clause must declare, as plain values."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Column:
    """``items`` are what a personal column holds; ``reason`` says why a plain one is not personal; neither: nobody
    said anything. ``texty`` columns (text, JSON, file, address, bytes) must say one or the other."""

    table: str
    column: str
    items: tuple[str, ...] = ()
    reason: str = ""
    texty: bool = True


@dataclass(frozen=True)
class Entrance:
    """A door: URL, socket command, task or command. ``purpose`` None opens nothing personal; ``closed`` is True for
    one that has no door around it."""

    kind: str
    name: str
    purpose: str | None
    roles: frozenset[str]
    closed: bool = False


@dataclass(frozen=True)
class Named:
    """Something of a kind, by its name, and where it stands."""

    kind: str
    name: str
    where: str


@dataclass(frozen=True)
class Inventory:
    columns: tuple[Column, ...] = ()
    entrances: tuple[Entrance, ...] = ()
    menu: tuple[Named, ...] = ()  # kind = role, name = menu path
    storage: tuple[Named, ...] = ()  # kind = cookie, indexeddb ...
    hosts: tuple[Named, ...] = ()
    permissions: tuple[Named, ...] = ()
    scripts: tuple[Named, ...] = ()
    measures: frozenset[str] = frozenset()
    database: tuple[Named, ...] = field(default=())  # kind = table, name = column: what PostgreSQL really has


@dataclass(frozen=True)
class Finding:
    kind: str
    where: str
    message: str
    clause: str = ""

    def as_json(self) -> dict[str, str]:
        body = {"kind": self.kind, "where": self.where, "message": self.message}
        return {**body, "clause": self.clause} if self.clause else body
