"""Columns of every table: client-side keys, and columns that hold nothing personal and say why.

Nothing is guessed (house, "A room"): a text, JSON, file or address column is personal or plain.
"""

from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from uuid_utils.compat import uuid7 as _uuid7

F = TypeVar("F", bound="models.Field[Any, Any]")


def plain(field: F, *, reason: str) -> F:
    """Mark a text, JSON, file or address column as not personal; ``reason`` is printed in the data map."""
    field.plain_reason = reason  # type: ignore[attr-defined]
    return field


def uuid7() -> UUID:
    """A UUIDv7 (RFC 9562) in the standard library's type: a sealed value is bound to its primary key, so the key is
    made before the row is written."""
    made: UUID = _uuid7()
    return made
