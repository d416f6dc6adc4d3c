"""The guard of a process: audit hooks for Python, and wrappers for the two libraries that connect in C.

SECURITY: stops mistakes and chatty libraries, not hostile code inside the process. Audit hooks can't be removed,
and a second :func:`install` only replaces what is allowed.
"""

import socket
import sys
from typing import Any

from yinuo.promise.outbound import drivers
from yinuo.promise.outbound.allowed import Allowed, OutboundRefused

_LOOKS_UP = {"socket.getaddrinfo", "socket.gethostbyname"}
_CONNECTS = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_STARTS = {"subprocess.Popen", "os.posix_spawn", "os.exec", "os.spawn"}
_real_getaddrinfo = socket.getaddrinfo


class _Guard:
    allowed: Allowed | None = None
    hooked = False


def install(allowed: Allowed) -> None:
    """Hold this process to ``allowed`` from now on, for good."""
    _Guard.allowed = allowed
    if not _Guard.hooked:
        _Guard.hooked = True
        socket.getaddrinfo = _getaddrinfo
        drivers.guard(lambda: _Guard.allowed)
        sys.addaudithook(_hook)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    allowed = _Guard.allowed
    if allowed is None or event[:1] not in "so":
        return
    if event in _LOOKS_UP:
        allowed.name(arguments[0])
    elif event in _CONNECTS:
        if arguments[1] is not None:
            allowed.connection(arguments[1])
    elif event in ("socket.gethostbyaddr", "socket.getnameinfo"):
        _reverse(allowed, arguments[0])
    elif event in _STARTS:
        allowed.program(arguments[1] if event == "os.spawn" else arguments[0])
    elif event == "os.system":
        raise OutboundRefused("the shell command", "of os.system")


def _reverse(allowed: Allowed, asked: Any) -> None:
    """A reverse look-up tells a name server whom we talk to; only for our own machine."""
    host = asked[0] if isinstance(asked, tuple) else asked
    if str(host) not in {"127.0.0.1", "::1", "localhost"}:
        allowed.endpoint(str(host), 0)


def _getaddrinfo(host: Any, port: Any, *more: Any, **named: Any) -> list[Any]:
    found = _real_getaddrinfo(host, port, *more, **named)
    if _Guard.allowed is not None:
        _Guard.allowed.found(host, [str(entry[4][0]) for entry in found])
    return found
