"""Keyed blind index: look-ups by equality of sealed values (house law 10)."""

import hashlib
import hmac
from typing import Any
from uuid import UUID

from yinuo.promise.models import BlindIndex
from yinuo.promise.sealing.ring import ring


class AlreadyHeld(Exception):
    """The value is held by another row of the same table."""


def blind_digest(scope: str, value: str, generation: str) -> bytes:
    """HMAC-SHA256 under the index key of one week; ``scope`` is ``table.column``."""
    return hmac.digest(ring().index_key(generation), f"{scope}|{value}".encode(), hashlib.sha256)


def scope_of(model: Any, column: str) -> str:
    return f"{model._meta.db_table}.{column}"


def keep_digest(row: Any, field: Any, value: str) -> None:
    """Write the digest under every generation that is alive, so that a rotation can switch at any time."""
    scope = scope_of(row, field.column)
    for generation in ring().weeks("index"):
        digest = blind_digest(scope, value, generation)
        held = BlindIndex.objects.filter(scope=scope, generation=generation, digest=digest).first()
        if held is not None and held.row != row.pk:
            raise AlreadyHeld(f"{scope} holds this value already")
        BlindIndex.objects.update_or_create(scope=scope, generation=generation, row=row.pk, defaults={"digest": digest})


def find_rows(scope: str, value: str) -> list[UUID]:
    """The rows that hold the value, under any generation that is alive."""
    digests = [blind_digest(scope, value, generation) for generation in ring().weeks("index")]
    return list(BlindIndex.objects.filter(scope=scope, digest__in=digests).values_list("row", flat=True).distinct())


def forget_digests(rows: list[UUID]) -> None:
    """Delete the digests of rows that are going away."""
    BlindIndex.objects.filter(row__in=rows).delete()
