"""The base of every table that holds personal values."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models

from yinuo.promise.columns import uuid7
from yinuo.promise.gate.context import current_or_none
from yinuo.promise.gate.verdict import Verdict
from yinuo.promise.vault.fields import Fresh, PersonalField
from yinuo.promise.vault.index import find_rows, forget_digests, scope_of
from yinuo.promise.vault.opening import ask_use


@dataclass(frozen=True)
class Vault:
    """The foreign keys to ``promise.Person`` that say whom a row is about and by whom it was captured."""

    about: str
    by: str


@dataclass(frozen=True)
class Closed:
    """A value that the gate keeps closed; prints as nothing, and says why when asked."""

    verdict: Verdict

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return ""

    @property
    def sentence(self) -> str:
        return self.verdict.sentence


class PersonalQuerySet(models.QuerySet[Any]):
    """What would pass by the gate is not there: look for rows, then read them one by one."""

    def update(self, **values: Any) -> int:
        self._refuse(values)
        return super().update(**values)

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        names = list(fields)
        self._refuse(names)
        return super().bulk_update(objs, names, batch_size)

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> Any:
        if options.get("update_conflicts"):
            raise TypeError("bulk_create(update_conflicts) would store what can't be opened")
        return super().bulk_create(objs, *args, **options)

    def order_by(self, *names: Any) -> Self:
        self._refuse(str(name).lstrip("-") for name in names)
        return super().order_by(*names)

    def delete(self) -> tuple[int, dict[str, int]]:
        forget_digests(list(self.values_list("pk", flat=True)))
        return super().delete()

    def _refuse(self, names: Iterable[str]) -> None:
        sealed = {field.name for field in self.model.personal_fields()}
        touched = sealed & {name.split("__", 1)[0] for name in names}
        if touched:
            raise TypeError(f"{', '.join(sorted(touched))} is sealed: this would work on ciphertext")


class PersonalModel(models.Model):
    """A row about one person, by one person. ``vault`` names the two; both are NOT NULL and never change."""

    vault: ClassVar[Vault]
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    objects = PersonalQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def personal_fields(cls) -> list[PersonalField]:
        return [field for field in cls._meta.get_fields() if isinstance(field, PersonalField)]

    @classmethod
    def find(cls, **value: str) -> Any:
        """The rows whose indexed field holds this value: ``Account.find(phone_number="+8613800000000")``."""
        ((name, wanted),) = value.items()
        field = cls._meta.get_field(name)
        if not isinstance(field, PersonalField) or not field.indexed:
            raise TypeError(f"{name} is not indexed")
        return cls._default_manager.filter(pk__in=find_rows(scope_of(cls, str(field.column)), wanted))

    @property
    def about_person(self) -> UUID:
        person: UUID = getattr(self, f"{self.vault.about}_id")
        return person

    @property
    def by_person(self) -> UUID:
        person: UUID = getattr(self, f"{self.vault.by}_id")
        return person

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any) -> Self:
        row = super().from_db(db, field_names, values)
        context = current_or_none()
        about = row.__dict__.get(f"{cls.vault.about}_id")
        if context is not None and about is not None:
            context.expect(about)
        row.__dict__["_loaded_about"] = about
        return row

    def save(self, *args: Any, **options: Any) -> None:
        """Only guards what the database can't see: the person of a row never changes."""
        loaded = self.__dict__.get("_loaded_about")
        if loaded is not None and loaded != self.about_person:
            raise TypeError("the person whom a row is about never changes")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        forget_digests([self.pk])
        return super().delete(*args, **options)

    def refresh_from_db(self, using: str | None = None, fields: Any = None, from_queryset: Any = None) -> None:
        """Copy the sealed bytes over; the inherited way would open and hold every value."""
        names = [field.attname for field in self.personal_fields() if fields is None or field.name in fields]
        others = None if fields is None else [name for name in fields if name not in names]
        if others is None:
            others = [f.attname for f in self._meta.concrete_fields if not isinstance(f, PersonalField)]
        if others:
            super().refresh_from_db(using=using, fields=others, from_queryset=from_queryset)
        if names:
            found = type(self)._base_manager.filter(pk=self.pk).values(*names).get()
            self.__dict__.update(found)

    def clean_fields(self, exclude: Any = None) -> None:
        super().clean_fields(exclude={*(exclude or ()), *(field.name for field in self.personal_fields())})

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"


def reveal(row: PersonalModel, name: str) -> Any:
    """The value, None, or :class:`Closed` with the verdict: for pages, which show what is open and say what is not."""
    field = row._meta.get_field(name)
    if not isinstance(field, PersonalField):
        raise TypeError(f"{name} is not personal")
    held = type(row).__dict__.get(name, getattr(type(row), name)).held(row)
    if held is None:
        return None
    if not isinstance(held, Fresh):
        verdict = ask_use(row, field)
        if not verdict.allowed:
            return Closed(verdict)
    return getattr(row, name)
