"""The privacy officer's side: identity first, then an answer in time. Under ``rights.answer``.

Every refusal names a ground of clause 5.8; an extension goes once, with a reason, and never beyond the cap.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yinuo.promise.gate import Actor
from yinuo.promise.policy.built_in import ANSWERING_DESK
from yinuo.rights.access import NotHere
from yinuo.rights.actions.asking import file, read_words, reply
from yinuo.rights.models import GROUNDS, Reply, Request
from yinuo.rights.problems import (
    AlreadyOver,
    AtTheCap,
    ExtendedBefore,
    IdentityFirst,
    ReasonNeeded,
    SecondOfficer,
    UnknownKind,
)


def take_down(*, actor: Actor, person: UUID, kind: str, text: str) -> Request:
    """Take down what came by letter, by telephone or at the counter; who it is has to be checked still."""
    officer = _officer(actor)
    if kind not in Request.Kind.values:
        raise UnknownKind
    return file(by=officer, person=person, kind=kind, text=text, item="", identity=Request.Identity.NONE)


def check_identity(*, actor: Actor, request: UUID, how: str) -> None:
    """The officer has made sure that it is the person; ``how`` is kept with the request."""
    words = read_words(how)
    with transaction.atomic():
        held = _open(actor, request)
        held.identity = Request.Identity.CHECKED
        held.save(update_fields=["identity"])
        reply(held, by=actor.who, kind=Reply.Kind.IDENTITY, text=words)


def answer(*, actor: Actor, request: UUID, text: str) -> None:
    """Answer and close."""
    words = read_words(text)
    with transaction.atomic():
        held = _recognised(actor, request)
        reply(held, by=actor.who, kind=Reply.Kind.ANSWER, text=words)
        _close(held, Request.State.ANSWERED)


def refuse(*, actor: Actor, request: UUID, ground: str, text: str) -> None:
    """Refuse on a ground of clause 5.8, in words; the way to complain and to the regulators stands on the page."""
    words = read_words(text)
    if ground not in GROUNDS:
        raise ReasonNeeded
    with transaction.atomic():
        held = _recognised(actor, request)
        held.ground = ground
        reply(held, by=actor.who, kind=Reply.Kind.REFUSAL, text=words)
        _close(held, Request.State.REFUSED)


def extend(*, actor: Actor, request: UUID, text: str) -> None:
    """Once, to the regulator's cap at most, with the reason told to the person."""
    words = read_words(text)
    with transaction.atomic():
        held = _open(actor, request)
        if held.extended_at is not None:
            raise ExtendedBefore
        if held.due_on >= held.capped_on:
            raise AtTheCap
        held.due_on, held.extended_at = held.capped_on, timezone.now()
        held.save(update_fields=["due_on", "extended_at"])
        reply(held, by=actor.who, kind=Reply.Kind.EXTENSION, text=words)


def ask_back(*, actor: Actor, request: UUID, text: str) -> None:
    """Ask the person for more; the clock goes on."""
    words = read_words(text)
    with transaction.atomic():
        reply(_open(actor, request), by=actor.who, kind=Reply.Kind.QUESTION, text=words)


def assign(*, actor: Actor, request: UUID, mine: bool) -> None:
    """Take a request over, or put it back for a colleague."""
    with transaction.atomic():
        held = _open(actor, request)
        held.assigned_to_id = actor.who if mine else None
        held.save(update_fields=["assigned_to"])


def _officer(actor: Actor) -> UUID:
    if actor.role != "staff" or actor.desk != ANSWERING_DESK:
        raise NotHere
    return actor.who


def _open(actor: Actor, request: UUID) -> Request:
    _officer(actor)
    held: Request | None = Request.objects.select_for_update().filter(pk=request).first()
    if held is None:
        raise NotHere
    if held.state != Request.State.OPEN:
        raise AlreadyOver
    return held


def recognised_person(actor: Actor, request: UUID) -> UUID:
    """Whose open request this is, once a colleague of this officer has made sure who it is.

    SECURITY: whoever says who somebody is must not be the one who hands that somebody's account over; one officer alone
    could give any account to any number.
    """
    with transaction.atomic():
        held = _open(actor, request)
        if held.identity != Request.Identity.CHECKED:
            raise IdentityFirst
        checked = Reply.objects.filter(request=held, kind=Reply.Kind.IDENTITY)
        if not checked.exclude(author=actor.who).exists():
            raise SecondOfficer
        return held.person_id


def _recognised(actor: Actor, request: UUID) -> Request:
    held = _open(actor, request)
    if held.identity == Request.Identity.NONE:
        raise IdentityFirst
    return held


def _close(held: Request, state: str) -> None:
    held.state, held.closed_at = state, timezone.now()
    held.save(update_fields=["state", "closed_at", "ground"])
