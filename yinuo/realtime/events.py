"""What the gateway says to a client: closed types, one JSON object a frame, told apart by ``event``.

Rooms add their own by subclassing :class:`Event` with a tag of their own.
"""

from datetime import datetime
from enum import IntEnum
from uuid import UUID

import msgspec


class CloseCode(IntEnum):
    """The application's close codes; the client's behaviour hangs on them."""

    NOT_UNDERSTOOD = 4400
    NOT_LOGGED_IN = 4401
    SLOW = 4408
    LOGGED_OUT = 4409
    TOO_LARGE = 4413
    TOO_FAST = 4429
    GOING_AWAY = 1001


class Event(msgspec.Struct, frozen=True, tag_field="event", omit_defaults=False):
    """One thing said to one socket."""


class Welcome(Event, frozen=True, tag="welcome"):
    person: UUID


class Pong(Event, frozen=True, tag="pong"):
    pass


class SeatMoved(Event, frozen=True, tag="seat"):
    """The person's own consents or versions changed: what a page shows of them is old."""


class Failed(Event, frozen=True, tag="error"):
    """The frame or the socket itself is wrong; a close may follow."""

    code: str
    sentence: str


class Acknowledged(Event, frozen=True, tag="acknowledged"):
    """Committed: from here on nothing can lose it."""

    client_id: UUID
    number: int
    at: datetime


class Refused(Event, frozen=True, tag="refused"):
    """A command was understood and is not done. ``clause`` and ``allow_url`` say where it can be allowed again."""

    client_id: UUID | None
    code: str
    sentence: str
    clause: str = ""
    allow_url: str = ""


_encoder = msgspec.json.Encoder()


def encoded(event: Event) -> bytes:
    return _encoder.encode(event)
