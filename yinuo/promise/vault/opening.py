"""Opening and sealing one field of one row, under the open purpose."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from yinuo.promise.gate.context import PurposeContext, current
from yinuo.promise.gate.reasons import Reason
from yinuo.promise.gate.verdict import Act, Verdict
from yinuo.promise.policy import built_in
from yinuo.promise.sealing.box import class_of, place, seal, unseal
from yinuo.promise.sealing.ring import class_key
from yinuo.promise.vault.capturing import open_capture
from yinuo.promise.vault.index import keep_digest

if TYPE_CHECKING:
    from yinuo.promise.vault.fields import PersonalField


def _place(row: Any, field: "PersonalField") -> bytes:
    return place(row._meta.db_table, str(field.column), row.pk)


def ask_use(row: Any, field: "PersonalField") -> Verdict:
    """The verdict on using this field of this row: asked of the person it is about (house law 3)."""
    return current().ask(Act.USE, row.about_person, field.item_of(row))


def open_value(row: Any, field: "PersonalField", sealed: bytes) -> bytes:
    """The plain bytes; raises ``Refused``, which the context remembers until the door closes."""
    context = current()
    verdict = ask_use(row, field)
    if not verdict.allowed:
        raise context.refuse(verdict)
    return _unseal(context, row, field, sealed, verdict)


def _unseal(context: PurposeContext, row: Any, field: "PersonalField", sealed: bytes, verdict: Verdict) -> bytes:
    key = _key(context, row.about_person, class_of(sealed))
    if key is None:
        raise context.refuse(_erased(verdict))
    return unseal(key, sealed, _place(row, field))


def _key(context: PurposeContext, person: UUID, klass: str) -> bytes | None:
    seat = context.seat(person)
    return class_key(seat, klass) if seat else None


def _erased(verdict: Verdict) -> Verdict:
    return Verdict(**{**verdict.__dict__, "allowed": False, "reason": Reason.ERASED})


def seal_value(row: Any, field: "PersonalField", plain: bytes, value: object) -> bytes:
    """Seal for saving. The capture is asked of ``by``; the key and class are of ``about``."""
    context, capture = current(), open_capture()
    item = field.item_of(row)
    verdict = capture.ask(row.by_person, item)
    if not verdict.allowed:
        raise context.refuse(verdict)
    klass = _class_of_item(context, row, item)
    key = _key(context, row.about_person, klass) if klass else None
    if klass is None or key is None:
        raise context.refuse(_erased(verdict))
    capture.require(row.about_person)
    if field.indexed:
        keep_digest(row, field, str(value))
    return seal(key, plain, _place(row, field), klass=klass, source=capture.source)


def _class_of_item(context: PurposeContext, row: Any, item: str) -> str | None:
    in_force, _ = context.versions(row.about_person)
    declared = in_force.items.get(item) if in_force else None
    known = declared or built_in.ITEMS.get(item)
    return known.klass if known else None
