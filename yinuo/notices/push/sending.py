"""Sending what waits: a few threads of the worker, woken by what was committed. Ids only in what is written.

A push may come twice (a worker that died after the service took it); service and device make one of the two.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from threading import Event, Thread

import httpx
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone

from yinuo.notices.access import choices_of
from yinuo.notices.kinds import KINDS, Kind, declared, is_still_worth
from yinuo.notices.models import Push
from yinuo.notices.push import huawei, vapid, webpush
from yinuo.notices.push.outcomes import Outcome, later
from yinuo.notices.push.queue import CHANNEL
from yinuo.notices.push.services import PURPOSE, SERVICES, VENDOR
from yinuo.promise.gate import Act, Actor, PurposeContext, Refused, open_purpose
from yinuo.promise.models import SeatRow
from yinuo.promise.outbound import UndeclaredRecipient, guarded_client
from yinuo.promise.policy import library
from yinuo.promise.vault import reveal

logger = logging.getLogger(__name__)
SYSTEM = Actor(None, "system")
DOOR = "task notices.push"
THREADS = 3
LEASE = timedelta(seconds=60)  # whoever dies with a push in hand loses it after that
LOOK_EVERY = 5.0
SECONDS = 15.0
MOST_TRIES = 10
LONGEST_PAUSE = timedelta(hours=1)
State = Push.State


def push(limit: int = 1000) -> int:
    """Send up to ``limit`` that are due; returns how many a service took."""
    taken = 0
    for _ in range(limit):
        one = _claim()
        if one is None:
            break
        taken += _send(one)
    return taken


def _claim() -> Push | None:
    with transaction.atomic():
        now = timezone.now()
        due = Push.objects.filter(state=State.WAITING, next_at__lte=now).select_related("endpoint")
        one = due.select_for_update(skip_locked=True, of=("self",)).order_by("next_at").first()
        if one is not None:
            one.tries, one.next_at = one.tries + 1, now + LEASE
            one.save(update_fields=["tries", "next_at"])
        return one


def _send(one: Push) -> int:
    """One purpose for one push: what was taken back, read or turned off a moment ago is seen."""
    with open_purpose(PURPOSE, actor=SYSTEM, door=DOOR) as context:
        kind, chosen = _declared(one, context), choices_of(one.person)
        if kind is None or not chosen.wants(kind):
            _settle(one, State.CLOSED)
            return 0
        quiet_until = chosen.silent_until(kind, timezone.localtime())
        if quiet_until is not None:
            _wait_until(one, quiet_until, tries=0)
            return 0
        try:
            outcome = _handed_over(one, kind)
        except (UndeclaredRecipient, Refused):
            _settle(one, State.CLOSED)
            return 0
        except Exception as problem:  # one push that can't be sent must not hold up those behind it
            # SECURITY: says neither endpoint nor person; the exception's own words would.
            logger.warning("push: the service could not be asked: %s", type(problem).__name__)
            outcome = later()
    return _settled(one, outcome, kind)


def _declared(one: Push, context: PurposeContext) -> Kind | None:
    """The kind, when a clause declares it, it is still so, and the endpoint may be used."""
    kind = KINDS.get(one.kind)
    role = SeatRow.objects.values_list("role", flat=True).filter(person=one.person).first()
    if kind is None or role is None or not declared(kind, role, library().in_force(role)):
        return None
    if timezone.now() > one.made_at + kind.keeps or not is_still_worth(kind, one.person, one.about):
        return None
    return kind if context.ask(Act.USE, one.person, one.endpoint.item).allowed else None


def _handed_over(one: Push, kind: Kind) -> Outcome:
    endpoint = one.endpoint
    recipient = SERVICES[endpoint.item]
    address = reveal(endpoint, "address")
    if not address:
        return Outcome("never")
    if recipient != VENDOR and address["key"] != vapid.mark():
        return Outcome("gone")  # subscribed for a key that was replaced: the page subscribes anew
    way = huawei.send if recipient == VENDOR else webpush.send
    with guarded_client(recipient, purpose=PURPOSE, items=[endpoint.item], about=one.person) as client:
        client.timeout = httpx.Timeout(SECONDS)
        return way(client, address, kind, endpoint.language, str(one.about or ""))


def _settled(one: Push, outcome: Outcome, kind: Kind) -> int:
    if outcome.name == "gone":
        one.endpoint.delete()
    elif outcome.name == "later":
        pause = max(min(timedelta(seconds=2**one.tries), LONGEST_PAUSE), timedelta(seconds=outcome.wait))
        if one.tries >= MOST_TRIES or timezone.now() + pause > one.made_at + kind.keeps:
            _settle(one, State.FAILED)
        else:
            _wait_until(one, timezone.now() + pause)
    else:
        _settle(one, State.SENT if outcome.name == "taken" else State.FAILED)
    return int(outcome.name == "taken")


def _settle(one: Push, state: Push.State) -> None:
    Push.objects.filter(pk=one.pk).update(state=state, settled_at=timezone.now())


def _wait_until(one: Push, at: datetime, **other: int) -> None:
    Push.objects.filter(pk=one.pk).update(next_at=at, **other)


@contextmanager
def pushing() -> Iterator[list[Thread]]:
    """Push in threads of this process, until the block ends. Several machines may: each push is claimed once."""
    stop = Event()
    threads = [Thread(target=_keep_pushing, args=(stop,), name=f"push-{n}", daemon=True) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    try:
        yield threads
    finally:
        stop.set()
        with suppress(DatabaseError), connection.cursor() as cursor:  # wakes those who doze
            cursor.execute("select pg_notify(%s, '')", [CHANNEL])
        for thread in threads:
            thread.join(LOOK_EVERY + 1)


def _keep_pushing(stop: Event) -> None:
    while not stop.is_set():
        try:
            close_old_connections()
            _listen()
            push()
            _doze(stop)
        except Exception:  # a database that is away for a while is waited for, whatever it says
            logger.exception("push: sending failed")
            stop.wait(1.0)
    connection.close()


def _listen() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"listen {CHANNEL}")


def _doze(stop: Event) -> None:
    """Until something was committed, the next one is due, or a few seconds have passed."""
    waiting = Push.objects.filter(state=State.WAITING).order_by("next_at").values_list("next_at", flat=True).first()
    until_due = (waiting - timezone.now()).total_seconds() if waiting is not None else LOOK_EVERY
    raw = connection.connection
    for _ in raw.notifies(timeout=max(0.0, min(until_due, LOOK_EVERY)), stop_after=1):
        break
