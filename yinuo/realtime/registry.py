"""Rooms register their socket commands here; realtime knows no medicine.

A command is a closed msgspec struct told apart by ``command``; it names the purpose it runs for and who may give it.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar, Union

import msgspec

from yinuo.realtime.announcements import Announcement
from yinuo.realtime.appends import Log

ROLES = frozenset({"doctor", "patient", "staff"})


class Command(msgspec.Struct, frozen=True, tag_field="command", forbid_unknown_fields=True):
    """One frame of a client. Fields that are not declared are refused."""


class Ping(Command, frozen=True, tag="ping"):
    """Is anybody there?"""


class WrongCommand(Exception):
    """A room registered what can't be a command; raised at start."""


C = TypeVar("C", bound=Command)
Handler = Callable[[Any, Any], Coroutine[Any, Any, None] | None]


@dataclass(frozen=True)
class Registered:
    """``purpose`` is None only for what reaches nothing personal."""

    shape: type[Command]
    name: str
    purpose: str | None
    audience: frozenset[str]
    handle: Handler


AnnouncementHandler = Callable[[Any, Any], None]

_registered: dict[str, Registered] = {}
_announced: dict[type[Announcement], list[AnnouncementHandler]] = {}
_logs: list[Log] = []


def register_command(
    shape: type[C],
    *,
    purpose: str | None,
    audience: frozenset[str] | set[str],
    handle: Callable[[Any, C], Coroutine[Any, Any, None] | None],
) -> None:
    """Make ``shape`` a command. ``handle(socket, command)`` runs once a frame; if it returns a coroutine, later frames
    of the same socket wait until that has ended. An empty audience is refused: nobody is never everybody."""
    name = msgspec.inspect.type_info(shape).tag  # type: ignore[attr-defined]
    if not isinstance(name, str) or not issubclass(shape, Command):
        raise WrongCommand(f"{shape.__name__} has no command tag")
    if not audience or not frozenset(audience) <= ROLES:
        raise WrongCommand(f"{name} needs an audience out of {sorted(ROLES)}")
    known = _registered.get(name)
    if known is not None and known.shape is not shape:
        raise WrongCommand(f"{name} is registered twice")
    _registered[name] = Registered(shape, name, purpose, frozenset(audience), handle)


def commands() -> dict[str, Registered]:
    """Every command by its name, for the permission matrix and for the closure check."""
    return dict(_registered)


def decoder() -> msgspec.json.Decoder[Command]:
    """Decodes exactly the registered commands; raises msgspec's errors for everything else."""
    shapes = tuple(entry.shape for entry in _registered.values())
    return msgspec.json.Decoder(Union[shapes])  # noqa: UP007 - built from a list


def on_announcement(shape: type[Announcement], handle: AnnouncementHandler) -> None:
    """Call ``handle(gateway, announcement)`` when a page announces this."""
    if handle not in _announced.setdefault(shape, []):
        _announced[shape].append(handle)


def announcement_handlers() -> dict[type[Announcement], list[AnnouncementHandler]]:
    return dict(_announced)


def register_log(log: Log) -> None:
    """Name the log that the writer appends to. There is one writer, so there is one log."""
    if _logs and _logs != [log]:
        raise WrongCommand("a second log wants the one writer")
    _logs[:] = [log]


def registered_log() -> Log:
    if not _logs:
        raise WrongCommand("no room registered a log")
    return _logs[0]
