"""What code binds to the policy: measures, menu paths and client storage (house law 7, closure both ways).

Purposes need no binding of their own: a purpose is bound by the doors that open it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

F = TypeVar("F", bound=Callable[..., object])


@dataclass(frozen=True)
class MenuEntry:
    """``menu`` is the path as the policy prints it; ``url`` names the page that stands there."""

    role: str
    menu: str
    url: str


@dataclass(frozen=True)
class ClientStorage:
    kind: str
    name: str
    room: str


@dataclass(frozen=True)
class BoundDoor:
    """A door that is no URL: ``kind`` is ``socket``, ``task`` or ``command``; ``roles`` are who may enter."""

    kind: str
    name: str
    purpose: str
    roles: frozenset[str]


@dataclass(frozen=True)
class Held:
    """An item that lies in a column of numbers or times, which says no words of a person. ``person`` is the column
    that says whose it is, where the table has no columns of its own that are sealed. ``dated``: the column is the
    instant from which the term runs; else a row's own key says when it was made."""

    item: str
    table: str
    column: str
    person: str = ""
    dated: bool = False


DOORS: list[BoundDoor] = []
HELD: list[Held] = []
MEASURES: dict[str, str] = {}
MENU: list[MenuEntry] = []
CLIENT_STORAGE: list[ClientStorage] = []


def bind_door(kind: str, name: str, purpose: str, roles: set[str]) -> None:
    """Tell the closure of a door that is no URL."""
    DOORS.append(BoundDoor(kind, name, purpose, frozenset(roles)))


def holds(item: str, table: str, column: str, *, person: str = "", dated: bool = False) -> None:
    """Bind an item to a column that is neither sealed nor words, such as the number of the last message read."""
    HELD.append(Held(item, table, column, person, dated))


def measure(id: str) -> Callable[[F], F]:  # noqa: A002 - the policy's word for it
    """Mark the function that keeps a declared measure."""

    def bind(function: F) -> F:
        MEASURES[id] = f"{function.__module__}.{function.__qualname__}"
        return function

    return bind


def measure_by(id: str, where: str) -> None:  # noqa: A002 - the policy's word for it
    """Bind a measure that is kept by something that is no Python function, such as a script of the pages."""
    MEASURES[id] = where


def menu(role: str, path: str, url: str) -> None:
    """Bind a menu path of the policy to a named URL."""
    MENU.append(MenuEntry(role, path, url))


def client_storage(kind: str, name: str, room: str) -> None:
    """Bind a cookie or a piece of client storage to the room that keeps it."""
    CLIENT_STORAGE.append(ClientStorage(kind, name, room))
