"""Tables in which one value would have to go while its row must stay, and may not be emptied."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from yinuo.promise.policy.model import After, ItemUse, Version
from yinuo.promise.retention.clock import due_at
from yinuo.promise.retention.rows import items_of
from yinuo.promise.retention.terms import NEVER
from yinuo.promise.vault.base import PersonalModel
from yinuo.promise.vault.fields import PersonalField
from yinuo.promise.vault.reindexing import PersonalModels

_START = datetime(2000, 1, 1, tzinfo=UTC)


def tangles(models: PersonalModels, versions: Iterable[Version]) -> Iterator[str]:
    """One sentence for each pair of columns. A test holds every room to none."""
    for version in versions:
        for model in models:
            fields = model.personal_fields()
            for field in (field for field in fields if not field.null):
                for other in (other for other in fields if other is not field):
                    yield from _between(model, field, other, version)


def _between(model: type[PersonalModel], one: PersonalField, other: PersonalField, version: Version) -> Iterator[str]:
    if one.item == other.item:
        return
    where = f"{model._meta.db_table}.{one.column}"
    for item in items_of(model, one) or ():
        for stays in items_of(model, other) or ():
            uses, others = _uses(item, model, version), _uses(stays, model, version)
            if item == stays or not uses or not others:
                continue
            if _due(item, version) < _due(stays, version):
                yield f"{where} ({item}) is due before {other.column} ({stays}) under {version.role} {version.number}"
            if _all_deleted(uses) and not _all_deleted(others):
                yield f"{where} ({item}) can be taken back and {other.column} ({stays}) stays"


def _due(item: str, version: Version) -> datetime:
    return due_at(_START, version.classes[version.items[item].klass].keep) or NEVER


def _uses(item: str, model: type[PersonalModel], version: Version) -> list[ItemUse]:
    """The item's uses by the table's room, or by all when the table belongs to none."""
    offered = [purpose for purpose in version.purposes.values() if purpose.offered]
    own = [purpose for purpose in offered if purpose.room == model._meta.app_label]
    return [purpose.items[item] for purpose in own or offered if item in purpose.items]


def _all_deleted(uses: list[ItemUse]) -> bool:
    return all(use.after is After.DELETE for use in uses)
