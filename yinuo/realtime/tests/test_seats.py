"""The one table of cases, through the gateway's adapter (house law 8)."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import asyncpg
import pytest
from django.db import connection

from yinuo.promise.columns import uuid7
from yinuo.promise.gate import Actor
from yinuo.promise.journal.record import whose_of
from yinuo.promise.tests.conftest import confirmed
from yinuo.promise.tests.verdict_cases import CASES, Case
from yinuo.realtime.gateway import database_parameters
from yinuo.realtime.records import Record
from yinuo.realtime.seats import Held, Seats, question

pytestmark = pytest.mark.django_db(transaction=True)


def held(actor: Actor) -> Held:
    """The person's seat, as the gateway reads it."""

    async def read() -> Held | None:
        reader = await asyncpg.connect(**database_parameters())
        try:
            seats = Seats()
            await seats.load(reader, [actor.who])
            return seats.get(actor.who)
        finally:
            await reader.close()

    with ThreadPoolExecutor(1) as other:  # a browser of another test may keep a loop in this thread
        found = other.submit(asyncio.run, read()).result()
    assert found is not None
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_gateway_answers_as_the_table_says(case: Case) -> None:
    actor = confirmed(case.role)
    case.before(actor)
    asked = question(case.act, case.purpose, case.item, case.through, case.source)
    verdict = held(actor).ask(asked, actor)
    assert verdict.reason is case.reason
    assert verdict.allowed is (case.reason in ("allowed", "record"))


def test_a_version_in_force_that_changes_has_another_generation() -> None:
    actor = confirmed("doctor")
    before = held(actor)
    with connection.cursor() as cursor:
        cursor.execute("update promise_in_force set generation = generation + 1 where role = 'doctor'")
    assert held(actor).generation == before.generation + 1


def test_somebody_unknown_has_no_seat() -> None:
    with pytest.raises(AssertionError):
        held(Actor(uuid7(), "doctor"))


def test_a_record_lists_each_answer_once_and_is_indexed_like_those_of_pages() -> None:
    doctor, patient = confirmed("doctor"), confirmed("patient")
    one, other = held(doctor), held(patient)
    assert one.name != other.name
    record = Record()
    asked = question(CASES[0].act, "consultations", "message_text")
    for _ in range(3):
        record.add(one.name, one.name, "doctor", one.ask(asked, doctor))
        record.add(other.name, one.name, "doctor", other.ask(asked, doctor))
    body = record.body(at=datetime.now(UTC), purpose="consultations", door="test")
    assert whose_of(body) == sorted({one.name, other.name})
    assert len(json.loads(body)["entries"]) == len(json.loads(body)["names"]) == 2
    assert str(doctor.who) not in body
