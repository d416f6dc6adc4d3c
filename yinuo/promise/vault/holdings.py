"""All that is held about one person, whatever room it lies in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from yinuo.promise.policy.model import Source
from yinuo.promise.sealing.box import source_of
from yinuo.promise.vault.base import PersonalModel, reveal
from yinuo.promise.vault.fields import PersonalBytes, Sealed


@dataclass(frozen=True)
class Holding:
    """``value`` is what the open purpose lets through, or ``Closed``; None for a file, which opens in its room."""

    item: str
    table: str
    column: str
    row: UUID
    at: datetime
    source: Source
    value: Any


def personal_models() -> list[type[PersonalModel]]:
    return [model for model in apps.get_models() if issubclass(model, PersonalModel)]


def holdings(person: UUID, items: frozenset[str] | None = None, limit: int = 500) -> Iterator[Holding]:
    """Values about a person, of these items or of all, table by table, the newest first in each."""
    for model in personal_models():
        rows = model._default_manager.filter(**{f"{model.vault.about}_id": person}).order_by("-pk")[:limit]
        for row in rows:
            yield from _of_row(row, items)


def held_items(person: UUID) -> frozenset[str]:
    """Which items are held about a person, by name alone: nothing is opened."""
    found: set[str] = set()
    for model in personal_models():
        rows = model._default_manager.filter(**{f"{model.vault.about}_id": person})
        fields = model.personal_fields()
        found |= {field.item for field in fields if field.item[0] != "@" and _any(rows, field.name)}
        for column in {field.item[1:] for field in fields if field.item[0] == "@"}:
            found |= {str(item) for item in rows.values_list(column, flat=True).distinct()}
    return frozenset(found)


def _any(rows: models.QuerySet[Any], name: str) -> bool:
    return bool(rows.exclude(**{f"{name}__isnull": True}).exists())


def _of_row(row: PersonalModel, items: frozenset[str] | None) -> Iterator[Holding]:
    for field in row.personal_fields():
        held = row.__dict__.get(field.attname)
        item = field.item_of(row)
        if not isinstance(held, Sealed) or (items is not None and item not in items):
            continue
        value = None if isinstance(field, PersonalBytes) else reveal(row, field.name)
        table, column = row._meta.db_table, str(field.column)
        yield Holding(item, table, column, row.pk, made_at(row.pk), source_of(held.bytes), value)


def made_at(pk: UUID) -> datetime:
    """The instant that a UUIDv7 carries."""
    return datetime.fromtimestamp((pk.int >> 80) / 1000, UTC)
