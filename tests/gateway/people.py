"""Fictional parties of a consultation, logged in."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yinuo.accounts.models import Session
from yinuo.consultations.models import Consultation
from yinuo.promise.consent import confirm, grant
from yinuo.promise.gate import Actor
from yinuo.promise.policy import library
from yinuo.promise.vault import create_person
from yinuo.realtime.api import session_hash

PURPOSE = "consultations"


@dataclass(frozen=True)
class Person:
    actor: Actor
    cookie: str

    @property
    def id(self) -> UUID:
        assert self.actor.person is not None
        return self.actor.person


def person(role: str) -> Person:
    """Somebody who confirmed what is in force, granted what consultations ask for, and logged in."""
    actor = Actor(create_person(role).pk, role)
    version = library().in_force(role)
    confirm(actor=actor, version=version.number, shown=version.hash)
    purpose = version.purposes.get(PURPOSE)
    if purpose is not None:
        notice = version.clauses[purpose.clause].hash
        for use in purpose.items.values():
            if use.basis == "consent":
                grant(actor=actor, purpose=PURPOSE, item=use.item, notice=notice)
    return Person(actor, log_in(actor))


def log_in(actor: Actor) -> str:
    """A session; returns the cookie."""
    key = secrets.token_hex(16)
    Session.objects.create(
        key_hash=session_hash(key),
        person=actor.person,
        role=actor.role,
        desk=actor.desk,
        data={},
        expires_at=timezone.now() + timedelta(hours=1),
    )
    return key


def consultation(doctor: Person, patient: Person, state: str = "open") -> UUID:
    """One in this state."""
    now = timezone.now()
    begun = state in {"open", "ended", "referred"}
    with transaction.atomic():
        row = Consultation.objects.create(
            doctor_id=doctor.id,
            patient_id=patient.id,
            state=state,
            asked_at=now,
            expires_at=now + timedelta(hours=24),
            accepted_at=now if begun else None,
            ended_at=now if state not in {"open", "waiting"} else None,
        )
    return row.pk
