"""A doctor invites patients of her own: name and number only, all or nothing, gone after 14 days (clause 1.7).

Nothing medical can be said of somebody before they have confirmed: an invitation has no place for it.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yinuo.accounts import api as accounts
from yinuo.credentials import api as credentials
from yinuo.followups import access
from yinuo.followups.actions.confirming import tie_to
from yinuo.followups.actions.telling import Kind, tell
from yinuo.followups.models import Invitation, Plan, Tie
from yinuo.followups.problems import UnableToInvite
from yinuo.followups.roster import Entry, LineFault, Roster
from yinuo.promise.gate import Actor, Refused
from yinuo.promise.vault import Closed, capturing, reveal
from yinuo.realtime.api import InboxChanged, announce

GOOD_FOR = timedelta(days=14)
A_DAY = timedelta(days=1)
MOST_WAITING, MOST_A_DAY = 1000, 500
Sent = Invitation.Sent


def waiting_of(doctor: UUID, *, now: datetime) -> "list[Invitation]":
    """Invitations that can still be taken up."""
    return list(Invitation.objects.filter(doctor=doctor, taken_at=None, expires_at__gt=now).order_by("-stated_at"))


def checked(actor: Actor, roster: Roster) -> Roster:
    """The roster with what only the hospital knows: who is invited already, who is a patient of this doctor already.

    SECURITY: that a number has an account here is said only of the doctor's own patients.
    """
    waiting = {str(number): True for row in waiting_of(actor.who, now=timezone.now()) if (number := _number(row))}
    fine: list[Entry] = []
    faults = list(roster.faults)
    for entry in roster.entries:
        sentence = ""
        if entry.number in waiting:
            sentence = _("已经邀请过，正在等他接受。请删去这一行。")
        elif _is_patient(actor, entry.number):
            sentence = _("已经是您的随访患者。请删去这一行，直接给他安排计划。")
        if sentence:
            faults.append(LineFault(entry.line, entry.name, sentence))
        else:
            fine.append(entry)
    return Roster(tuple(fine), tuple(sorted(faults, key=lambda fault: fault.line)))


def invite(actor: Actor, *, roster: Roster, stated: bool) -> int:
    """Keep every invitation, or none. ``stated``: the doctor says that each of these people agreed to be invited."""
    if not credentials.is_qualified(actor.who):
        raise UnableToInvite("not_qualified")
    if not stated:
        raise UnableToInvite("not_stated")
    if not roster.entries:
        raise UnableToInvite("empty")
    with capturing(by=[actor.who], about=[actor.who]):
        again = checked(actor, roster)
        if again.faults:
            raise UnableToInvite("faulty")
        now = timezone.now()
        if len(waiting_of(actor.who, now=now)) + len(again.entries) > MOST_WAITING:
            raise UnableToInvite("too_many")
        today = Invitation.objects.filter(doctor=actor.who, stated_at__gt=now - A_DAY).count()
        if today + len(again.entries) > MOST_A_DAY:
            raise UnableToInvite("too_many_today")
        for entry in again.entries:
            Invitation.objects.create(
                doctor_id=actor.who,
                name=entry.name,
                number=entry.number,
                stated_at=now,
                expires_at=now + GOOD_FOR,
            )
    return len(again.entries)


def withdraw_invitation(actor: Actor, *, invitation_id: UUID) -> None:
    """Gone at once: the name, the number, and what the link opens. The empty row counts for the day's limit, so that
    nobody is sent message after message; it goes with its term."""
    with capturing(by=[actor.who], about=[actor.who]):
        row = access.invitation(actor, invitation_id)
        row.name = row.number = row.token_hash = None
        row.expires_at = timezone.now()
        row.save(update_fields=["name", "number", "token_hash", "expires_at"])


def send_again(actor: Actor, *, invitation_id: UUID) -> None:
    """Only what did not arrive: nobody gets two messages."""
    found = Invitation.objects.filter(pk=access.invitation(actor, invitation_id).pk, sent=Sent.FAILED, taken_at=None)
    if not found.update(sent=Sent.WAITING):
        raise UnableToInvite("not_failed")


def token_hash(token: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"followup|{token}".encode(), hashlib.sha256).hexdigest()


def waiting_to_send(now: datetime, most: int) -> list[UUID]:
    """Invitations whose message has not gone out, the longest waiting first."""
    rows = Invitation.objects.filter(sent=Sent.WAITING, taken_at=None, expires_at__gt=now).order_by("stated_at")
    return list(rows.values_list("pk", flat=True)[:most])


def send_one(invitation_id: UUID) -> None:
    """Send the one message, behind a door of ``followups``. It counts as sent before it leaves: one that is lost on its
    way is not sent twice by itself."""
    token = secrets.token_hex(16)
    with transaction.atomic():
        rows = Invitation.objects.select_for_update(skip_locked=True).filter(sent=Sent.WAITING, taken_at=None)
        row = rows.filter(pk=invitation_id).first()
        number = _number(row) if row is not None else ""
        card = credentials.doctor_card(row.doctor_id) if row is not None else None
        if row is None:
            return
        if number and card is not None and card.name:
            row.sent, row.token_hash = Sent.SENT, token_hash(token)
        else:
            row.sent = Sent.FAILED
        row.save(update_fields=["sent", "token_hash"])
    if row.sent == Sent.SENT and card is not None:
        _send(row, number, card.name, token)


def _send(row: Invitation, number: str, doctor: str, token: str) -> None:
    try:
        accounts.send_invitation(number, doctor=doctor, token=token, purpose="followups", about=row.doctor_id)
    except (accounts.SmsUnavailable, Refused):
        Invitation.objects.filter(pk=row.pk, taken_at=None).update(sent=Sent.FAILED)
        announce(InboxChanged(row.doctor_id))


def open_invitation(token: str) -> Invitation | None:
    """The invitation behind a link, while it stands."""
    rows = Invitation.objects.filter(token_hash=token_hash(token), taken_at=None, expires_at__gt=timezone.now())
    found: Invitation | None = rows.first()
    return found


def take_up(actor: Actor, *, token: str, name: str) -> UUID:
    """The invited person, logged in under the number that was invited, says yes; name and number of the invitation are
    gone in the same commit. The doctor's id."""
    found = open_invitation(token)
    if found is None:
        raise UnableToInvite("expired")
    with capturing(by=[actor.who], about=[actor.who]):
        row = Invitation.objects.select_for_update().filter(pk=found.pk, taken_at=None).first()
        if row is None:
            raise UnableToInvite("expired")
        if accounts.look_up("patient", _number(row), by=actor) != actor.person:
            raise UnableToInvite("other_number")
        tie_to(actor, doctor=row.doctor_id, name=name)
        row.name = row.number = None
        row.token_hash, row.taken_by_id, row.taken_at = None, actor.who, timezone.now()
        row.save(update_fields=["name", "number", "token_hash", "taken_by", "taken_at"])
        tie = Tie.objects.get(doctor=row.doctor_id, patient=actor.who)
        tell(row.doctor_id, Kind.JOINED, about=tie.pk)
    return UUID(str(row.doctor_id))


def _number(row: Invitation) -> str:
    value = reveal(row, "number")
    return "" if value is None or isinstance(value, Closed) else str(value)


def _is_patient(actor: Actor, number: str) -> bool:
    person = accounts.look_up("patient", number, by=actor)
    if person is None:
        return False
    tied = Tie.objects.filter(doctor=actor.who, patient=person)
    return tied.exists() or Plan.objects.filter(doctor=actor.who, patient=person, state__in=Plan.LIVE).exists()


def names_of(rows: Iterable[Invitation]) -> list[tuple[Invitation, str]]:
    """Each with the name that the doctor wrote; empty when the gate keeps it closed."""
    found = []
    for row in rows:
        value = reveal(row, "name")
        found.append((row, "" if value is None or isinstance(value, Closed) else str(value)))
    return found
