"""What a doctor does: accept or decline, judge, end or refer."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yinuo.consultations import access
from yinuo.consultations.actions.notices import append_notice
from yinuo.consultations.models import Closing, Consultation, Decline, Message, ReadState, RevisitJudgement
from yinuo.consultations.outcomes import tell_over
from yinuo.consultations.problems import UnableToAccept, UnableToAttend, UnableToDecline
from yinuo.credentials import api as credentials
from yinuo.notices.api import notify
from yinuo.promise.gate import Actor
from yinuo.promise.vault import capturing
from yinuo.realtime.api import ConsultationChanged, InboxChanged, announce

State = Consultation.State
Notice = Message.Notice


def accept(actor: Actor, *, consultation_id: UUID) -> None:
    """Take the patient on. Of two devices one wins; the other is told."""
    with transaction.atomic():
        row = access.locked(actor, consultation_id)
        if not credentials.is_qualified(actor.who):
            raise UnableToAccept("not_qualified")
        if row.state != State.WAITING:
            raise UnableToAccept(row.state)
        now = timezone.now()
        if now >= row.expires_at:
            raise UnableToAccept("expired")
        row.state = State.OPEN
        row.accepted_at = now
        row.save(update_fields=["state", "accepted_at"])
        for person in (row.doctor_id, row.patient_id):
            ReadState.objects.get_or_create(consultation=row, person_id=person)
        append_notice(row, author=actor.who, notice=Notice.ACCEPTED)
        _tell(row)
        notify(person=row.patient_id, kind="request_answered", about=row.pk)


def decline(actor: Actor, *, consultation_id: UUID, reason: str) -> None:
    """Say no, with a reason that the patient reads."""
    if not reason.strip():
        raise UnableToDecline("no_reason")
    with _recording(actor, consultation_id) as row:
        if row.state != State.WAITING:
            raise UnableToDecline(row.state)
        row.state = State.DECLINED
        row.ended_at = timezone.now()
        row.save(update_fields=["state", "ended_at"])
        Decline.objects.create(consultation=row, patient_id=row.patient_id, doctor_id=actor.who, reason=reason)
        tell_over(row)
        _tell(row)
        notify(person=row.patient_id, kind="request_answered", about=row.pk)


def mark_revisit(actor: Actor, *, consultation_id: UUID, judgement: str) -> None:
    """Record the judgement that this is a re-visit; once."""
    with _recording(actor, consultation_id) as row:
        _require_open(row)
        if RevisitJudgement.objects.filter(consultation=row).exists():
            raise UnableToAttend("judged")
        _judge(actor, row, judgement)
        _tell(row)


def end(actor: Actor, *, consultation_id: UUID, note: str, judgement: str = "") -> None:
    """End with a closing note. There are no first visits on line: without a judgement, before or now, it is
    refused."""
    with _recording(actor, consultation_id) as row:
        _require_open(row)
        if not RevisitJudgement.objects.filter(consultation=row).exists():
            if not judgement:
                raise UnableToAttend("not_judged")
            _judge(actor, row, judgement)
        _close(actor, row, State.ENDED, Notice.ENDED, note)


def refer_offline(actor: Actor, *, consultation_id: UUID, note: str) -> None:
    """Stop and send the patient to a hospital."""
    with _recording(actor, consultation_id) as row:
        _require_open(row)
        _close(actor, row, State.REFERRED, Notice.REFERRED, note)


@contextmanager
def _recording(actor: Actor, consultation_id: UUID) -> Iterator[Consultation]:
    """A capture about the patient with the row locked. The locks of persons come first, as they do in the gateway's
    statement: in the other order two writers and a withdrawal could wait for each other."""
    patient = access.get(actor, consultation_id).patient_id
    with capturing(by=[actor.who], about=[patient]):
        yield access.locked(actor, consultation_id)


def _require_open(row: Consultation) -> None:
    if row.state != State.OPEN:
        raise UnableToAttend(row.state)


def _judge(actor: Actor, row: Consultation, judgement: str) -> None:
    RevisitJudgement.objects.create(
        consultation=row,
        patient_id=row.patient_id,
        doctor_id=actor.who,
        judgement=judgement,
        judged_at=timezone.now(),
    )
    append_notice(row, author=actor.who, notice=Notice.REVISIT)


def _close(actor: Actor, row: Consultation, state: str, notice: Notice, note: str) -> None:
    if not note.strip():
        raise UnableToAttend("no_note")
    now = timezone.now()
    Closing.objects.create(consultation=row, patient_id=row.patient_id, doctor_id=actor.who, note=note, closed_at=now)
    append_notice(row, author=actor.who, notice=notice)
    row.state = state
    row.ended_at = now
    row.save(update_fields=["state", "ended_at"])
    tell_over(row)
    _tell(row)
    notify(person=row.patient_id, kind="new_message", about=row.pk)


def _tell(row: Consultation) -> None:
    announce(ConsultationChanged(row.pk))
    announce(InboxChanged(row.doctor_id))
    announce(InboxChanged(row.patient_id))
