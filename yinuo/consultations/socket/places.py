"""Addresses that the gateway names to a client."""

from functools import cache
from uuid import UUID

from django.urls import NoReverseMatch, reverse

_ZERO = UUID(int=0)


@cache
def _pattern() -> str | None:
    try:
        return reverse("consultations:media", args=[_ZERO, _ZERO])
    except NoReverseMatch:
        return None


def media_url(consultation: UUID, media: UUID) -> str:
    """Where a page serves the file, with ranges, through the gate; empty when no page does."""
    pattern = _pattern()
    if pattern is None:
        return ""
    return pattern.replace(str(_ZERO), str(consultation), 1).replace(str(_ZERO), str(media), 1)
