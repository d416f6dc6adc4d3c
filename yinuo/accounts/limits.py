"""How often somebody may ask, remembered in memory only and shared by the processes of one machine.

SECURITY: neither number nor address is kept. A slot of a file in memory is found by a keyed hash, and holds
nothing but the instants of the last few requests. Before a person has confirmed the policy nothing else may be
remembered about them (RDM 3).
"""

import fcntl
import hashlib
import hmac
import mmap
import os
import struct
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from pathlib import Path

from django.conf import settings

SLOTS = 1 << 14
DEPTH = 128
_SLOT = struct.Struct(f"<{DEPTH}d")


class TooOften(Exception):
    """Asked again too soon; ``wait`` is in whole seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"wait {wait} s")
        self.wait = wait


class Limit:
    """At most ``times`` (up to ``DEPTH``) in ``seconds`` for each key; ``name`` keeps limits apart."""

    def __init__(self, name: str, *, times: int, seconds: int) -> None:
        if not 0 < times <= DEPTH:
            raise ValueError(f"{name}: between 1 and {DEPTH} times")
        self.name, self.times, self.seconds = name, times, seconds

    def take(self, key: str) -> None:
        """Count one request; raises :class:`TooOften` (and counts nothing) when it is one too many."""
        now = time.time()
        with _slot(f"{self.name}|{key}") as instants:
            recent = sorted(at for at in instants if 0 < at <= now and now - at < self.seconds)
            if len(recent) >= self.times:
                raise TooOften(max(1, ceil(recent[-self.times] + self.seconds - now)))
            instants[:] = [*recent, now, *[0.0] * DEPTH][:DEPTH]


_threads = threading.Lock()
_table: tuple[int, mmap.mmap] | None = None


def forget() -> None:
    """Empty the whole table."""
    with _threads:
        _, memory = _open_table()
        memory[:] = bytes(SLOTS * _SLOT.size)


@contextmanager
def _slot(key: str) -> Iterator[list[float]]:
    digest = hmac.digest(settings.SECRET_KEY.encode(), b"limit|" + key.encode(), "sha256")
    start = int.from_bytes(digest[:4], "big") % SLOTS * _SLOT.size
    with _threads:
        handle, memory = _open_table()
        fcntl.lockf(handle, fcntl.LOCK_EX, _SLOT.size, start)
        try:
            instants = list(_SLOT.unpack_from(memory, start))
            yield instants
            _SLOT.pack_into(memory, start, *instants)
        finally:
            fcntl.lockf(handle, fcntl.LOCK_UN, _SLOT.size, start)


def _open_table() -> tuple[int, mmap.mmap]:
    global _table
    if _table is None:
        path = _folder() / f"yinuo-limits-{os.getuid()}-{_place()}"
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        if os.fstat(handle).st_uid != os.getuid():
            raise PermissionError(f"{path} belongs to somebody else")
        os.ftruncate(handle, SLOTS * _SLOT.size)
        _table = handle, mmap.mmap(handle, SLOTS * _SLOT.size)
    return _table


def _folder() -> Path:
    memory = Path("/dev/shm")  # noqa: S108 - memory on purpose: nothing of this may reach a disk
    return memory if memory.is_dir() else Path(tempfile.gettempdir())


def _place() -> str:
    return hashlib.sha256(f"{settings.YINUO_HOME}|{settings.SECRET_KEY}".encode()).hexdigest()[:16]
