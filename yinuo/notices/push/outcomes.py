"""What a push service answered, whichever it is."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_WAIT = 6 * 3600.0


@dataclass(frozen=True)
class Outcome:
    """``taken``, ``gone`` (the endpoint is no more), ``later`` (after ``wait`` seconds at least) or ``never``."""

    name: str
    wait: float = 0.0


TAKEN, GONE, NEVER = Outcome("taken"), Outcome("gone"), Outcome("never")


def later(retry_after: str = "") -> Outcome:
    """``retry_after`` as HTTP writes it: seconds or a date; what can't be read is as if nothing was said."""
    if retry_after.strip().isdigit():
        return Outcome("later", min(float(retry_after), LONGEST_WAIT))
    try:
        at = parsedate_to_datetime(retry_after)
        wait = (at - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):
        wait = 0.0
    return Outcome("later", min(max(wait, 0.0), LONGEST_WAIT))
