"""What a process may reach: declared hosts, our own parts, and programs it may start."""

import ipaddress
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock


class OutboundRefused(RuntimeError):
    """A process tried to reach what no policy in force declares. No OSError: a library must not try the next one."""

    def __init__(self, what: str, target: str) -> None:
        super().__init__(f"{what} {target} is not declared by any policy in force")
        self.what = what
        self.target = target


def is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.split("%", 1)[0])
    except ValueError:
        return False
    return True


def is_public(address: str) -> bool:
    """An address of the open network: not our own machine, no private or link-local one, in no disguise."""
    found = ipaddress.ip_address(address.split("%", 1)[0])
    if isinstance(found, ipaddress.IPv6Address) and (found.ipv4_mapped or found.sixtofour or found.teredo):
        return found.ipv4_mapped is not None and is_public(str(found.ipv4_mapped))
    return found.is_global and not found.is_multicast


def _text(value: object) -> str:
    return value.decode("idna", "replace") if isinstance(value, bytes) else str(value)


@dataclass(frozen=True)
class Allowed:
    """``endpoints`` are host and port of infrastructure and of our own loopback parts; ``hosts`` answers the names
    that recipients in force declare; ``folders`` hold unix sockets; ``programs`` are paths, or folders of programs.
    """

    hosts: Callable[[], frozenset[str]]
    endpoints: frozenset[tuple[str, int]] = frozenset()
    folders: tuple[Path, ...] = ()
    programs: tuple[Path, ...] = ()
    _resolved: dict[str, str] = field(default_factory=dict, compare=False)
    _lock: Lock = field(default_factory=Lock, compare=False)

    def name(self, host: object) -> None:
        """May this name be looked up? Addresses need no look-up, and no host is a listener's."""
        if host is None or host in ("", b""):
            return
        text = _text(host).rstrip(".").lower()
        if is_address(text) or text == "localhost" or any(text == known for known, _ in self.endpoints):
            return
        if text not in self.hosts():
            raise OutboundRefused("the host", text)

    def found(self, host: object, addresses: list[str]) -> None:
        """Remember what a name stands for; connections use addresses.

        SECURITY: a declared name that a name server points into our own network leads nowhere.
        """
        if not host or is_address(_text(host)):
            return
        name = _text(host).rstrip(".").lower()
        if not any(name == known for known, _ in self.endpoints):
            addresses = [one for one in addresses if is_public(one)]
        with self._lock:
            self._resolved.update(dict.fromkeys(addresses, name))

    def connection(self, address: object) -> None:
        """May a socket go there? A pair is host and port; text or bytes is a unix socket."""
        if isinstance(address, str | bytes):
            self.unix(os.fsdecode(address))
        elif isinstance(address, tuple) and len(address) >= 2 and isinstance(address[1], int):
            self.endpoint(_text(address[0]), address[1])
        else:
            raise OutboundRefused("the address", repr(address))

    def endpoint(self, host: str, port: int) -> None:
        host = host.lower()
        if any((name, port) in self.endpoints for name in (host, self._resolved.get(host, ""))):
            return
        if host == "localhost" and {("127.0.0.1", port), ("::1", port)} & self.endpoints:
            return
        name = self._resolved.get(host) if is_address(host) else host
        if name is None or name not in self.hosts():
            raise OutboundRefused("the address", f"{host}:{port}")

    def unix(self, path: str) -> None:
        if path.startswith("\0") or not any(Path(path).resolve().is_relative_to(folder) for folder in self.folders):
            raise OutboundRefused("the socket", repr(path))

    def program(self, path: object) -> None:
        text = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
        place = Path(os.path.abspath(text))  # noqa: PTH100 - symlinks stay: a program is allowed where it is named
        if not os.path.isabs(text) or not any(place == one or one in place.parents for one in self.programs):  # noqa: PTH117
            raise OutboundRefused("the program", text or repr(path))
