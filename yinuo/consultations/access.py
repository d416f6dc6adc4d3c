"""The one door to a row: a doctor sees her own, a patient sees his own, everybody else sees nothing.

Missing and forbidden get the same answer. A request that was never accepted stays open to its doctor only while it
waits: what she declined, let expire or what was withdrawn shows its state and no word of the patient.
"""

from uuid import UUID

from django.db.models import Q, QuerySet

from yinuo.consultations.models import Consultation, EarlierDiagnosis, Message, Upload
from yinuo.consultations.problems import ConsultationMissing
from yinuo.media.models import MediaFile
from yinuo.promise.gate import Actor

State = Consultation.State
OPEN_TO_DOCTOR = (State.WAITING, State.OPEN, State.ENDED, State.REFERRED)


def consultations_of(actor: Actor) -> QuerySet[Consultation]:
    """The consultations that this actor is a party of; none for everybody else. What is not paid is not there for the
    doctor yet."""
    if actor.person is None:
        return Consultation.objects.none()
    if actor.role == "doctor":
        return Consultation.objects.filter(doctor=actor.person).exclude(state__in=Consultation.UNSEEN)
    if actor.role == "patient":
        return Consultation.objects.filter(patient=actor.person)
    return Consultation.objects.none()


def get(actor: Actor, consultation_id: UUID) -> Consultation:
    """The consultation; raises :class:`ConsultationMissing`."""
    return _one(consultations_of(actor), consultation_id)


def locked(actor: Actor, consultation_id: UUID) -> Consultation:
    """The same with the row locked until the transaction ends."""
    return _one(consultations_of(actor).select_for_update(), consultation_id)


def may_read(actor: Actor, row: Consultation) -> bool:
    if actor.role == "doctor":
        return row.doctor_id == actor.person and row.state in OPEN_TO_DOCTOR
    return actor.role == "patient" and row.patient_id == actor.person


def messages_of(actor: Actor, row: Consultation, *, after: int = 0) -> "QuerySet[Message]":
    if not may_read(actor, row):
        return Message.objects.none()
    return Message.objects.filter(consultation=row, number__gt=after).order_by("number")


def require_media(actor: Actor, media_id: UUID, *, consultation: UUID) -> None:
    """Raises :class:`ConsultationMissing` unless the file stands in this consultation and the actor may open it, or
    it is the actor's own for it and not sent yet."""
    row = get(actor, consultation)
    if not may_read(actor, row):
        raise ConsultationMissing
    sent = Message.objects.filter(media=media_id, consultation=row)
    handed_over = EarlierDiagnosis.objects.filter(picture=media_id, consultation=row)
    own = Upload.objects.filter(media=media_id, consultation=row, author=actor.person)
    if not (sent.exists() or handed_over.exists() or own.exists()):
        raise ConsultationMissing


def require_document(actor: Actor, media_id: UUID) -> None:
    """Raises :class:`ConsultationMissing` unless it is the patient's own and not handed over yet."""
    if unused_document(actor, media_id) is None:
        raise ConsultationMissing


def unused_document(actor: Actor, media_id: UUID) -> MediaFile | None:
    """A picture of an earlier diagnosis that this patient took in and has not handed to a doctor yet."""
    if actor.person is None or actor.role != "patient":
        return None
    own = Q(pk=media_id, by=actor.person, about=actor.person, item="earlier_diagnosis")
    taken = EarlierDiagnosis.objects.filter(picture=media_id).exists()
    found: MediaFile | None = None if taken else MediaFile.objects.filter(own).first()
    return found


def _one(rows: QuerySet[Consultation], consultation_id: UUID) -> Consultation:
    found = rows.filter(pk=consultation_id).first()
    if found is None:
        raise ConsultationMissing
    return found
