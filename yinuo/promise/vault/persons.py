"""Making persons: a person comes with a seat and a key for every retention class."""

from uuid import UUID

from django.db import transaction

from yinuo.promise.models import Person, SeatRow
from yinuo.promise.policy import built_in, library
from yinuo.promise.sealing.ring import ring


def create_person(role: str) -> Person:
    """A person with an empty seat: nothing confirmed, nothing granted, so nothing can be captured yet."""
    with transaction.atomic():
        person = Person.objects.create(role=role)
        seat = SeatRow(person=person.pk, role=role)
        seat.keys = keys_for(seat)
        seat.save(force_insert=True)
    return person


def keys_for(seat: SeatRow) -> dict[str, str | None]:
    """The seat's class keys, with new ones for the classes that the versions in force name and the seat has not yet.

    A key that was shredded is not made again here: its class is remembered as null.
    """
    policies = library()
    classes = [klass for one in (policies.in_force(seat.role), *policies.overlays(seat.role)) for klass in one.classes]
    missing = [klass for klass in dict.fromkeys([*classes, *built_in.CLASSES]) if klass not in seat.keys]
    return {**seat.keys, **{klass: ring().new_wrapped(seat.person, klass) for klass in missing}}


def ensure_built_in_keys(person: UUID) -> None:
    """A seat from before the built-in classes gets their keys: a right must not wait for a confirmation."""
    with transaction.atomic():
        seat = SeatRow.objects.select_for_update().get(person=person)
        missing = [klass for klass in built_in.CLASSES if klass not in seat.keys]
        if missing:
            seat.keys = {**seat.keys, **{klass: ring().new_wrapped(person, klass) for klass in missing}}
            seat.save(update_fields=["keys"])


def shred(person: UUID, klass: str) -> None:
    """Erase everything of a person that lies under a class: unreadable at once, in backups within 14 days."""
    with transaction.atomic():
        seat = SeatRow.objects.select_for_update().get(person=person)
        seat.keys = {**seat.keys, klass: None}
        seat.epoch += 1
        seat.save(update_fields=["keys", "epoch"])
