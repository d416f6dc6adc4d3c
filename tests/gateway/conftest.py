"""A pair in an open consultation, and a gateway between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest

from tests.gateway.people import Person, consultation, person
from tests.gateway.running import Client, Running


@dataclass
class Pair:
    doctor: Person
    patient: Person
    consultation: UUID
    running: Running

    def open(self, who: Person, since: int = 0) -> Client:
        """A page of this party, joined."""
        client = self.running.client(who.cookie)
        client.hear("welcome")
        assert client.join(self.consultation, since)["event"] == "joined"
        return client


@pytest.fixture
def running(transactional_db: None) -> Iterator[Running]:
    with Running() as one:
        yield one


@pytest.fixture
def pair(running: Running) -> Pair:
    doctor, patient = person("doctor"), person("patient")
    return Pair(doctor, patient, consultation(doctor, patient), running)
