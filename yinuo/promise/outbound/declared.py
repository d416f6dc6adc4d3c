"""The host names that recipients of the versions in force declare."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from django.db import connection

from yinuo.promise.policy import library

FRESH_FOR = 5.0
_lock = Lock()
_known: tuple[float, frozenset[str]] = (float("-inf"), frozenset())


def declared_hosts() -> frozenset[str]:
    """Every declared host, at most five seconds old.

    Asked from within any connection attempt, so it reads on a thread with a connection of its own: the caller may
    stand in a broken transaction or in an event loop. What can't be read declares nothing.
    """
    global _known
    with _lock:
        at, hosts = _known
        if time.monotonic() - at > FRESH_FOR:
            with ThreadPoolExecutor(1) as aside:
                hosts = aside.submit(_read).result()
            _known = (time.monotonic(), hosts)
        return hosts


def _read() -> frozenset[str]:
    try:
        policies = library()
        roles = [role for role in policies.roles() if policies.in_force_number(role)]
        recipients = [one for role in roles for one in policies.in_force(role).recipients.values()]
        return frozenset(host.lower() for one in recipients for host in one.hosts)
    finally:
        connection.close()
