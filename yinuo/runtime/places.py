"""Where one installation keeps its running parts: sockets, ports and programs, apart from any other's."""

import json
import os
import shutil
import socket
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path

from yinuo.runtime.settings_table import Settings

_SOCKET_LIMIT = 90


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

    @property
    def loopback(self) -> tuple[int, ...]:
        return self.gateway, self.sms, self.mail, self.mail_page


def run_folder(home: Path) -> Path:
    folder = home / "run"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def parts_file(home: Path) -> Path:
    """What the supervisor says of its parts, for ``/healthz``."""
    return run_folder(home) / "parts.json"


def choose(settings: Settings) -> Ports:
    pages = run_folder(settings.home) / "pages.sock"
    if len(str(pages)) > _SOCKET_LIMIT:
        folder = Path("/tmp") / f"yinuo-{uuid.uuid5(uuid.NAMESPACE_URL, str(settings.home))}-run"  # noqa: S108
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_uid != os.geteuid():
            raise MissingProgram(f"{folder} belongs to somebody else; choose a shorter YINUO_HOME.")
        pages = folder / "pages.sock"
    return Ports(pages, *_free(4))


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


def taken(port: int) -> bool:
    """Whether somebody answers on the port already."""
    with socket.socket() as one:
        one.settimeout(0.5)
        return one.connect_ex(("127.0.0.1", port)) == 0


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
