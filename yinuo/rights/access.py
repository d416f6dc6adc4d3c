"""The one door to rows of this room; missing and forbidden get the same answer."""

from uuid import UUID

from django.db.models import QuerySet

from yinuo.media import api as media
from yinuo.promise.gate import Actor
from yinuo.promise.models import ConsentEvent
from yinuo.promise.policy.built_in import ANSWERING_DESK
from yinuo.rights.models import Request


class NotHere(LookupError):
    """There is no such row for this actor."""


def is_about(actor: Actor, media_id: UUID) -> bool:
    """May the person open this file here? Only what is about themselves."""
    return actor.person is not None and media.about(media_id) == actor.person


def own_events(actor: Actor) -> QuerySet[ConsentEvent]:
    """The person's own lines of the ledger."""
    return ConsentEvent.objects.filter(person=actor.who)


def own_requests(actor: Actor) -> QuerySet[Request]:
    found: QuerySet[Request] = Request.objects.filter(person=actor.who).order_by("-asked_at")
    return found


def at_the_desk(actor: Actor) -> QuerySet[Request]:
    """All requests, for the privacy officers; nothing for anybody else."""
    if actor.role != "staff" or actor.desk != ANSWERING_DESK:
        return Request.objects.none()
    found: QuerySet[Request] = Request.objects.all()
    return found
