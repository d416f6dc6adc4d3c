"""The one door to rows of qualification; missing and forbidden get the same answer."""

from uuid import UUID

from django.db.models import Q, QuerySet

from yinuo.credentials.models import PARTS, PICTURES, Application, Mark, Step
from yinuo.promise.gate import Actor
from yinuo.promise.models import SeatRow
from yinuo.promise.policy import library
from yinuo.promise.policy.model import After, Need

REVIEWERS = frozenset({"reviewer"})
PURPOSE = "credentials.qualification"


class NotHere(LookupError):
    """There is no such row for this actor."""


def own_application(actor: Actor) -> Application | None:
    """The doctor's own papers, when they were begun."""
    if actor.role != "doctor" or actor.person is None:
        raise NotHere
    return Application.objects.filter(doctor=actor.person).first()


def reviewable(actor: Actor) -> QuerySet[Application]:
    """What a reviewer may see: whatever was handed in and not taken back, never a draft."""
    if actor.role != "staff" or actor.desk not in REVIEWERS:
        return Application.objects.none()
    found: QuerySet[Application] = Application.objects.exclude(state=Application.State.DRAFT)
    return found


def application_for_review(actor: Actor, application: UUID) -> Application:
    found: Application | None = reviewable(actor).filter(pk=application).first()
    if found is None:
        raise NotHere
    return found


def picture_of(application: Application | None, item: str) -> UUID | None:
    """The file of one picture."""
    if application is None or item not in PICTURES:
        return None
    found: UUID | None = getattr(application, f"{item}_id")
    return found


def presented(doctor: UUID) -> Application | None:
    """The papers of a doctor whom the hospital has approved, also while a later change waits for its review."""
    found: Application | None = Application.objects.filter(
        Q(state=Application.State.APPROVED) | Q(approved_at__isnull=False), doctor=doctor
    ).first()
    return found


def unreviewed(application: Application) -> set[str]:
    """The parts that were written since the last approval: nobody but the doctor and the reviewer sees them."""
    if application.state == Application.State.APPROVED:
        return set()
    steps = Step.objects.filter(application=application, kind=Step.Kind.SUBMITTED, at__gt=application.approved_at)
    return {*application.changed, *Mark.objects.filter(step__in=steps).values_list("part", flat=True)}


def qualified(doctors: QuerySet[Application]) -> list[UUID]:
    """Of these, who is approved and has taken back neither everything nor one of the basic parts."""
    approved = doctors.filter(state=Application.State.APPROVED).order_by("approved_at")
    found = list(approved.values_list("doctor", flat=True))
    seats = SeatRow.objects.filter(person__in=found, withdrawn=False)
    said = {person: grants.get(PURPOSE, {}) for person, grants in seats.values_list("person", "grants")}
    basic = basic_parts()
    return [doctor for doctor in found if doctor in said and all(said[doctor].get(part) is not False for part in basic)]


def basic_parts() -> list[str]:
    """The parts without which nobody is qualified, in the order of the clause."""
    uses = library().in_force("doctor").purposes[PURPOSE].items.values()
    return [use.item for use in uses if use.need is Need.BASIC and use.item in PARTS]


def erasable_parts() -> list[str]:
    """The parts that are deleted once they are taken back."""
    uses = library().in_force("doctor").purposes[PURPOSE].items.values()
    return [use.item for use in uses if use.after is After.DELETE and use.item in PARTS]


def latest_step(application: Application) -> Step | None:
    """Where the history stands; a decision names it, so that nobody decides on what was not shown."""
    found: Step | None = Step.objects.filter(application=application).order_by("-at", "-id").first()
    return found
