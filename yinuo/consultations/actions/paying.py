"""Where the price and the waiting meet: what is to be paid, and that it was."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yinuo.consultations import access
from yinuo.consultations.actions.asking import WAIT
from yinuo.consultations.models import Consultation
from yinuo.promise.gate import Actor
from yinuo.realtime.api import InboxChanged, announce

State = Consultation.State


@dataclass(frozen=True)
class Due:
    """What a patient owes for one consultation, in fen, and until when it may be paid."""

    consultation: UUID
    doctor: UUID
    patient: UUID
    fen: int
    state: str
    expires_at: datetime

    @property
    def unpaid(self) -> bool:
        return self.state == State.UNPAID


def due(actor: Actor, consultation_id: UUID) -> Due:
    """Raises :class:`ConsultationMissing`."""
    row = access.get(actor, consultation_id)
    return Due(row.pk, row.doctor_id, row.patient_id, row.fen, row.state, row.expires_at)


def begin_waiting(*, consultation_id: UUID, now: datetime) -> bool:
    """It is paid: the waiting begins now, and the doctor sees it. False when it did not wait for payment (any more):
    then nothing changed, and the money is somebody's to give back. Locks the row until the transaction ends."""
    with transaction.atomic():
        row = Consultation.objects.select_for_update().filter(pk=consultation_id).first()
        if row is None or row.state != State.UNPAID:
            return False
        row.state = State.WAITING
        row.asked_at = now
        row.expires_at = now + WAIT
        row.save(update_fields=["state", "asked_at", "expires_at"])
        announce(InboxChanged(row.doctor_id))
        announce(InboxChanged(row.patient_id))
    return True
