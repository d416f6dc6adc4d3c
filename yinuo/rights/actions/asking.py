"""The person's side: ask, say more, take back. Under ``rights``, also after a full withdrawal."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yinuo.promise.gate import Actor, current
from yinuo.promise.policy import built_in
from yinuo.promise.requests.clock import Deadlines, for_complaint, for_request
from yinuo.promise.vault import capturing
from yinuo.promise.vault.persons import ensure_built_in_keys
from yinuo.rights.access import NotHere
from yinuo.rights.models import Reply, Request
from yinuo.rights.problems import AlreadyOver, NothingSaid, TooLong, UnknownItem, UnknownKind

LONGEST = 2000
# A number that is lost can't log in: that kind is taken down by the desk only.
IN_THE_APP = (Request.Kind.ACCESS, Request.Kind.CORRECTION, Request.Kind.COMPLAINT, Request.Kind.OTHER)


def ask(*, actor: Actor, kind: str, text: str, item: str = "") -> Request:
    """File a request or a complaint; both clocks start now. Who is logged in is recognised by that."""
    if kind not in IN_THE_APP:
        raise UnknownKind
    if item and not is_item(actor, item):
        raise UnknownItem
    return file(by=actor.who, person=actor.who, kind=kind, text=text, item=item, identity=Request.Identity.LOGGED_IN)


def is_item(actor: Actor, item: str) -> bool:
    """SECURITY: the column is not sealed, so that only an id of a policy may stand in it, no words of a person."""
    known = (version.items for version in current().versions(actor.who) if version is not None)
    return item in built_in.ITEMS or any(item in items for items in known)


def file(*, by: UUID, person: UUID, kind: str, text: str, item: str, identity: str) -> Request:
    words, now = read_words(text), timezone.now()
    clock = clock_of(kind, now)
    with transaction.atomic():
        ensure_built_in_keys(person)
        with capturing(by=[by], about=[person]):
            made = Request(
                person_id=person,
                by_id=by,
                kind=kind,
                item=item[:64],
                identity=identity,
                text=words,
                asked_at=now,
                promised_on=clock.promised,
                capped_on=clock.capped,
                due_on=clock.due,
                calendar=clock.calendar,
            )
            made.save(force_insert=True)
    return made


def clock_of(kind: str, now: datetime) -> Deadlines:
    return for_complaint(now) if kind == Request.Kind.COMPLAINT else for_request(now)


def add_words(*, actor: Actor, request: UUID, text: str) -> None:
    """Say more to a request that is open still."""
    words = read_words(text)
    with transaction.atomic():
        held = _own(actor, request)
        reply(held, by=actor.who, kind=Reply.Kind.MORE, text=words)


def take_back(*, actor: Actor, request: UUID) -> None:
    """The person needs no answer any more."""
    with transaction.atomic():
        held = _own(actor, request)
        held.state, held.closed_at = Request.State.TAKEN_BACK, timezone.now()
        held.save(update_fields=["state", "closed_at"])


def reply(request: Request, *, by: UUID, kind: str, text: str) -> None:
    with capturing(by=[by], about=[request.person_id]):
        Reply(person_id=request.person_id, author_id=by, request=request, kind=kind, text=text, at=timezone.now()).save(
            force_insert=True
        )


def read_words(text: str) -> str:
    """What was written, without blanks around it."""
    words = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not words:
        raise NothingSaid
    if len(words) > LONGEST:
        raise TooLong(LONGEST)
    return words


def _own(actor: Actor, request: UUID) -> Request:
    held: Request | None = Request.objects.select_for_update().filter(pk=request, person=actor.who).first()
    if held is None:
        raise NotHere
    if held.state != Request.State.OPEN:
        raise AlreadyOver
    return held
