"""Invitations to the hospital's desks. The invited confirm the staff policy themselves, then give name and number."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from yinuo.accounts.access import invitation_by
from yinuo.accounts.models import Desk, Invitation
from yinuo.accounts.problems import InvitationOver
from yinuo.promise.gate import Actor

GOOD_FOR = timedelta(hours=48)


@dataclass(frozen=True)
class Invited:
    """``token`` stands in the link, is shown once and is not kept."""

    token: str
    desk: str
    expires_at: datetime


def invite_staff(*, actor: Actor, desk: str) -> Invited:
    """Make a link to one desk, good once and for two days. ``actor`` is a system administrator, or the operator on
    the command line (role ``system``)."""
    if actor.role != "system" and actor.desk != Desk.SYSTEM_ADMINISTRATOR:
        raise PermissionError("only a system administrator invites")
    token, until = secrets.token_urlsafe(24), timezone.now() + GOOD_FOR
    Invitation.objects.create(
        desk=Desk(desk), token_hash=_token_hash(token), invited_by_id=actor.person, expires_at=until
    )
    return Invited(token, desk, until)


def accept_invitation(*, token: str) -> UUID:
    """The id of an invitation that is still good; raises :class:`InvitationOver`."""
    held = invitation_by(_token_hash(token))
    if held is None or held.used_at is not None or held.expires_at <= timezone.now():
        raise InvitationOver
    return held.pk


def _token_hash(token: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), b"invitation|" + token.encode(), "sha256").hexdigest()
