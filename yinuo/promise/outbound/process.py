"""Holding a process of ours to what policies declare, from its settings."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from yinuo.promise.outbound.allowed import Allowed
from yinuo.promise.outbound.declared import declared_hosts
from yinuo.promise.outbound.guard import install


def hold(programs: Iterable[Path] = ()) -> None:
    """Call once at the start of a process, after Django is set up and before any work.

    ``YINUO_OUTBOUND_ENDPOINTS`` (host and port) and ``YINUO_OUTBOUND_FOLDERS`` (of unix sockets) are the database, our
    own loopback parts and, in a demonstration only, the stand-ins.
    """
    install(
        Allowed(
            hosts=declared_hosts,
            endpoints=frozenset(settings.YINUO_OUTBOUND_ENDPOINTS),
            folders=tuple(settings.YINUO_OUTBOUND_FOLDERS),
            programs=tuple(programs),
        )
    )
