"""Every socket command x every role: who may give it, and that everybody else gets one and the same answer."""

from uuid import uuid4

import pytest

from tests.gateway.people import person
from tests.gateway.running import Running
from yinuo.realtime.registry import ROLES, commands

EXPECTED = {
    "consultations.join": {"doctor", "patient"},
    "consultations.send": {"doctor", "patient"},
    "consultations.read": {"doctor", "patient"},
    "consultations.received": {"doctor", "patient"},
    "inbox.watch": {"doctor", "patient"},
    "ping": {"doctor", "patient", "staff"},
}
FRAMES: dict[str, dict[str, object]] = {
    "consultations.join": {"consultation": uuid4()},
    "consultations.send": {"consultation": uuid4(), "client_id": uuid4(), "text": "x"},
    "consultations.read": {"consultation": uuid4(), "upto": 1},
    "consultations.received": {"consultation": uuid4(), "upto": 1},
}


def test_the_matrix_forgets_no_command(running: Running) -> None:
    assert {name: set(entry.audience) for name, entry in commands().items()} == EXPECTED
    assert {name for name, entry in commands().items() if entry.purpose is None} == {"ping"}


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("command", sorted(EXPECTED))
def test_a_command_is_obeyed_or_not_understood(running: Running, command: str, role: str) -> None:
    with running.client(person(role).cookie) as client:
        client.hear("welcome")
        client.say(command, **FRAMES.get(command, {}))
        if role in EXPECTED[command]:
            client.say("ping")
            assert client.hear("pong")
        else:
            code, heard = client.closed()
            assert (code, heard[-1]["code"]) == (4400, "not_understood")
