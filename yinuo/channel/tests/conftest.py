"""A qualified doctor, a content reviewer, a patient, and their browsers; every page that was held is forgotten."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from yinuo.accounts.api import open_account, session_for
from yinuo.channel.pages.public import forget_held
from yinuo.credentials import api as credentials


@pytest.fixture(autouse=True)
def _fresh(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.YINUO_MEDIA = tmp_path / "media"
    forget_held()
    yield
    forget_held()


@pytest.fixture
def doctor(db: None) -> UUID:
    person = open_account(role="doctor", number="13800138200")
    reviewer = open_account(role="staff", number="13800138201", name="周审核", desk="reviewer")
    credentials.qualify(person, reviewer=reviewer)
    return person


@pytest.fixture
def reviewer(db: None) -> UUID:
    return open_account(role="staff", number="13800138202", name="沈审核", desk="content")


@pytest.fixture
def patient(db: None) -> UUID:
    return open_account(role="patient", number="13800138203")


@pytest.fixture
def author(doctor: UUID) -> Client:
    return session_for(Client(), doctor)


@pytest.fixture
def desk(reviewer: UUID) -> Client:
    return session_for(Client(), reviewer)


@pytest.fixture
def reader(patient: UUID) -> Client:
    return session_for(Client(), patient)


@pytest.fixture
def visitor() -> Client:
    return Client()


@pytest.fixture
def other(db: None) -> Client:
    """Another doctor."""
    return session_for(Client(), open_account(role="doctor", number="13800138204"))
