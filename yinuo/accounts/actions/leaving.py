"""Log-out, and what goes by itself: codes, sessions, and persons who never finished registering."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from yinuo.accounts.models import Invitation, LoginCode, NumberPass, PendingNumber, RegistrationCode, Session
from yinuo.promise.models import Person, SeatRow
from yinuo.promise.retention.clock import first_of
from yinuo.realtime.api import SessionEnded, announce, session_hash

# Class ``moment`` keeps a code ten minutes at most; five of them it is good for.
CODE_KEPT = timedelta(minutes=9)
PROVISIONAL_KEPT = timedelta(hours=24)
BATCH = 500


def log_out(*, session_key: str) -> None:
    """End one log-in; its sockets close."""
    with transaction.atomic():
        hashed = session_hash(session_key)
        Session.objects.filter(key_hash=hashed).delete()
        announce(SessionEnded(key_hash=hashed))


def end_sessions(person: UUID, *, but: str = "") -> None:
    """End the log-ins of a person, but for the one with this key hash; their sockets close."""
    ended = Session.objects.filter(person=person).exclude(key_hash=but)
    for key_hash in list(ended.values_list("key_hash", flat=True)):
        announce(SessionEnded(key_hash=key_hash))
    ended.delete()


def drop_person(person: UUID) -> None:
    """Delete a person who has no account: number, code, keys and seat. The ledger's word that they confirmed stays."""
    with transaction.atomic():
        RegistrationCode.objects.filter(person=person).delete()
        PendingNumber.objects.filter(person=person).delete()
        Session.objects.filter(person=person).delete()
        SeatRow.objects.filter(person=person).delete()
        Person.objects.filter(pk=person).delete()


def sweep(*, now: datetime) -> int:
    """Delete what is over; returns how many provisional persons went."""
    old = now - CODE_KEPT
    RegistrationCode.objects.filter(sent_at__lt=old).delete()
    LoginCode.objects.filter(sent_at__lt=old).delete()
    Session.objects.filter(expires_at__lt=now).delete()
    Invitation.objects.filter(expires_at__lt=now).delete()
    NumberPass.objects.filter(expires_at__lt=now).delete()
    PendingNumber.objects.filter(pk__lt=first_of(now - PROVISIONAL_KEPT)).delete()
    gone = provisional_persons().filter(created_at__lt=now - PROVISIONAL_KEPT).values_list("pk", flat=True)[:BATCH]
    found = list(gone)
    for person in found:
        drop_person(person)
    return len(found)


def provisional_persons() -> QuerySet[Person]:
    """Persons who confirmed a policy and have no account."""
    return Person.objects.filter(doctor_account=None, patient_account=None, staff_member=None)
