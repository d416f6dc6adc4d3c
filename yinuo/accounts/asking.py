"""How often codes may be asked for: by number and by address, a minute and an hour."""

from yinuo.accounts.limits import Limit, TooOften
from yinuo.accounts.problems import AskedTooOften

_LIMITS = (
    (Limit("code.number", times=5, seconds=60), Limit("code.number.hour", times=30, seconds=3600)),
    # A ward, or half a town behind one carrier's address, registers at the same time.
    (Limit("code.address", times=30, seconds=60), Limit("code.address.hour", times=120, seconds=3600)),
)


def slow_down(*, number: str, address: str) -> None:
    """Count a request for a code; raises :class:`AskedTooOften` with the wait in seconds.

    SECURITY: six digits, five tries a code and thirty codes an hour leave a guesser 0.4 % in a day.
    """
    try:
        for limits, key in zip(_LIMITS, (number, address), strict=True):
            for limit in limits:
                limit.take(key)
    except TooOften as problem:
        raise AskedTooOften(problem.wait) from None
