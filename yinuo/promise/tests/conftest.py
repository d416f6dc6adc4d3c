"""People who have confirmed what is in force, and a table of notes about them."""

from collections.abc import Iterator

import pytest
from django.db import connection

from yinuo.promise.consent import confirm, grant
from yinuo.promise.gate import Actor
from yinuo.promise.policy import library
from yinuo.promise.tests.notes import Note
from yinuo.promise.vault import create_person


def notice(role: str, purpose: str) -> str:
    version = library().in_force(role)
    return version.clauses[version.purposes[purpose].clause].hash


def confirmed(role: str, *granted: str, purpose: str = "consultations") -> Actor:
    """Somebody new who confirmed the version in force and granted these items."""
    actor = Actor(create_person(role).pk, role)
    version = library().in_force(role)
    confirm(actor=actor, version=version.number, shown=version.hash)
    for item in granted:
        grant(actor=actor, purpose=purpose, item=item, notice=notice(role, purpose))
    return actor


@pytest.fixture(scope="module")
def notes_table(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """Stands for one module only: the closure must not find a table that no room has."""
    with django_db_blocker.unblock(), connection.schema_editor() as editor:  # type: ignore[attr-defined]
        editor.create_model(Note)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:  # type: ignore[attr-defined]
        editor.delete_model(Note)


@pytest.fixture
def doctor(db: None) -> Actor:
    return confirmed("doctor", "voice_note")


@pytest.fixture
def patient(db: None) -> Actor:
    return confirmed("patient", "message_text", "complaint")
