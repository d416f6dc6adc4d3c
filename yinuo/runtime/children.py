"""How a child process is started: as whom, and that it ends when its parent does."""

import ctypes
import os
import pwd
import signal
from collections.abc import Callable
from typing import TypedDict

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


class Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]
    cwd: str
    env: dict[str, str]


def identity(entry: pwd.struct_passwd | None) -> Identity:
    """Arguments for ``subprocess`` that drop to ``entry``; none when we are nobody special already."""
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}
    if entry is None:
        return {"env": environment, "cwd": "/"}
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": [], "cwd": "/", "env": environment}


def end_with_parent(sent: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """To run in the child before its program: the kernel sends ``sent`` when the parent is gone, even by kill -9."""
    parent = os.getpid()

    def prepare() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, sent)
        if os.getppid() != parent:
            os._exit(1)

    return prepare
