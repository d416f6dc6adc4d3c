"""libpq and uvloop connect in C, where no audit event fires: their Python entrances are wrapped instead."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import uvloop
from psycopg import connection, connection_async, conninfo

from yinuo.promise.outbound.allowed import Allowed, OutboundRefused

Current = Callable[[], Allowed | None]


def guard(current: Current) -> None:
    """Wrap both, once a process."""
    uvloop.Loop = _loop(current)  # type: ignore[misc]
    for kind in (connection.Connection, connection_async.AsyncConnection):
        _wrap_connect(kind, current)


def _wrap_connect(kind: Any, current: Current) -> None:
    real = kind._connect_gen.__func__

    def checked(cls: Any, address: str = "", *more: Any, **named: Any) -> Any:
        allowed = current()
        if allowed is not None:
            for host, port in _hosts(address):
                _reach(allowed, host, port)
        return real(cls, address, *more, **named)

    kind._connect_gen = classmethod(checked)


def _hosts(address: str) -> Iterator[tuple[str, int]]:
    """Host and port of each server that a conninfo names; libpq takes lists, and addresses before names."""
    parts = conninfo.conninfo_to_dict(address)
    hosts = str(parts.get("hostaddr") or parts.get("host") or "/").split(",")
    ports = str(parts.get("port") or 5432).split(",")
    for number, host in enumerate(hosts):
        yield host, int(ports[number] if number < len(ports) else ports[0])


def _reach(allowed: Allowed, host: str, port: int) -> None:
    if host.startswith(("/", "@")):
        allowed.unix(f"{host}/.s.PGSQL.{port}" if host.startswith("/") else "\0")
    else:
        allowed.name(host)
        allowed.endpoint(host, port)


def _loop(current: Current) -> type[uvloop.Loop]:
    """uvloop's loop with every way out asking first."""

    def asking(real: Any, ask: Callable[..., None]) -> Any:
        @wraps(real)
        async def method(self: Any, *arguments: Any, **named: Any) -> Any:
            allowed = current()
            if allowed is not None:
                ask(allowed, *arguments, **named)
            found = await real(self, *arguments, **named)
            if allowed is not None and real.__name__ == "getaddrinfo":
                allowed.found(arguments[0], [str(entry[4][0]) for entry in found])
            return found

        return method

    ways = {name: asking(getattr(uvloop.Loop, name), ask) for name, ask in _WAYS.items()}
    return type("Guarded", (uvloop.Loop,), ways)


def _connection(allowed: Allowed, factory: Any, host: Any = None, port: Any = None, **named: Any) -> None:
    if host is not None:
        allowed.name(host)
        allowed.endpoint(str(host), int(port or 0))


def _unix(allowed: Allowed, factory: Any, path: Any = None, **named: Any) -> None:
    if path is not None:
        allowed.connection(str(path))


def _datagram(allowed: Allowed, factory: Any, local_addr: Any = None, remote_addr: Any = None, **named: Any) -> None:
    """A datagram socket without one far end could send anywhere."""
    allowed.connection(remote_addr)


def _lookup(allowed: Allowed, host: Any, *more: Any, **named: Any) -> None:
    allowed.name(host)


def _socket(allowed: Allowed, sock: Any, *rest: Any) -> None:
    allowed.connection(rest[-1])


def _reverse(allowed: Allowed, address: Any, *more: Any) -> None:
    allowed.connection(address)


def _program(allowed: Allowed, factory: Any, program: Any, *arguments: Any, **named: Any) -> None:
    allowed.program(program)


def _shell(allowed: Allowed, factory: Any, command: Any, **named: Any) -> None:
    raise OutboundRefused("the shell command", "of an event loop")


_WAYS: dict[str, Callable[..., None]] = {
    "create_connection": _connection,
    "create_unix_connection": _unix,
    "create_datagram_endpoint": _datagram,
    "getaddrinfo": _lookup,
    "getnameinfo": _reverse,
    "sock_connect": _socket,
    "sock_sendto": _socket,
    "subprocess_exec": _program,
    "subprocess_shell": _shell,
}
