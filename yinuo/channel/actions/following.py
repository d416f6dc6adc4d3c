"""Following: a sealed row of the patient's own."""

from uuid import UUID

from django.db import transaction

from yinuo.channel.access import NotHere
from yinuo.channel.actions.agreeing import hold_seat
from yinuo.channel.models import Follow
from yinuo.credentials import api as credentials
from yinuo.promise.gate import Actor
from yinuo.promise.vault import capturing, reveal

MOST = 200


def follow(*, actor: Actor, doctor: UUID) -> None:
    """Once, however often it is tapped."""
    patient = _patient(actor)
    if not credentials.is_qualified(doctor) or credentials.signature(doctor) is None:
        raise NotHere
    with transaction.atomic():
        hold_seat(actor)
        held = followed(actor)
        if doctor in held or len(held) >= MOST:
            return
        with capturing(by=[patient], about=[patient]):
            Follow(patient_id=patient, doctor=str(doctor)).save(force_insert=True)


def unfollow(*, actor: Actor, doctor: UUID) -> None:
    with transaction.atomic():
        for row in Follow.objects.filter(patient=_patient(actor)):
            if reveal(row, "doctor") == str(doctor):
                row.delete()


def followed(actor: Actor) -> list[UUID]:
    """Whom this patient follows, the newest first; empty when the gate keeps it closed."""
    rows = Follow.objects.filter(patient=_patient(actor)).order_by("-pk")
    said = [reveal(row, "doctor") for row in rows]
    return [UUID(one) for one in said if one]


def _patient(actor: Actor) -> UUID:
    if actor.role != "patient" or actor.person is None:
        raise NotHere
    return actor.person
