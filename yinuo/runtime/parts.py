"""One running part: started, watched, started again after a pause when it falls, ended in seconds."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from yinuo.runtime import children
from yinuo.runtime.postgres import Cluster, UnableToStartPostgres
from yinuo.runtime.postgres_places import AlreadyRuns

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 10.0
STEADY_AFTER = 30.0


class Part(Protocol):
    name: str

    def start(self) -> None: ...
    def running(self) -> bool: ...
    def stop(self) -> None: ...


class Program:
    """A part that is a process. ``ready`` says when it serves; without one it serves as soon as it runs.
    ``socket`` is what it binds: one left by a killed process would be in its way.
    ``orphaned`` is what it is sent when the launcher was killed."""

    def __init__(
        self,
        name: str,
        command: list[str],
        environment: Mapping[str, str],
        ready: Callable[[], bool] | None = None,
        patience: float = 6,
        socket: Path | None = None,
        orphaned: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name = name
        self.command = command
        self.environment = dict(environment)
        self.ready = ready
        self.patience = patience
        self.socket = socket
        self.orphaned = orphaned
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._end_session()
        if self.socket is not None:
            self.socket.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=children.end_with_parent(self.orphaned),
        )

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def serves(self) -> bool:
        return self.running() and (self.ready is None or self.ready())

    def stop(self) -> None:
        """Ask, wait, then end the whole session of processes that the part started."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(self.patience)
        self._end_session()

    def _end_session(self) -> None:
        """End what the part started and left behind, such as the children of a killed parent."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Database:
    """The PostgreSQL of our own as a part; it comes back by recovery."""

    name = "postgres"

    def __init__(self, folder: Path, extra: Mapping[str, str] | None = None) -> None:
        self.cluster = Cluster(folder, extra)

    def start(self) -> None:
        self.cluster.start()

    def running(self) -> bool:
        return self.cluster.process is not None and self.cluster.process.poll() is None

    def stop(self) -> None:
        self.cluster.stop()


class Watch:
    """When to start a fallen part again: at once first, then after ever longer pauses until it stays up."""

    def __init__(self, part: Part, clock: Callable[[], float] = time.monotonic) -> None:
        self.part = part
        self.clock = clock
        self.pause = 0.0
        self.since = clock()
        self.again_at: float | None = None
        self.falls = 0

    def look(self) -> str:
        """Look once; returns ``up``, ``down`` or ``restarted``."""
        now = self.clock()
        if self.part.running():
            if now - self.since > STEADY_AFTER:
                self.pause, self.falls = 0.0, 0
            return "up"
        if self.again_at is None:
            self.falls += 1
            self.again_at = now + self.pause
            self.pause = min(max(self.pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
        if now < self.again_at:
            return "down"
        self.again_at = None
        self.since = now
        try:
            self.part.start()
        except (OSError, UnableToStartPostgres, AlreadyRuns):
            return "down"
        return "restarted"
