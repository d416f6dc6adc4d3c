"""A doctor proposes a plan: at the end of a consultation, or to a patient who took up an invitation."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from yinuo.consultations import api as consultations
from yinuo.credentials import api as credentials
from yinuo.followups import access
from yinuo.followups.actions.telling import Kind, tell
from yinuo.followups.actions.templates import template_of
from yinuo.followups.content import as_json
from yinuo.followups.models import Plan
from yinuo.followups.problems import FollowupMissing, UnableToPropose
from yinuo.promise.gate import Actor
from yinuo.promise.vault import capturing
from yinuo.realtime.api import InboxChanged, announce


def patient_of(actor: Actor, *, consultation: UUID) -> UUID:
    """The patient of an own consultation that has ended. Raises :class:`FollowupMissing`, :class:`UnableToPropose`."""
    try:
        parties = consultations.parties_of(actor, consultation)
    except consultations.ConsultationMissing:
        raise FollowupMissing from None
    if parties.doctor != actor.who:
        raise FollowupMissing
    if not parties.ended:
        raise UnableToPropose("not_ended")
    return parties.patient


def propose_after(actor: Actor, *, consultation: UUID, key: str) -> UUID:
    """Send the doctor's plan of this name to the patient of a consultation; the plan's id."""
    return _propose(actor, patient_of(actor, consultation=consultation), key, consultation)


def propose_to(actor: Actor, *, tie: UUID, key: str) -> UUID:
    """The same to a patient who is tied to the doctor already."""
    return _propose(actor, access.tie(actor, tie).patient_id, key, None)


def _propose(actor: Actor, patient: UUID, key: str, consultation: UUID | None) -> UUID:
    if not credentials.is_qualified(actor.who):
        raise UnableToPropose("not_qualified")
    content = template_of(actor, key=key)
    now = timezone.now()
    try:
        with transaction.atomic(), capturing(by=[actor.who], about=[patient]):
            made = Plan.objects.create(
                doctor_id=actor.who,
                patient_id=patient,
                consultation=consultation,
                content=as_json(content),
                since=now,
                proposed_at=now,
            )
            tell(patient, Kind.PROPOSED, about=made.pk)
            announce(InboxChanged(actor.who))
    except IntegrityError:
        raise UnableToPropose("proposed") from None
    return UUID(str(made.pk))


def require_tie(actor: Actor, *, tie: UUID) -> None:
    """Raises :class:`FollowupMissing` unless this patient is tied to the doctor."""
    access.tie(actor, tie)
