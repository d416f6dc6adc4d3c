"""Taking values away: the column is emptied where the table allows it, else the row goes."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError, RestrictedError

from yinuo.promise.models import BlindIndex
from yinuo.promise.retention.rows import HeldRow, rows_of
from yinuo.promise.vault.base import PersonalModel
from yinuo.promise.vault.index import scope_of

REFERRED = (ProtectedError, RestrictedError, IntegrityError)


@dataclass(frozen=True)
class Removed:
    rows: int = 0
    values: int = 0
    waiting: int = 0


def remove(
    model: type[models.Model], pk: UUID, row: HeldRow | None = None, columns: frozenset[str] = frozenset()
) -> Removed:
    """Delete a row, or take only these columns' values away while others are held in it.

    A column that may not be empty then waits until the rest of the row may go too; ``tangles`` finds tables where
    that could happen.
    """
    if row is None or {cell.column for cell in row.held} <= columns:
        return _delete(model, pk)
    return empty(row, columns)


def remove_values(row: HeldRow, columns: frozenset[str]) -> Removed:
    """Empty these columns and leave the row where the table allows that; else delete it, if nothing else is held."""
    removed = empty(row, columns)
    if removed.waiting and {cell.column for cell in row.held} <= columns:
        return _delete(row.model, row.pk)
    return removed


def empty(row: HeldRow, columns: frozenset[str]) -> Removed:
    """Set the columns to null, with their digests; what may not be null, or what a constraint wants, waits."""
    asked = {cell.column: cell.nullable for cell in row.held if cell.column in columns}
    free = [name for name, nullable in asked.items() if nullable]
    done = len(free) if free and _set_null(row, free) else 0
    return Removed(values=done, waiting=len(asked) - done)


def _set_null(row: HeldRow, columns: Iterable[str]) -> bool:
    fields = [field for field in row.model.personal_fields() if field.name in set(columns)]
    name = connection.ops.quote_name
    nulls = ", ".join(f"{name(str(field.column))} = null" for field in fields)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"update {name(row.model._meta.db_table)} set {nulls} where id = %s",  # noqa: S608 - quoted names
                [row.pk],
            )
            scopes = [scope_of(row.model, str(field.column)) for field in fields]
            BlindIndex.objects.filter(row=row.pk, scope__in=scopes).delete()
    except IntegrityError:
        return False
    return True


def _delete(model: type[models.Model], pk: UUID) -> Removed:
    """Delete the row and its digests. Rows that only stand for it go first, or let go of it."""
    try:
        with transaction.atomic():
            gone, _ = model._base_manager.filter(pk=pk).delete()
            BlindIndex.objects.filter(row=pk).delete()
            return Removed(rows=gone)
    except REFERRED as problem:
        referring = getattr(problem, "protected_objects", None) or getattr(problem, "restricted_objects", ())
    return Removed(waiting=1) if not referring else _delete_after(model, pk, list(referring))


def _delete_after(model: type[models.Model], pk: UUID, referring: list[Any]) -> Removed:
    try:
        with transaction.atomic():
            for other in referring:
                _let_go(other, model, pk)
            gone, _ = model._base_manager.filter(pk=pk).delete()
            BlindIndex.objects.filter(row=pk).delete()
            return Removed(rows=gone + len(referring))
    except REFERRED:
        return Removed(waiting=1)


def _let_go(other: models.Model, model: type[models.Model], pk: UUID) -> None:
    """A row that refers to one that goes: it lets go where it may; it goes too when it holds no value of its own."""
    kind = type(other)
    row = kind._base_manager.filter(pk=other.pk)
    for field in other._meta.concrete_fields:
        refers = isinstance(field, models.ForeignKey) and field.related_model is model
        if refers and field.null and getattr(other, field.attname) == pk:
            with suppress(IntegrityError), transaction.atomic():
                row.update(**{field.attname: None})
                return
    if issubclass(kind, PersonalModel) and any(found.held for found in rows_of(kind, row)):
        raise IntegrityError("another value stands on this row")
    row.delete()
