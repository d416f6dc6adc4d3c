"""Addresses that the gateway names to a client. They are the pages' own (a test compares): loading every view of the
house for two of them would cost the gateway its start and its memory."""

from uuid import UUID


def media_url(consultation: UUID, media: UUID) -> str:
    """Where a page serves the file, with ranges, through the gate."""
    return f"/consultations/{consultation}/media/{media}/"
