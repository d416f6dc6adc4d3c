"""The one door to rows of qualification; missing and forbidden get the same answer."""

from uuid import UUID

from django.db.models import QuerySet

from yinuo.credentials.models import PICTURES, Application
from yinuo.promise.gate import Actor

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
    """What a reviewer may see: whatever was handed in, never a draft."""
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


def approved(doctor: UUID) -> Application | None:
    found: Application | None = Application.objects.filter(doctor=doctor, state=Application.State.APPROVED).first()
    return found
