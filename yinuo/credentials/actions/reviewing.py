"""The hospital's side: ask for a correction, approve, reject, revoke. A person decides, never a program.

Every decision names the step that its page showed (``seen``): of two reviewers one decides and the other is told, and
nobody decides on papers that were handed in anew in the meantime.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yinuo.credentials.access import NotHere, application_for_review, latest_step
from yinuo.credentials.actions.applying import missing_parts
from yinuo.credentials.models import PARTS, Application, Mark, ReviewNote, Step
from yinuo.credentials.problems import Decided, NotConfirmed, NoteMissing, NothingMarked, TakenBack
from yinuo.notices.api import notify
from yinuo.promise.gate import Actor
from yinuo.promise.policy import library
from yinuo.promise.vault import capturing
from yinuo.realtime.api import InboxChanged, announce

LONGEST_NOTE = 500
State, Kind = Application.State, Step.Kind


def ask_correction(
    *, actor: Actor, application: UUID, seen: UUID, marked: Collection[str], notes: Mapping[str, str]
) -> None:
    """Send the papers back. ``marked`` are the parts to correct, ``notes`` the words to each; ``""`` is the whole. A
    part with a note is marked by that."""
    written = _written(notes)
    parts = {*marked, *written} - {""}
    if not parts or parts - {*PARTS}:
        raise NothingMarked
    with transaction.atomic():
        held = _held(actor, application, seen, State.SUBMITTED)
        held.state = State.CORRECTION_ASKED
        held.save(update_fields=["state", "changed_at"])
        _step(actor, held, Kind.CORRECTION_ASKED, written, parts)


def approve(
    *, actor: Actor, application: UUID, seen: UUID, name_checked: bool, three_years: bool, institution_agrees: bool
) -> None:
    """Qualify. The reviewer has checked the real name, three years of independent practice and the institution's
    consent, and every basic part is still open."""
    if not (name_checked and three_years and institution_agrees):
        raise NotConfirmed
    with transaction.atomic():
        held = _held(actor, application, seen, State.SUBMITTED)
        closed = missing_parts(held)
        if closed:
            raise TakenBack([library().in_force("doctor").items[part].name for part in closed])
        held.state, held.approved_at = State.APPROVED, timezone.now()
        _check(held, True)
        _step(actor, held, Kind.APPROVED, {})


def reject(*, actor: Actor, application: UUID, seen: UUID, note: str) -> None:
    """Refuse, with the reason. The doctor may change the papers and hand them in again."""
    written = _written({"": note})
    if not written:
        raise NoteMissing
    with transaction.atomic():
        held = _held(actor, application, seen, State.SUBMITTED)
        held.state = State.REJECTED
        held.save(update_fields=["state", "changed_at"])
        _step(actor, held, Kind.REJECTED, written)


def revoke(*, actor: Actor, application: UUID, seen: UUID, note: str) -> None:
    """Take an approval back, with the reason: the papers wait for a decision again, and nobody new is taken in."""
    written = _written({"": note})
    if not written:
        raise NoteMissing
    with transaction.atomic():
        held = _held(actor, application, seen, State.APPROVED)
        held.state, held.approved_at = State.SUBMITTED, None
        _check(held, False)
        _step(actor, held, Kind.REVOKED, written)


def _check(held: Application, checked: bool) -> None:
    held.name_checked = held.three_years = held.institution_agrees = checked
    held.save(update_fields=["state", "approved_at", "name_checked", "three_years", "institution_agrees", "changed_at"])


def _written(notes: Mapping[str, str]) -> dict[str, str]:
    return {part: text.strip()[:LONGEST_NOTE] for part, text in notes.items() if text.strip()}


def _held(actor: Actor, application: UUID, seen: UUID, state: str) -> Application:
    application_for_review(actor, application)
    held: Application = Application.objects.select_for_update().get(pk=application)
    step = latest_step(held)
    if held.state != state or step is None or step.pk != seen:
        raise Decided
    return held


def _step(
    actor: Actor, application: Application, kind: Step.Kind, notes: Mapping[str, str], parts: Collection[str] = ()
) -> None:
    if actor.person is None:
        raise NotHere
    step = Step.objects.create(application=application, kind=kind, by_id=actor.person)
    Mark.objects.bulk_create(Mark(step=step, part=part) for part in sorted(parts))
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
    notify(person=application.doctor_id, kind="review_result")
