"""What the gateway did with somebody's values stands in their own record, as what the pages did does (clause 5.1)."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from yinuo.promise.gate import Act, Actor, Reason, Verdict, open_purpose
from yinuo.promise.gate.seats import read_policies
from yinuo.promise.journal.reading import newest_touches, touches
from yinuo.promise.journal.writer import append
from yinuo.promise.sealing.ring import pseudonym
from yinuo.promise.vault import create_person
from yinuo.realtime.records import Record

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.1")]


def said(item: str, act: Act = Act.CAPTURE) -> Verdict:
    return Verdict(
        True, Reason.ALLOWED, act, "consultations", item, clause="1.2", clause_hash="0" * 64, version="4.2.0"
    )


def name(person: UUID) -> str:
    return pseudonym(read_policies([person])[person].seat).hex()


def write(record: Record, at: datetime) -> None:
    append(record.body(at=at, purpose="consultations", door="socket"), at.date())


def test_a_batch_of_the_gateways_is_read_with_each_persons_own_part() -> None:
    patient, doctor, other = (create_person(role).pk for role in ("patient", "doctor", "patient"))
    record, now = Record(), datetime.now(UTC)
    record.add(name(patient), name(patient), "patient", said("message_text"))
    record.add(name(patient), name(doctor), "doctor", said("voice_note", Act.USE))
    record.add(name(other), name(doctor), "doctor", said("photo_taken", Act.USE))
    write(record, now)
    today = timezone.localdate()
    with open_purpose("rights", actor=Actor(patient, "patient"), door="test"):
        found = touches(patient, since=today, until=today)
        assert sorted((one.role, one.own, one.act, one.items) for one in found) == [
            ("doctor", False, "use", ("voice_note",)),
            ("patient", True, "capture", ("message_text",)),
        ]
        one = touches(patient, since=today, until=today, item="voice_note")
        assert [(each.items, each.times) for each in one] == [(("voice_note",), 1)]


def test_the_newest_touches_of_an_item_are_read_and_the_reader_is_told_when_there_are_more() -> None:
    patient, now = create_person("patient").pk, datetime.now(UTC)
    today = timezone.localdate()
    for number in range(6):
        record = Record()
        record.add(name(patient), name(patient), "patient", said("message_text" if number else "voice_note"))
        write(record, now - timedelta(seconds=10 - number))
    with open_purpose("rights", actor=Actor(patient, "patient"), door="test"):
        few, all_of_them = newest_touches(patient, "message_text", since=today, until=today, records=3)
        assert sum(one.times for one in few) == 3 and not all_of_them
        assert min(one.first for one in few) == now - timedelta(seconds=7), "the newest, not any three"
        rare, all_of_them = newest_touches(patient, "voice_note", since=today, until=today, records=3)
        assert sum(one.times for one in rare) == 1 and all_of_them, "what others hide is found still"
        assert "voice_note" not in json.dumps([one.items for one in few])
