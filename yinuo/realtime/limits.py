"""The gateway's caps, in one place, and the token bucket of a socket."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

_PREFIX = "YINUO_GATEWAY_"


class WrongLimit(Exception):
    """A cap was given a value that is not a number above zero; the message names it."""


@dataclass(frozen=True)
class Limits:
    """Every cap can be set in the environment by its name, such as ``YINUO_GATEWAY_RATE``."""

    frame_bytes: int = 16 * 1024
    """What a frame may hold. A larger one is answered with a sentence and close code 4413."""
    swallow_bytes: int = 2 * 1024 * 1024
    """Up to here a frame that is too large is read to its end, so that the sentence arrives; beyond, cut at once."""
    rate: float = 20.0
    """Frames a second and socket."""
    burst: int = 40
    patience: int = 20
    """Frames refused as too fast, one after another, before the socket is closed with 4429."""
    waiting: int = 64
    """Frames that wait while an earlier command of the same socket reads the database."""
    unacknowledged: int = 200
    """Appends of one socket that wait for their commit."""
    queue: int = 20_000
    """Appends of all sockets that wait for their commit, while PostgreSQL is gone for instance."""
    batch: int = 500
    pause_bytes: int = 256 * 1024
    """Unsent bytes of one socket at which delivery to it pauses."""
    missed: int = 200
    """Events withheld from a paused socket before it is dropped with 4408."""
    joined: int = 50
    """Topics one socket may be joined to."""
    sockets: int = 20
    """Sockets one person may hold; the oldest is dropped."""
    page: int = 200
    """Rows of history read at once."""
    sweep_seconds: float = 25.0
    """How often idle sockets are pinged and sessions are looked up again."""

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Limits":
        """The caps with what the environment says; raises :class:`WrongLimit`."""
        given: dict[str, int | float] = {}
        for entry in fields(cls):
            raw = environ.get(_PREFIX + entry.name.upper())
            if raw is not None:
                given[entry.name] = _number(entry.name, raw, whole=isinstance(entry.default, int))
        return cls(**given)  # type: ignore[arg-type]


def _number(name: str, raw: str, *, whole: bool) -> int | float:
    try:
        value = int(raw) if whole else float(raw)
    except ValueError:
        value = 0
    if value <= 0:
        raise WrongLimit(f"{_PREFIX}{name.upper()}: {raw!r} is not a number above zero.")
    return value


class Bucket:
    """A token bucket. ``clock`` gives seconds and never goes back."""

    __slots__ = ("_burst", "_clock", "_rate", "_tokens", "_when")

    def __init__(self, rate: float, burst: int, clock: Callable[[], float]) -> None:
        self._rate, self._burst, self._clock = rate, float(burst), clock
        self._tokens, self._when = float(burst), clock()

    def take(self) -> bool:
        """One frame more: may it pass?"""
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._when) * self._rate)
        self._when = now
        if self._tokens < 1.0:
            return False
        self._tokens -= 1.0
        return True
