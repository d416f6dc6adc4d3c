"""What is deleted once its consent is taken back (clause 1.1b: ``after = "delete"``)."""

from uuid import UUID

from django.db import transaction

from yinuo.credentials.access import PURPOSE, erasable_parts
from yinuo.credentials.models import PICTURES, Application
from yinuo.media import api as media
from yinuo.promise.models import SeatRow


def erase_taken_back() -> int:
    """Delete every part whose one consent was taken back; returns how many went. The gate has kept them closed since
    the moment of the withdrawal. Nothing is opened here."""
    gone = 0
    for part in erasable_parts():
        taken_back = SeatRow.objects.filter(role="doctor", **{f"grants__{PURPOSE}__{part}": False})
        held = Application.objects.filter(doctor__in=taken_back.values("person"), **{f"{part}__isnull": False})
        for application in held.values_list("pk", flat=True):
            gone += _erase(application, part)
    return gone


def _erase(application: UUID, part: str) -> int:
    """Not when it was allowed again in this moment: the word is read anew under the lock."""
    with transaction.atomic():
        held = Application.objects.select_for_update().get(pk=application)
        seat = SeatRow.objects.get(person=held.doctor_id)
        if seat.grants.get(PURPOSE, {}).get(part) is not False:
            return 0
        picture = getattr(held, f"{part}_id") if part in PICTURES else None
        setattr(held, part, None)
        held.save(update_fields=[part])
        if picture is not None:
            media.forget(picture)
    return 1
