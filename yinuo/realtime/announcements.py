"""What pages tell the gateways over PostgreSQL's channel ``yinuo``: closed types, ids and a withdrawal's instant.

An announcement only makes things faster. Whoever acts on one reads the database again; one that is lost delays a
screen and opens nothing.
"""

from datetime import datetime
from uuid import UUID

import msgspec

CHANNEL = "yinuo"


class Announcement(msgspec.Struct, frozen=True, tag_field="event"):
    """One thing that has been committed."""


class InboxChanged(Announcement, frozen=True, tag="inbox"):
    """The list of whom this person attends to has changed."""

    person: UUID


class ConsultationChanged(Announcement, frozen=True, tag="consultation"):
    """State or content of a consultation changed by a page."""

    consultation: UUID


class SeatChanged(Announcement, frozen=True, tag="seat", omit_defaults=True):
    """A person confirmed, granted, refused, withdrew or came back; ``withdrawn_at`` is there for a withdrawal."""

    person: UUID
    withdrawn_at: datetime | None = None


class SessionEnded(Announcement, frozen=True, tag="session"):
    """Somebody logged out; ``key_hash`` comes from :func:`yinuo.realtime.api.session_hash`."""

    key_hash: str


class PolicyChanged(Announcement, frozen=True, tag="policy"):
    """Another version came into force."""


Known = InboxChanged | ConsultationChanged | SeatChanged | SessionEnded | PolicyChanged

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Known)


def encoded(announcement: Announcement) -> str:
    return _encoder.encode(announcement).decode()


def decoded(payload: str) -> Known | None:
    """The announcement, or None for one that this version does not know (a rolling deploy)."""
    try:
        known: Known = _decoder.decode(payload)
    except msgspec.MsgspecError:
        return None
    return known
