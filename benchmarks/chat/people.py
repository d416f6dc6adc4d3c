"""An installation of its own for one sitting: PostgreSQL that syncs to disk, keys, policies, logged-in pairs."""

import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

from yinuo.runtime.postgres import OWNER, Cluster


@dataclass(frozen=True)
class Pair:
    """Cookies of the two, and their open consultation."""

    cookies: tuple[str, str]
    consultation: UUID


class Sitting:
    """A throw-away home; gone afterwards."""

    def __enter__(self) -> Self:
        self.home = Path(tempfile.mkdtemp(prefix="yinuo-bench-")).resolve()
        self.home.chmod(0o711)
        self.cluster = Cluster(self.home / "postgres")
        self.cluster.start()
        os.environ.update(
            YINUO_HOME=str(self.home),
            DATABASE_URL=self.cluster.url(OWNER),
            DATABASE_OWNER_URL=self.cluster.url(OWNER),
            DJANGO_SETTINGS_MODULE="yinuo.runtime.django_settings",
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.cluster.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def database_process(self) -> int:
        assert self.cluster.process is not None
        return self.cluster.process.pid

    def settle(self) -> None:
        """Keys, tables, the versions in force."""
        import django

        django.setup()
        from django.core.management import call_command

        from yinuo.promise.sealing.keys import create_keys
        from yinuo.runtime.in_force import put_versions_in_force

        create_keys(self.home)
        call_command("migrate", verbosity=0)
        put_versions_in_force()

    def invite(self, count: int) -> list[Pair]:
        """So many pairs, each in an open consultation, both confirmed, granted and logged in."""
        return [_pair() for _ in range(count)]


def _pair() -> Pair:
    from django.utils import timezone

    from yinuo.consultations.models import Consultation

    (doctor, one), (patient, other) = _person("doctor"), _person("patient")
    now = timezone.now()
    row = Consultation.objects.create(
        doctor_id=doctor,
        patient_id=patient,
        state="open",
        asked_at=now,
        expires_at=now + timedelta(days=1),
        accepted_at=now,
    )
    return Pair((one, other), row.pk)


def _person(role: str) -> tuple[UUID, str]:
    from django.utils import timezone

    from yinuo.accounts.models import Session
    from yinuo.promise.consent import confirm
    from yinuo.promise.gate import Actor
    from yinuo.promise.policy import library
    from yinuo.promise.vault import create_person
    from yinuo.realtime.api import session_hash

    person = create_person(role).pk
    version = library().in_force(role)
    confirm(actor=Actor(person, role), version=version.number, shown=version.hash)
    key = secrets.token_hex(16)
    Session.objects.create(
        key_hash=session_hash(key),
        person=person,
        role=role,
        data={},
        expires_at=timezone.now() + timedelta(hours=2),
    )
    return person, key
