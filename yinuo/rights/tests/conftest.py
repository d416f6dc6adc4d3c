"""A doctor, a patient and two privacy officers, each with a log-in."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from yinuo.accounts.api import open_account, session_for


@dataclass(frozen=True)
class Somebody:
    person: UUID
    browser: Client


def somebody(role: str, number: str, desk: str = "") -> Somebody:
    person = open_account(role=role, number=number, name="周一苇" if desk else "", desk=desk)
    return Somebody(person, session_for(Client(), person))


@pytest.fixture
def doctor(db: None, settings: Settings, tmp_path: Path) -> Somebody:
    settings.YINUO_MEDIA = tmp_path / "media"
    return somebody("doctor", "13800138600")


@pytest.fixture
def patient(db: None) -> Somebody:
    return somebody("patient", "13800138601")


@pytest.fixture
def officer(db: None) -> Somebody:
    return somebody("staff", "13800138602", "privacy_officer")


@pytest.fixture
def colleague(db: None, officer: Somebody) -> Somebody:
    """The second privacy officer."""
    return somebody("staff", "13800138604", "privacy_officer")


@pytest.fixture
def reviewer(db: None) -> Somebody:
    return somebody("staff", "13800138603", "reviewer")
