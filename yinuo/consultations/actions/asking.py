"""What a patient does before a doctor has accepted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from yinuo.consultations import access, risk_notice
from yinuo.consultations.models import Consultation, EarlierDiagnosis, Intake, RiskNotice
from yinuo.consultations.outcomes import tell_over
from yinuo.consultations.problems import UnableToAsk, UnableToWithdraw
from yinuo.credentials import api as credentials
from yinuo.media import api as media
from yinuo.notices.api import notify
from yinuo.promise.bindings import measure
from yinuo.promise.gate import Actor
from yinuo.promise.vault import capturing
from yinuo.realtime.api import InboxChanged, announce

WAIT = timedelta(hours=24)
PAY_WITHIN = timedelta(minutes=15)
ADULT = 18
NOTICE_HOLDS = timedelta(hours=24)
State = Consultation.State


@dataclass(frozen=True)
class Asked:
    """``picture`` was taken in by :func:`take_document` ``through`` camera or album; None is what was not given.
    ``price`` is what the page showed, in yuan."""

    complaint: str
    age: int
    statement: str
    picture: UUID
    through: str
    patient_name: str | None = None
    allergies: str | None = None
    current_drugs: str | None = None
    price: int = 0


@measure("minors.refused")
def require_adult(age: int) -> None:
    """Clause 6. Called before anything is taken in, so that of a minor nothing is kept."""
    if age < ADULT:
        raise UnableToAsk("under_age")


def sign_notice(actor: Actor, *, doctor: UUID, notice: str) -> None:
    """Keep the notice as signed. ``notice`` is the hash of what the page showed; an old page has to be read anew."""
    if not credentials.is_qualified(doctor):
        raise UnableToAsk("doctor_closed")
    if notice != risk_notice.digest():
        raise UnableToAsk("notice_not_signed")
    if signed_notice(actor, doctor=doctor) is not None:
        return
    with capturing(by=[actor.who], about=[actor.who]):
        RiskNotice.objects.create(
            patient_id=actor.who,
            doctor_id=doctor,
            notice_hash=notice,
            signed=risk_notice.text(),
            signed_at=timezone.now(),
        )


def signed_notice(actor: Actor, *, doctor: UUID) -> UUID | None:
    """The signature that the next request to this doctor may rest on."""
    found: UUID | None = (
        RiskNotice.objects.filter(
            patient=actor.who,
            doctor=doctor,
            consultation=None,
            notice_hash=risk_notice.digest(),
            signed_at__gt=timezone.now() - NOTICE_HOLDS,
        )
        .values_list("pk", flat=True)
        .first()
    )
    return found


def take_document(actor: Actor, *, upload: UploadedFile, through: str) -> UUID:
    """Take in the picture of an earlier diagnosis. What is not handed over within a day is swept."""
    taken = media.take_picture(upload, about=actor.who, by=actor.who, item="earlier_diagnosis", through=through)
    made: UUID = taken.pk
    return made


def forget_document(actor: Actor, *, picture: UUID) -> None:
    """Drop a document that will not be handed over."""
    if access.unused_document(actor, picture) is not None:
        media.forget(picture)


def ask_consultation(actor: Actor, *, doctor: UUID, asked: Asked) -> UUID:
    """Open a request with this doctor; sending the form twice leads to the one that is already there."""
    require_adult(asked.age)
    live = live_consultation(actor, doctor=doctor)
    if live is not None:
        return live
    try:
        return _ask(actor, doctor, asked, _signature(actor, doctor, asked))
    except (IntegrityError, UnableToAsk):
        # Sent twice at the same moment: the other one has used the signature and the document.
        live = live_consultation(actor, doctor=doctor)
        if live is None:
            raise
        return live


def _signature(actor: Actor, doctor: UUID, asked: Asked) -> UUID:
    """The signed notice that this request rests on, once everything else is there too."""
    if not credentials.is_qualified(doctor):
        raise UnableToAsk("doctor_closed")
    card = credentials.doctor_card(doctor)
    if card is None or card.price != asked.price:
        raise UnableToAsk("price_changed")
    signature = signed_notice(actor, doctor=doctor)
    if signature is None:
        raise UnableToAsk("notice_not_signed")
    if access.unused_document(actor, asked.picture) is None:
        raise UnableToAsk("no_earlier_diagnosis")
    return signature


def live_consultation(actor: Actor, *, doctor: UUID) -> UUID | None:
    """The consultation that waits or goes on between these two."""
    rows = access.consultations_of(actor).filter(doctor=doctor, state__in=Consultation.LIVE)
    return rows.values_list("pk", flat=True).first()


def _ask(actor: Actor, doctor: UUID, asked: Asked, signature: UUID) -> UUID:
    now = timezone.now()
    patient = actor.who
    with capturing(by=[patient], about=[patient]):
        row = _opened(doctor, patient, asked.price, now)
        Intake.objects.create(
            patient_id=patient,
            consultation=row,
            patient_name=asked.patient_name,
            age=str(asked.age),
            complaint=asked.complaint,
            allergies=asked.allergies,
            current_drugs=asked.current_drugs,
        )
        with capturing(by=[patient], about=[patient], through=asked.through):
            EarlierDiagnosis.objects.create(
                patient_id=patient, consultation=row, picture_id=asked.picture, statement=asked.statement
            )
        if not RiskNotice.objects.filter(pk=signature, consultation=None).update(consultation=row):
            raise UnableToAsk("notice_not_signed")
        if row.state == State.WAITING:
            announce(InboxChanged(doctor))
        announce(InboxChanged(patient))
        notify(person=doctor, kind="new_consultation", about=row.pk)
    return row.pk


def _opened(doctor: UUID, patient: UUID, yuan: int, now: datetime) -> Consultation:
    """Free, it waits at once; else it first waits for the money, at the price of this moment."""
    state, until = (State.UNPAID, now + PAY_WITHIN) if yuan else (State.WAITING, now + WAIT)
    made: Consultation = Consultation.objects.create(
        doctor_id=doctor, patient_id=patient, state=state, fen=yuan * 100, asked_at=now, expires_at=until
    )
    return made


def withdraw_request(actor: Actor, *, consultation_id: UUID) -> None:
    """Take the request back while nobody has accepted it."""
    with transaction.atomic():
        row = access.locked(actor, consultation_id)
        if row.state not in (State.UNPAID, State.WAITING):
            raise UnableToWithdraw(row.state)
        row.state = State.WITHDRAWN
        row.ended_at = timezone.now()
        row.save(update_fields=["state", "ended_at"])
        tell_over(row)
        announce(InboxChanged(row.doctor_id))
        announce(InboxChanged(row.patient_id))
