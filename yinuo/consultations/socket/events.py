"""What the gateway says about consultations."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from yinuo.realtime.events import Event


class Joined(Event, frozen=True, tag="joined"):
    """What follows ``since`` comes as messages up to ``upto``."""

    consultation: UUID
    upto: int
    state: str


class Media(msgspec.Struct, frozen=True):
    """``peaks`` are 0 to 100; empty for a picture."""

    id: UUID
    url: str
    kind: str
    mime: str
    width: int | None
    height: int | None
    seconds: float | None
    peaks: Sequence[int]


class Message(Event, frozen=True, tag="message"):
    """One entry of the thread. ``closed`` says in a sentence why the content is not shown."""

    consultation: UUID
    number: int
    client_id: UUID
    author: UUID
    mine: bool
    kind: str
    at: datetime
    text: str = ""
    media: Media | None = None
    notice: str = ""
    closed: str = ""


class Receipt(Event, frozen=True, tag="receipt"):
    """How far the other party has received and read."""

    consultation: UUID
    delivered: int
    read: int


class Changed(Event, frozen=True, tag="changed"):
    """The consultation's state is another one than the page shows."""

    consultation: UUID


class Inbox(Event, frozen=True, tag="inbox"):
    """The list is another one than the page shows."""
