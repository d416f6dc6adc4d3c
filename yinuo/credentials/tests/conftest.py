"""A doctor and a reviewer with accounts, and their browsers."""

from uuid import UUID

import pytest
from django.test import Client

from yinuo.accounts.api import open_account, session_for


@pytest.fixture
def doctor(db: None) -> UUID:
    return open_account(role="doctor", number="13800138100")


@pytest.fixture
def reviewer(db: None) -> UUID:
    return open_account(role="staff", number="13800138101", name="周审核", desk="reviewer")


@pytest.fixture
def patient(db: None) -> UUID:
    return open_account(role="patient", number="13800138102")


@pytest.fixture
def browser(doctor: UUID) -> Client:
    return session_for(Client(), doctor)


@pytest.fixture
def desk(reviewer: UUID) -> Client:
    return session_for(Client(), reviewer)
