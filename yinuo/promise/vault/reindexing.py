"""Digests of a new index generation for values that are held already."""

import logging
import os
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef

from yinuo.promise.gate.seat import Seat
from yinuo.promise.gate.seats import read_policies
from yinuo.promise.journal.record import Doer, Entry
from yinuo.promise.journal.writer import write_record
from yinuo.promise.models import BlindIndex
from yinuo.promise.policy.model import Clause, Version
from yinuo.promise.sealing.box import UnableToOpen, class_of, place, unseal
from yinuo.promise.sealing.ring import class_key, pseudonym, ring
from yinuo.promise.vault.base import PersonalModel
from yinuo.promise.vault.fields import PersonalField
from yinuo.promise.vault.index import blind_digest, scope_of
from yinuo.promise.vault.standstill import try_hold

logger = logging.getLogger(__name__)
BATCH = 200
PURPOSE = "keys"
MEASURE = "vault.sealed"
_NOBODY = UUID(int=0)
PersonalModels = Sequence[type[PersonalModel]]


def personal_models() -> list[type[PersonalModel]]:
    """Every table of the installed rooms that holds personal values."""
    return [model for model in apps.get_models() if issubclass(model, PersonalModel)]


def reindex(models: PersonalModels | None = None) -> int:
    """Write digests of the current generation for the rows that have none; returns how many.

    A digest can only be made from the value, and this is the one place in the program where a value is opened
    outside the gate. So it is narrow: only indexed columns; the value goes into the keyed digest and nowhere else,
    it is neither returned nor kept nor logged; persons are held as a withdrawal holds them; and every value is
    journaled, by item and person, under the built-in purpose ``keys`` with the system as the actor and the clause
    that promises the sealing. The gate is not asked because the answer must not depend on consent: a person who
    withdrew everything still logs in by the number (house law 4), and an old index key must go in any case.
    """
    return sum(
        _reindex(model, field) for model in _or_all(models) for field in model.personal_fields() if field.indexed
    )


def generations_lacking(models: PersonalModels | None = None) -> dict[str, int]:
    """Older generations whose digests are needed still, each with the number of rows without a current digest."""
    lacking = sum(
        _lacking(model, field).count()
        for model in _or_all(models)
        for field in model.personal_fields()
        if field.indexed
    )
    return dict.fromkeys(ring().weeks("index")[:-1], lacking) if lacking else {}


def sweep_digests(models: PersonalModels | None = None) -> int:
    """Delete digests whose generation has no key any more, and those of rows that are gone or empty."""
    gone, _ = BlindIndex.objects.exclude(generation__in=ring().weeks("index")).delete()
    for model in _or_all(models):
        for field in (field for field in model.personal_fields() if field.indexed):
            held = model._base_manager.filter(pk=OuterRef("row"), **{f"{field.name}__isnull": False})
            orphans = BlindIndex.objects.filter(~Exists(held), scope=scope_of(model, str(field.column)))
            gone += orphans.delete()[0]
    return gone


def _or_all(models: PersonalModels | None) -> PersonalModels:
    return personal_models() if models is None else models


def _lacking(model: type[PersonalModel], field: PersonalField) -> Any:
    """The rows that hold a value and no digest of the current generation."""
    scope, generation = scope_of(model, str(field.column)), ring().current("index")
    current = BlindIndex.objects.filter(scope=scope, generation=generation, row=OuterRef("pk"))
    return model._base_manager.filter(~Exists(current), **{f"{field.name}__isnull": False})


def _reindex(model: type[PersonalModel], field: PersonalField) -> int:
    done, after = 0, _NOBODY
    while True:
        with transaction.atomic():
            some = _lacking(model, field).filter(pk__gt=after).order_by("pk")[:BATCH]
            rows = dict(some.values_list("pk", model.vault.about))
            done += _index_rows(model, field, list(rows), set(rows.values()))
        if not rows:
            return done
        after = max(rows)


def _index_rows(model: type[PersonalModel], field: PersonalField, rows: list[UUID], persons: set[UUID]) -> int:
    """Read the rows anew, now that their persons are held, and write their digests."""
    seats = read_policies(try_hold(persons))
    fresh = _lacking(model, field).filter(pk__in=rows, **{f"{model.vault.about}__in": list(seats)})
    entries, digests = [], []
    for row in fresh.select_for_update(skip_locked=True, of=("self",)):
        policies = seats[row.about_person]
        seat = policies.seat
        digest = _digest(row, field, seat)
        if digest is None:
            continue
        digests.append(digest)
        clause, version = _clause(policies.pair().in_force)
        text = (clause.id, clause.hash) if clause else ("", "")
        entries.append(Entry(pseudonym(seat), field.item_of(row), "reindex", "allowed", *text, version))
    BlindIndex.objects.bulk_create(digests, ignore_conflicts=True)
    if entries:
        write_record(purpose=PURPOSE, door="task keys.rotate", doer=Doer(b"", "system"), entries=entries)
    return len(digests)


def _digest(row: PersonalModel, field: PersonalField, seat: Seat) -> BlindIndex | None:
    """The row's digest, or random bytes in its place when the value was erased: that it can't be found any more is
    meant. None when the value does not open though its key should be there: then its old digest is still needed."""
    column, generation, held = str(field.column), ring().current("index"), row.__dict__[field.attname].bytes
    scope, klass = scope_of(row, column), class_of(held)
    digest = os.urandom(32)
    if seat.wrapped.get(klass) is not None:
        try:
            plain = unseal(class_key(seat, klass) or b"", held, place(row._meta.db_table, column, row.pk))
        except UnableToOpen:
            logger.error("keys: %s of row %s does not open and gets no digest", scope, row.pk)
            return None
        digest = blind_digest(scope, str(field.from_bytes(plain)), generation)
    return BlindIndex(scope=scope, generation=generation, row=row.pk, digest=digest)


def _clause(version: Version | None) -> tuple[Clause | None, str]:
    """The clause in force that promises the sealing."""
    if version is None:
        return None, ""
    found = (c for c in version.clauses.values() if any(m.id == MEASURE for m in c.measures))
    return next(found, None), version.number
