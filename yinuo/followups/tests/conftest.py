"""Both sides, each with a browser."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from yinuo.followups.tests import scenes
from yinuo.promise.gate import Actor


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.YINUO_MEDIA = tmp_path / "media"


@pytest.fixture
def doctor(db: None) -> Actor:
    return scenes.doctor()


@pytest.fixture
def patient(db: None) -> Actor:
    return scenes.patient()


@pytest.fixture
def at_doctor(doctor: Actor) -> Client:
    return scenes.browser(doctor)


@pytest.fixture
def at_patient(patient: Actor) -> Client:
    return scenes.browser(patient)
