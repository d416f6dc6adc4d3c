"""How much is held about a person, item by item: one statement whatever the number of rows, and no value is opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db import connection

from yinuo.promise.bindings import HELD
from yinuo.promise.gate.context import current
from yinuo.promise.policy.model import Source
from yinuo.promise.sealing.box import SOURCES
from yinuo.promise.vault.base import PersonalModel
from yinuo.promise.vault.fields import PersonalField
from yinuo.promise.vault.holdings import made_at, personal_models


@dataclass(frozen=True)
class HeldLine:
    """One item in one table: how many rows, the first and the latest, from which sources, under which class."""

    item: str
    table: str
    count: int
    first: datetime
    latest: datetime
    sources: tuple[Source, ...]
    klass: str


def held_about(person: UUID) -> list[HeldLine]:
    """What is held about this person. What lies under a shredded key is not held any more."""
    seat = current().seat(person)
    open_classes = {klass for klass, key in (seat.wrapped if seat else {}).items() if key is not None}
    found = _ask(((model, model.vault.about) for model in personal_models()), person)
    plain = [_plain(held.item, held.table, held.person) for held in HELD if held.person]
    return [line for line in found if line.klass in open_classes] + _ask_plain(set(plain), person)


def written_about_others(person: UUID) -> list[HeldLine]:
    """What this person gave or wrote that is about somebody else, such as a doctor's messages: how much, never what."""
    models = [m for m in personal_models() if m.vault.by != m.vault.about]
    return _ask(((model, model.vault.by) for model in models), person, but=True)


def _ask(models: Iterable[tuple[type[PersonalModel], str]], person: UUID, *, but: bool = False) -> list[HeldLine]:
    parts = [_select(model, field, whose, but=but) for model, whose in models for field in model.personal_fields()]
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(parts), {"person": person})
        rows = cursor.fetchall()
    # A row may hold an item in two columns (a recording and its peaks): it is one holding.
    best: dict[tuple[str, str, str], HeldLine] = {}
    for table, item, klass, count, first, latest, sources in rows:
        line = HeldLine(
            item,
            table,
            count,
            made_at(UUID(first)),
            made_at(UUID(latest)),
            tuple(SOURCES[number] for number in sorted(sources)),
            klass,
        )
        known = best.get((table, item, klass))
        if known is None or known.count < line.count:
            best[table, item, klass] = line
    return list(best.values())


def _select(model: type[PersonalModel], field: PersonalField, whose: str, *, but: bool) -> str:
    """SECURITY: names come from the models, never from a request; the person is a parameter."""
    quoted = connection.ops.quote_name
    table, column = model._meta.db_table, quoted(str(field.column))
    if field.item.startswith("@"):
        named = str(model._meta.get_field(field.item[1:]).column)  # type: ignore[union-attr]
        item = quoted(named)
    else:
        item = f"'{field.item}'"
    person = quoted(str(model._meta.get_field(whose).column))  # type: ignore[union-attr]
    about = quoted(str(model._meta.get_field(model.vault.about).column))  # type: ignore[union-attr]
    others = f" and {about} <> %(person)s" if but else ""
    return (
        f"select '{table}', {item}::text, convert_from(substr({column}, 4, get_byte({column}, 2)), 'UTF8'), count(*),"  # noqa: S608
        f" min(id::text), max(id::text), array_agg(distinct get_byte({column}, 1)) from {quoted(table)}"
        f" where {person} = %(person)s and {column} is not null{others} group by 2, 3"
    )


def _plain(item: str, table: str, person: str) -> tuple[str, str, str]:
    return item, table, person


def _ask_plain(tables: set[tuple[str, str, str]], person: UUID) -> list[HeldLine]:
    """Tables of numbers or times, which are sealed under no key."""
    quoted = connection.ops.quote_name
    ours = {model._meta.db_table for model in apps.get_models()}
    parts = [
        f"select '{table}', '{item}', '', count(*), min(id::text), max(id::text), array[2]"  # noqa: S608
        f" from {quoted(table)} where {quoted(whose)} = %(person)s having count(*) > 0"
        for item, table, whose in sorted(tables)
        if table in ours
    ]
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(parts), {"person": person})
        return [
            HeldLine(item, table, count, made_at(UUID(first)), made_at(UUID(latest)), (Source.AUTOMATIC,), "")
            for table, item, _, count, first, latest, _ in cursor.fetchall()
        ]
