"""The permission matrix of the socket: every registered command x everybody."""

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from tests.gateway.people import Person, consultation, log_in, person
from tests.gateway.running import Client, Running
from tests.matrix.cast import DESKS
from tests.matrix.table import NOT_LOGGED_IN, SOCKET, STAFF, Who
from yinuo.accounts.models import Session
from yinuo.promise.gate import Actor
from yinuo.promise.vault import create_person
from yinuo.realtime.api import session_hash
from yinuo.realtime.registry import Registered, commands

pytestmark = pytest.mark.clause("1.2")
LOGGED_IN = [who for who in Who if who not in NOT_LOGGED_IN]


def registered() -> dict[str, Registered]:
    """What the running gateway obeys; test files of the realtime room register nothing of their own here."""
    return {name: entry for name, entry in commands().items() if entry.shape.__module__.startswith("yinuo.")}


def frame(name: str, topic: UUID) -> dict[str, Any]:
    """A well-formed frame of each command. A new command fails here until somebody has written one down."""
    place: dict[str, Any] = {"consultation": topic}
    frames: dict[str, dict[str, Any]] = {
        "ping": {},
        "inbox.watch": {},
        "consultations.join": place,
        "consultations.send": {**place, "client_id": uuid4(), "text": "您好"},
        "consultations.read": {**place, "upto": 1},
        "consultations.received": {**place, "upto": 1},
    }
    return frames[name]


def somebody(who: Who) -> Person:
    """Qualification is not asked by the socket: a doctor without it is a party of no consultation."""
    if who in STAFF:
        actor = Actor(create_person("staff").pk, "staff", DESKS[who])
        return Person(actor, log_in(actor))
    return person("patient" if who is Who.PATIENT else "doctor")


def test_every_command_has_its_row_and_every_row_its_command(running: Running) -> None:
    assert {name: set(entry.audience) for name, entry in registered().items()} == {
        name: {"staff" if who in STAFF else "patient" if who is Who.PATIENT else "doctor" for who in row}
        for name, row in SOCKET.items()
    }


@pytest.mark.parametrize("who", LOGGED_IN)
@pytest.mark.parametrize("name", sorted(SOCKET))
def test_each_command_obeys_those_of_its_row_and_closes_on_others(running: Running, name: str, who: Who) -> None:
    doctor, patient = person("doctor"), person("patient")
    me = somebody(who)
    topic = consultation(*{Who.DOCTOR_AFTER: (me, patient), Who.PATIENT: (doctor, me)}.get(who, (doctor, patient)))
    with running.client(me.cookie) as client:
        client.hear("welcome")
        client.say(name, **frame(name, topic))
        if who not in SOCKET[name]:
            code, heard = client.closed()
            assert (code, heard[-1]["code"]) == (4400, "not_understood")
        else:
            heard = client.settle()
            assert all(said["event"] != "failed" for said in heard)
            assert _answer(heard) == _wanted(name, is_party=who in (Who.DOCTOR_AFTER, Who.PATIENT))


def _answer(heard: list[dict[str, Any]]) -> str:
    first = next((said for said in heard if said["event"] in ("joined", "refused", "acknowledged", "pong")), None)
    return "" if first is None else str(first.get("code", first["event"]))


def _wanted(name: str, *, is_party: bool) -> str:
    """Nothing is said into a thread that was not joined, by a party or by anybody else."""
    joined = "joined" if is_party else "missing"
    return {"consultations.join": joined, "consultations.send": "missing"}.get(name, "")


def provisional() -> str:
    """A log-in of somebody whose number is not proven."""
    key = secrets.token_hex(16)
    Session.objects.create(
        key_hash=session_hash(key),
        person=create_person("patient").pk,
        role="visitor",
        desk="",
        data={"stage": "provisional"},
        expires_at=timezone.now() + timedelta(hours=1),
    )
    return key


@pytest.mark.parametrize("who", ["visitor", "registering person", "a log-in that is over"])
def test_who_is_not_logged_in_is_closed_before_any_command(running: Running, who: str) -> None:
    cookie = {"visitor": None, "registering person": provisional()}.get(who, "x" * 32)
    with running.client(cookie) as client:
        assert _closed(client) == (4401, ["not_logged_in"])


def _closed(client: Client) -> tuple[int, list[object]]:
    code, heard = client.closed()
    return code, [said.get("code", said["event"]) for said in heard]
