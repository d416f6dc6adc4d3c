"""What a row holds, seen without opening it: which items, sealed under which class."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BinaryField, CharField, F, Func, Model, QuerySet
from django.db.models.functions import Cast

from yinuo.promise.policy import built_in, library
from yinuo.promise.policy.model import After, Version
from yinuo.promise.sealing.box import class_of
from yinuo.promise.vault.base import PersonalModel
from yinuo.promise.vault.fields import PersonalField


@dataclass(frozen=True)
class Cell:
    """A personal column of one row. ``klass`` is None when it holds nothing; ``item`` is empty when the row says that
    it is no item."""

    column: str
    item: str
    klass: str | None
    nullable: bool
    indexed: bool


@dataclass(frozen=True)
class HeldRow:
    model: type[PersonalModel]
    pk: UUID
    about: UUID
    cells: tuple[Cell, ...]

    @property
    def held(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.klass is not None)


class _Head(Func):
    """The head of a sealed value, which names its class; the value itself stays in the database."""

    function = "substr"
    template = "substr(%(expressions)s, 1, 3 + get_byte(%(expressions)s, 2))"
    output_field = BinaryField()


def rows_of(model: type[PersonalModel], rows: QuerySet[Any]) -> list[HeldRow]:
    """The rows of a query as what they hold."""
    fields = model.personal_fields()
    heads = {f"_head_{field.name}": _Head(F(field.name)) for field in fields}
    items = {f"_item_{field.name}": Cast(F(field.item[1:]), CharField()) for field in fields if _named(field)}
    found = rows.annotate(**heads, **items).values("pk", model.vault.about, *heads, *items)
    return [HeldRow(model, row["pk"], row[model.vault.about], tuple(_cell(row, f) for f in fields)) for row in found]


def _cell(row: dict[str, Any], field: PersonalField) -> Cell:
    head = row[f"_head_{field.name}"]
    item = row[f"_item_{field.name}"] if _named(field) else field.item
    klass = None if head is None else class_of(bytes(head))
    return Cell(field.name, item or "", klass, field.null, field.indexed)


def _named(field: PersonalField) -> bool:
    return field.item.startswith("@")


def items_of(model: type[Model], field: PersonalField) -> list[str] | None:
    """The items that a column may hold; None when any may stand in the column that names it."""
    if not _named(field):
        return [field.item]
    named = model._meta.get_field(field.item[1:])
    choices = getattr(named, "flatchoices", None)
    return [str(value) for value, _ in choices if value] if choices else None


def terms_of(model: type[PersonalModel]) -> set[str]:
    """The terms that any version of any policy gives to what this table may hold."""
    held = _items_of_table(model)
    terms = {
        version.classes[item.klass].keep
        for version in _versions()
        for item in version.items.values()
        if held is None or item.id in held
    }
    return terms | {
        built_in.CLASSES[item.klass].keep for item in built_in.ITEMS.values() if held is None or item.id in held
    }


def may_be_taken_back(model: type[PersonalModel]) -> bool:
    """Does any version say that a withdrawal deletes something this table may hold?"""
    held = _items_of_table(model)
    return any(
        use.after is After.DELETE and (held is None or use.item in held)
        for version in _versions()
        for purpose in version.purposes.values()
        for use in purpose.items.values()
    )


def _items_of_table(model: type[PersonalModel]) -> set[str] | None:
    items = [items_of(model, field) for field in model.personal_fields()]
    return None if None in items else {item for some in items for item in some or ()}


def _versions() -> Iterator[Version]:
    policies = library()
    return (version for role in policies.roles() for version in policies.versions(role))
