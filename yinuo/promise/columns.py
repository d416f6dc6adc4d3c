"""Columns of every table: client-side keys, and columns that hold nothing personal and say why.

Nothing is guessed (house, "A room"): a text, JSON, file or address column is personal or plain.
"""

from typing import Any, TypeVar
from uuid import UUID, SafeUUID

import uuid_utils
from django.db import models

F = TypeVar("F", bound="models.Field[Any, Any]")
_SAFE = SafeUUID.unknown


def plain(field: F, *, reason: str) -> F:
    """Mark a text, JSON, file or address column as not personal; ``reason`` is printed in the data map."""
    field.plain_reason = reason  # type: ignore[attr-defined]
    return field


def uuid7() -> UUID:
    """A UUIDv7 (RFC 9562) in the standard library's type: a sealed value is bound to its primary key, so the key is
    made before the row is written."""
    made = object.__new__(UUID)  # its own way of being made parses and checks, which takes four times as long
    object.__setattr__(made, "int", uuid_utils.uuid7().int)
    object.__setattr__(made, "is_safe", _SAFE)
    return made
