"""Log-in sessions: ids only, and in the database only a hash of the key that the browser holds.

SECURITY: whoever reads a dump can't take over a session.
"""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from yinuo.accounts.models import Session
from yinuo.realtime.api import session_hash

# Everything a session may carry: ids, a role, a desk, version numbers and instants. Never a person's words.
CARRIES = frozenset({"person", "role", "desk", "stage", "postponed", "carry", "invitation", "begun", "number_proven"})


class SessionStore(SessionBase):
    """Django's session interface over :class:`Session`."""

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(key_hash=session_hash(session_key)).exists()

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def load(self) -> dict[str, Any]:
        row = None
        if self.session_key:
            found = Session.objects.filter(key_hash=session_hash(self.session_key), expires_at__gt=timezone.now())
            row = found.first()
        if row is None:
            self._session_key = None
            return {}
        return dict(row.data)

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            self.create()
            return
        data = dict(self._get_session(no_load=must_create))  # type: ignore[attr-defined]
        row = _row(self.session_key, data, self.get_expiry_date())
        try:
            with transaction.atomic():
                row.save(force_insert=must_create, force_update=not must_create)
        except IntegrityError:
            if must_create:
                raise CreateError from None
            raise
        except DatabaseError as problem:
            if not must_create:
                raise UpdateError from problem
            raise

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(key_hash=session_hash(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        Session.objects.filter(expires_at__lt=timezone.now()).delete()


def _row(key: str, data: dict[str, Any], expires_at: datetime) -> Session:
    unknown = set(data) - CARRIES
    if unknown:
        raise ValueError(f"a session carries ids only, not {sorted(unknown)}")
    provisional = data.get("stage") != "account"
    return Session(
        key_hash=session_hash(key),
        person=data.get("person"),
        role="visitor" if provisional else data.get("role", "visitor"),
        desk=data.get("desk", ""),
        data=data,
        expires_at=expires_at,
    )
