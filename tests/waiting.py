"""Waiting that ends: nothing hangs on how long something takes, and a wait that is in vain fails."""

import time
from collections.abc import Callable

IN_VAIN = 180.0  # seconds after which nothing is waited for any more


def wait_for(condition: Callable[[], bool]) -> None:
    """Until it holds."""
    end = time.monotonic() + IN_VAIN
    while not condition():
        assert time.monotonic() < end, "what was waited for did not come"
        time.sleep(0.001)
