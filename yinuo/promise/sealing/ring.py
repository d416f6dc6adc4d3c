"""The process's key ring and what it opens for a seat."""

import hashlib
import hmac
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from yinuo.promise.gate.seat import Seat
from yinuo.promise.sealing.keys import KeyRing, UnableToUnwrap


@lru_cache(maxsize=4)
def _ring(folder: Path, cipher: str) -> KeyRing:
    return KeyRing(folder, cipher)


def ring() -> KeyRing:
    """The key ring of the settings ``YINUO_KEYS`` (a folder) and ``YINUO_CIPHER``."""
    return _ring(Path(settings.YINUO_KEYS), settings.YINUO_CIPHER)


def class_key(seat: Seat, klass: str) -> bytes | None:
    """The person's key of a retention class; None when it is shredded or its week is gone."""
    wrapped = seat.wrapped.get(klass)
    if wrapped is None:
        return None
    try:
        return ring().unwrap(wrapped, seat.person, klass)
    except UnableToUnwrap:
        return None


def pseudonym(seat: Seat) -> bytes:
    """The person's name in the journal: 16 bytes that nobody can link once the ``log`` key is shredded.

    Empty when that key is gone.
    """
    key = class_key(seat, "log")
    return hmac.digest(key, b"journal", hashlib.sha256)[:16] if key else b""
