"""The columns of every table, as the models and as PostgreSQL have them."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models

from yinuo.promise.bindings import HELD
from yinuo.promise.closure.inventory import Column, Named
from yinuo.promise.vault.fields import PersonalField
from yinuo.promise.vault.holdings import personal_models

_TEXTY = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.FileField,
    models.GenericIPAddressField,
    models.BinaryField,
)
# Tables of libraries, and why nothing personal stands in them.
LIBRARY_TABLES = {
    "django_session": "a signed session holds ids only",
    "django_migrations": "names of migrations",
    "procrastinate_": "job names and ids; arguments carry no personal value",
}


def columns() -> Iterator[Column]:
    """Every column of every installed model."""
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        library = next((why for name, why in LIBRARY_TABLES.items() if table.startswith(name)), "")
        for field in model._meta.concrete_fields:
            yield _column(model, table, field, library)
    sealed = {(m._meta.db_table, str(f.column)) for m in personal_models() for f in m.personal_fields()}
    for held in HELD:
        if (held.table, held.column) in sealed:
            continue
        yield Column(held.table, held.column, (held.item,), "a number or a time", texty=False)


def _column(model: type[models.Model], table: str, field: "models.Field[object, object]", library: str) -> Column:
    if isinstance(field, PersonalField):
        return Column(table, field.column or field.name, _items(model, field))
    reason = str(getattr(field, "plain_reason", "")) or library
    texty = isinstance(field, _TEXTY) and not isinstance(field, models.UUIDField)
    if isinstance(field, models.BinaryField) and field.max_length in (32, 64):
        reason = reason or "a digest, a chain hash or a signature"
    return Column(table, field.column or field.name, (), reason, texty)


def _items(model: type[models.Model], field: PersonalField) -> tuple[str, ...]:
    """For ``@column`` the items are that column's choices, or what rooms bound to a column that serves them all."""
    if not field.item.startswith("@"):
        return (field.item,)
    bound = tuple(h.item for h in HELD if (h.table, h.column) == (model._meta.db_table, field.column))
    if bound:
        return bound
    choices = model._meta.get_field(field.item[1:]).flatchoices  # type: ignore[union-attr]
    return tuple(str(value) for value, _ in choices)


def database_columns() -> Iterator[Named]:
    """What PostgreSQL really has in our schema."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.table_name, c.column_name from information_schema.columns c"
            " join information_schema.tables t using (table_schema, table_name)"
            " where c.table_schema = 'public' and t.table_type = 'BASE TABLE'"
        )
        for table, column in cursor.fetchall():
            if table != "django_migrations" and not table.startswith("promise_journal_"):
                yield Named(table, column, "database")
