"""A patient and a doctor who have read their policies and said yes to pictures and voice notes."""

from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from yinuo.promise.consent import confirm, grant
from yinuo.promise.gate import Actor
from yinuo.promise.policy import library
from yinuo.promise.vault import create_person

PURPOSE = "consultations"


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.YINUO_MEDIA = tmp_path / "media"
    return tmp_path / "media"


def willing(role: str) -> UUID:
    person = create_person(role)
    actor = Actor(person.pk, role)
    version = library().in_force(role)
    confirm(actor=actor, version=version.number, shown=version.hash)
    notice = version.clauses[version.purposes[PURPOSE].clause].hash
    for item in ("photo_taken", "voice_note"):
        grant(actor=actor, purpose=PURPOSE, item=item, notice=notice)
    return person.pk


@pytest.fixture
def patient(transactional_db: None) -> UUID:
    return willing("patient")


@pytest.fixture
def doctor(transactional_db: None) -> UUID:
    return willing("doctor")
