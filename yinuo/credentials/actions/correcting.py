"""Correcting one field in place (clause 5.2): a draft is changed at once, reviewed papers after the reviewer's yes."""

from uuid import UUID

from django.db import transaction

from yinuo.credentials.access import PURPOSE, NotHere, application_for_review, basic_parts
from yinuo.credentials.actions.applying import save_draft
from yinuo.credentials.actions.reviewing import LONGEST_NOTE
from yinuo.credentials.models import FIELDS, Application, Correction, Mark, ReviewNote, Step
from yinuo.credentials.problems import Decided, MayNotBeEmpty, NotEditable, NoteMissing, NothingToCorrect
from yinuo.promise.consent import grant, standing
from yinuo.promise.gate import Actor
from yinuo.promise.vault import Closed, capturing, reveal
from yinuo.realtime.api import InboxChanged, announce

State, Kind = Application.State, Step.Kind


def correct(*, actor: Actor, part: str, text: str, notice: str) -> bool:
    """Say what a field should say; true when it waits for the reviewer now. The later of two corrections counts.

    ``notice`` is the hash of the clause that the page showed: an item that was never spoken about is agreed to by
    this act, as in the form. Raises ``Refused`` when the gate closes the item.
    """
    if actor.role != "doctor" or actor.person is None or part not in FIELDS:
        raise NotHere
    with transaction.atomic():
        application = Application.objects.select_for_update().filter(doctor=actor.person).first()
        if application is None or application.state in Application.EDITABLE:
            save_draft(actor=actor, values={part: text}, notice=notice)
            return False
        if application.state != State.APPROVED:
            raise NotEditable
        if not text and part in basic_parts():
            raise MayNotBeEmpty
        held = reveal(application, part)
        if not isinstance(held, Closed) and (held or "") == text:
            raise NothingToCorrect
        _wait(actor, application, part, text, notice)
    return True


def _wait(actor: Actor, application: Application, part: str, text: str, notice: str) -> None:
    doctor = actor.who
    if part not in standing(doctor).grants.get(PURPOSE, {}):
        grant(actor=actor, purpose=PURPOSE, item=part, notice=notice)
    Correction.objects.filter(application=application, part=part).delete()
    with capturing(by=[doctor], about=[doctor]):
        Correction(doctor_id=doctor, application=application, part=part, text=text).save(force_insert=True)
    _step(actor, application, Kind.CORRECTED, part)


def accept_correction(*, actor: Actor, correction: UUID) -> UUID:
    """The reviewer's yes: the new words take the place of the old ones. Answers the application's id."""
    with transaction.atomic():
        held, application = _held(actor, correction)
        with capturing(by=[held.doctor_id], about=[held.doctor_id]):
            setattr(application, held.part, held.text or None)
            application.save(update_fields=[held.part, "changed_at"])
        _step(actor, application, Kind.ACCEPTED, held.part)
        held.delete()
        announce(InboxChanged(person=application.doctor_id))
    return UUID(str(application.pk))


def decline_correction(*, actor: Actor, correction: UUID, note: str) -> UUID:
    """The reviewer's no, with the reason; the reviewed words stay."""
    words = note.strip()[:LONGEST_NOTE]
    if not words:
        raise NoteMissing
    with transaction.atomic():
        held, application = _held(actor, correction)
        step = _step(actor, application, Kind.DECLINED, held.part)
        with capturing(by=[actor.who], about=[application.doctor_id]):
            ReviewNote(
                doctor_id=application.doctor_id,
                reviewer_id=actor.who,
                application=application,
                step=step,
                part=held.part,
                text=words,
            ).save(force_insert=True)
        held.delete()
        announce(InboxChanged(person=application.doctor_id))
    return UUID(str(application.pk))


def _held(actor: Actor, correction: UUID) -> tuple[Correction, Application]:
    """The correction, as long as nobody decided it and the papers are approved still."""
    held = Correction.objects.select_for_update().filter(pk=correction).first()
    if held is None:
        raise Decided
    application_for_review(actor, held.application_id)
    application = Application.objects.select_for_update().get(pk=held.application_id)
    if application.state != State.APPROVED:
        raise Decided
    return held, application


def _step(actor: Actor, application: Application, kind: Step.Kind, part: str) -> Step:
    step = Step.objects.create(application=application, kind=kind, by_id=actor.who)
    Mark.objects.create(step=step, part=part)
    return step
