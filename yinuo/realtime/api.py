"""What pages use of the gateway: announcing what they are about to commit."""

import hashlib

from django.db import connection

from yinuo.realtime.announcements import (
    CHANNEL,
    Announcement,
    ConsultationChanged,
    InboxChanged,
    PolicyChanged,
    SeatChanged,
    SessionEnded,
    encoded,
)

__all__ = [
    "Announcement",
    "ConsultationChanged",
    "InboxChanged",
    "PolicyChanged",
    "SeatChanged",
    "SessionEnded",
    "announce",
    "session_hash",
]


def announce(event: Announcement) -> None:
    """Tell the gateways when (and only when) the running transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [CHANNEL, encoded(event)])


def session_hash(session_key: str) -> str:
    """What :class:`SessionEnded` carries instead of the session's key, which opens the door to whoever reads it."""
    return hashlib.sha256(session_key.encode()).hexdigest()
