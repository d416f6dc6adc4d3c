"""Sending what waits: one worker at a time over all machines, each mail once, ids only in what is written."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from yinuo.notices.access import address_of
from yinuo.notices.actions.addresses import ITEM, PURPOSE
from yinuo.notices.letter import letter_of
from yinuo.notices.models import PolicyMail
from yinuo.notices.smtp import Letter, MailUnavailable, Outcome, Post
from yinuo.promise.gate import Act, Actor, Refused, open_purpose
from yinuo.promise.models import SeatRow
from yinuo.promise.outbound import UndeclaredRecipient, sharing
from yinuo.promise.vault import reveal

SYSTEM = Actor(None, "system")
DOOR = "task notices.post"
RECIPIENT = "mail"
LOCK = 0x59494E57
AT_MOST = 2000
MOST_TRIES = 12
LONGEST_PAUSE = timedelta(hours=6)
State = PolicyMail.State


def post(limit: int = AT_MOST) -> int:
    """Send up to ``limit`` waiting mails; returns how many were handed over. Does nothing while another one posts."""
    sent = 0
    with _only_one() as mine:
        if not mine:
            return 0
        _recover()
        with Post() as out:
            while sent < limit and (mail := _claim()) is not None:
                sent += _send(mail, out)
    return sent


@contextmanager
def _only_one() -> Iterator[bool]:
    """A lock of the database session: it goes with a worker that is killed."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [LOCK])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with suppress(Exception), connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s)", [LOCK])


def _recover() -> None:
    """What a killed worker left: claimed was never handed over; of the other nobody knows, so it is not sent again."""
    PolicyMail.objects.filter(state=State.CLAIMED).update(state=State.WAITING)
    PolicyMail.objects.filter(state=State.HANDING).update(state=State.UNKNOWN, settled_at=timezone.now())


def _claim() -> PolicyMail | None:
    with transaction.atomic():
        waiting = PolicyMail.objects.filter(state=State.WAITING, next_at__lte=timezone.now())
        mail = waiting.select_for_update(skip_locked=True).order_by("next_at").first()
        if mail is not None:
            mail.state, mail.tries = State.CLAIMED, mail.tries + 1
            mail.save(update_fields=["state", "tries"])
        return mail


def _send(mail: PolicyMail, out: Post) -> int:
    """One purpose for one mail: a consent taken back a moment ago is seen."""
    with open_purpose(PURPOSE, actor=SYSTEM, door=DOOR) as context:
        held = address_of(mail.person)
        retracted = mail.announcement.retracted_at is not None
        if held is None or retracted or not context.ask(Act.USE, mail.person, ITEM).allowed:
            _settle(mail, State.CLOSED)
            return 0
        try:
            found = sharing(RECIPIENT, purpose=PURPOSE, items=[ITEM], about=mail.person)
            address = str(reveal(held, "address"))
            letter = Letter(address, *letter_of(mail.announcement, _role(mail.person)), key=mail.pk)
            outcome = out.hand_over(found, letter, before=lambda: _mark_handing(mail))
        except (UndeclaredRecipient, Refused):  # a consent taken back between two questions
            _settle(mail, State.CLOSED)
            return 0
        except MailUnavailable:
            _later(mail)
            return 0
    return _settled(mail, outcome)


def _settled(mail: PolicyMail, outcome: Outcome) -> int:
    if outcome is Outcome.LATER:
        _later(mail)
        return 0
    states = {Outcome.TAKEN: State.SENT, Outcome.NEVER: State.UNDELIVERABLE, Outcome.UNKNOWN: State.UNKNOWN}
    _settle(mail, states[outcome])
    return int(outcome is Outcome.TAKEN)


def _role(person: UUID) -> str:
    return str(SeatRow.objects.values_list("role", flat=True).get(person=person))


def _mark_handing(mail: PolicyMail) -> None:
    PolicyMail.objects.filter(pk=mail.pk).update(state=State.HANDING)


def _settle(mail: PolicyMail, state: PolicyMail.State) -> None:
    PolicyMail.objects.filter(pk=mail.pk).update(state=state, settled_at=timezone.now())


def _later(mail: PolicyMail) -> None:
    """After ever longer pauses; in the end it is given up, and the page has said it all along."""
    if mail.tries >= MOST_TRIES:
        _settle(mail, State.UNDELIVERABLE)
        return
    pause = min(timedelta(minutes=2**mail.tries), LONGEST_PAUSE)
    PolicyMail.objects.filter(pk=mail.pk).update(state=State.WAITING, next_at=timezone.now() + pause)
