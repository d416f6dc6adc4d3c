"""Where one installation keeps its running parts: sockets, ports and programs, apart from any other's."""

import contextlib
import errno
import json
import os
import pwd
import shutil
import socket
import sys
import uuid
from dataclasses import dataclass, fields
from pathlib import Path

from yinuo.runtime.settings_table import Settings

_SOCKET_LIMIT = 90  # octets: a Chinese letter of a path takes three


class MissingProgram(Exception):
    """A program that a part needs is not installed."""


@dataclass(frozen=True)
class Ports:
    """Loopback ports and the pages' socket; chosen at each start, so that two installations never meet."""

    pages: Path
    gateway: int
    sms: int
    mail: int
    mail_page: int
    push: int
    payment: int
    bank: int

    @property
    def loopback(self) -> tuple[int, ...]:
        return self.gateway, self.sms, self.mail, self.mail_page, self.push, self.payment, self.bank


class UnusableHome(Exception):
    """The folder of data can't be this process's; the message says whose it is and what to do."""


def refuse_strange(home: Path, *, to_write: bool) -> None:
    """Refuse a home that is no folder, that is closed to us, or (to write) that another user's product made."""
    me, elsewhere = os.geteuid(), "let YINUO_HOME name a folder of your own."
    nearest = next(place for place in (home, *home.parents) if os.path.lexists(place))
    if not nearest.is_dir():
        raise UnusableHome(f"{nearest} is not a folder; {elsewhere}")
    keys = home / "keys"
    made = os.path.lexists(keys)
    maker = (keys if made else nearest).stat().st_uid
    closed = not all(os.access(place, os.R_OK | os.X_OK) for place in (home, keys) if os.path.lexists(place))
    if nearest == home and maker != me and (closed or (made and to_write)):
        raise UnusableHome(f"{home} was made by {_name(maker)}: start as {_name(maker)}, or {elsewhere}")
    if closed or (to_write and not os.access(nearest, os.W_OK | os.X_OK)):
        raise UnusableHome(f"{_name(me)} may not write into {nearest}; {elsewhere}")


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"user {user}"


def run_folder(home: Path) -> Path:
    folder = home / "run"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def parts_file(home: Path) -> Path:
    """What the supervisor says of its parts, for ``/healthz``."""
    return run_folder(home) / "parts.json"


def choose(settings: Settings) -> Ports:
    pages = run_folder(settings.home) / "pages.sock"
    if len(os.fsencode(pages)) > _SOCKET_LIMIT:
        folder = Path("/tmp") / f"yinuo-{uuid.uuid5(uuid.NAMESPACE_URL, str(settings.home))}-run"  # noqa: S108
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_uid != os.geteuid():
            raise MissingProgram(f"{folder} belongs to somebody else; choose a shorter YINUO_HOME.")
        pages = folder / "pages.sock"
    return Ports(pages, *_free(len(fields(Ports)) - 1))


def _free(count: int) -> list[int]:
    """Ports that nobody holds; all are held until all are known."""
    held = [socket.socket() for _ in range(count)]
    try:
        for one in held:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in held]
    finally:
        for one in held:
            one.close()


def refusal_of(port: int, *, everywhere: bool = False) -> str:
    """Why the one port can't be had, as a sentence; empty when it can."""
    hosts = ["0.0.0.0"] if everywhere else loopbacks()  # noqa: S104 - asked for by YINUO_HOSTS
    for host in hosts:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                one.bind((host, port))
                one.listen()
            except OSError as problem:
                if problem.errno == errno.EACCES:
                    return f"Port {port} is for root alone; choose one above 1023 with YINUO_PORT."
                return f"Port {port} is taken; choose another with YINUO_PORT."
    return ""


def loopbacks() -> list[str]:
    """127.0.0.1, and ::1 where the machine has it: browsers try both for localhost."""
    found = ["127.0.0.1"]
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET6) as one:
        one.bind(("::1", 0))
        found.append("::1")
    return found


def program(name: str) -> Path:
    """A program of the virtual environment, else of the system."""
    own = Path(sys.executable).parent / name
    found = own if own.exists() else Path(shutil.which(name) or "")
    if not found.is_file():
        raise MissingProgram(f"{name} was not found: run script/setup.")
    return found


def write_parts(home: Path, states: dict[str, str]) -> None:
    file = parts_file(home)
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(states), encoding="utf-8")
    fresh.replace(file)


def read_parts(home: Path) -> dict[str, str]:
    try:
        states = json.loads(parts_file(home).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(state) for name, state in states.items()}
