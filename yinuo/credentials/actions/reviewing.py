"""The hospital's side: ask for a correction, approve, reject. A person decides, never a program."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from yinuo.credentials.access import NotHere, application_for_review
from yinuo.credentials.models import PARTS, Application, ReviewNote, Step
from yinuo.credentials.problems import NotConfirmed, NoteMissing, NotWaiting
from yinuo.promise.gate import Actor
from yinuo.promise.vault import capturing
from yinuo.realtime.api import InboxChanged, announce

LONGEST_NOTE = 500
State, Kind = Application.State, Step.Kind


def ask_correction(*, actor: Actor, application: UUID, notes: Mapping[str, str]) -> None:
    """Send the papers back with a note for each part that needs another word; ``""`` is the whole."""
    written = {part: text.strip()[:LONGEST_NOTE] for part, text in notes.items() if text.strip()}
    if not written or set(written) - {*PARTS, ""}:
        raise NoteMissing
    with transaction.atomic():
        held = _waiting(actor, application)
        held.state = State.CORRECTION_ASKED
        held.save(update_fields=["state", "changed_at"])
        _step(actor, held, Kind.CORRECTION_ASKED, written)


def approve(*, actor: Actor, application: UUID, three_years: bool, institution_agrees: bool) -> None:
    """Qualify. The reviewer has checked three years of independent practice and the institution's consent (Measures
    for internet diagnosis and treatment, article 25)."""
    if not (three_years and institution_agrees):
        raise NotConfirmed
    with transaction.atomic():
        held = _waiting(actor, application)
        held.state, held.three_years, held.institution_agrees = State.APPROVED, True, True
        held.save(update_fields=["state", "three_years", "institution_agrees", "changed_at"])
        _step(actor, held, Kind.APPROVED, {})


def reject(*, actor: Actor, application: UUID, note: str) -> None:
    """Refuse for good, with the reason."""
    reason = note.strip()[:LONGEST_NOTE]
    if not reason:
        raise NoteMissing
    with transaction.atomic():
        held = _waiting(actor, application)
        held.state = State.REJECTED
        held.save(update_fields=["state", "changed_at"])
        _step(actor, held, Kind.REJECTED, {"": reason})


def _waiting(actor: Actor, application: UUID) -> Application:
    application_for_review(actor, application)
    held: Application = Application.objects.select_for_update().get(pk=application)
    if held.state != State.SUBMITTED:
        raise NotWaiting
    return held


def _step(actor: Actor, application: Application, kind: Step.Kind, notes: Mapping[str, str]) -> None:
    if actor.person is None:
        raise NotHere
    step = Step.objects.create(application=application, kind=kind, by_id=actor.person)
    with capturing(by=[actor.person], about=[application.doctor_id]):
        for part, text in notes.items():
            ReviewNote(
                doctor_id=application.doctor_id,
                reviewer_id=actor.person,
                application=application,
                step=step,
                part=part,
                text=text,
            ).save(force_insert=True)
    announce(InboxChanged(person=application.doctor_id))
