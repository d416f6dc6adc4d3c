"""All that is held about one person, whatever room it lies in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q

from yinuo.promise.gate.context import current_or_none
from yinuo.promise.policy.model import Source
from yinuo.promise.sealing.box import class_of, source_of
from yinuo.promise.vault.base import PersonalModel, reveal
from yinuo.promise.vault.fields import PersonalBytes, PersonalField, Sealed


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
    klass: str = ""


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


def page_of_item(person: UUID, item: str, *, before: UUID | None = None, size: int = 20) -> tuple[list[Holding], bool]:
    """The newest ``size`` values of one item about a person that are older than the row ``before``, and whether there
    are more. One query for each table that may hold the item, whatever the number of rows."""
    found: list[Holding] = []
    for model in personal_models():
        fields = _fields_of(model, item)
        if fields:
            found += _newest(model, fields, person, item, before, size + 1)
    found.sort(key=lambda one: one.row, reverse=True)
    return found[:size], len(found) > size


def _fields_of(model: type[PersonalModel], item: str) -> list[PersonalField]:
    """The columns of a table that may hold the item; of a file the key alone, which stands for it."""
    fields = [f for f in model.personal_fields() if f.item == item or f.item.startswith("@")]
    keys: list[PersonalField] = [field for field in fields if isinstance(field, PersonalBytes)]
    return keys or fields


def _newest(
    model: type[PersonalModel], fields: list[PersonalField], person: UUID, item: str, before: UUID | None, size: int
) -> Iterator[Holding]:
    rows = model._default_manager.filter(**{f"{model.vault.about}_id": person})
    held = Q()
    for field in fields:
        named = Q(**{field.item[1:]: item}) if field.item.startswith("@") else Q()
        held |= Q(**{f"{field.name}__isnull": False}) & named
    rows = rows.filter(held)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    for row in rows.order_by("-pk")[:size]:
        yield from _of_row(row, frozenset({item}), fields)


def _of_row(
    row: PersonalModel, items: frozenset[str] | None, fields: Sequence[PersonalField] | None = None
) -> Iterator[Holding]:
    for field in row.personal_fields() if fields is None else fields:
        held = row.__dict__.get(field.attname)
        item = field.item_of(row)
        if not isinstance(held, Sealed) or (items is not None and item not in items):
            continue
        if _is_shredded(row, held):
            continue
        value = None if isinstance(field, PersonalBytes) else reveal(row, field.name)
        table, column = row._meta.db_table, str(field.column)
        yield Holding(item, table, column, row.pk, made_at(row.pk), source_of(held.bytes), value, class_of(held.bytes))


def _is_shredded(row: PersonalModel, held: Sealed) -> bool:
    """Under a key that is gone nothing is held any more."""
    context = current_or_none()
    seat = context.seat(row.about_person) if context is not None else None
    return seat is not None and seat.wrapped.get(class_of(held.bytes)) is None


def made_at(pk: UUID) -> datetime:
    """The instant that a UUIDv7 carries."""
    return datetime.fromtimestamp((pk.int >> 80) / 1000, UTC)


def single_values(person: UUID, tables: frozenset[str]) -> Iterator[Holding]:
    """The values of tables in which the person has a row or two, such as an account; one query a table."""
    for model in personal_models():
        if model._meta.db_table in tables:
            rows = model._default_manager.filter(**{f"{model.vault.about}_id": person}).order_by("-pk")[:2]
            for row in rows:
                yield from _of_row(row, None)
