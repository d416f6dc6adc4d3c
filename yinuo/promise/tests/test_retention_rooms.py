"""The sweep over the rooms' own tables: files, the rows that stand for them, and what is held as numbers."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from yinuo.promise.consent import withdraw, withdraw_all
from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.retention.clock import first_of
from yinuo.promise.retention.sweep import sweep
from yinuo.promise.tests.conftest import confirmed
from yinuo.promise.vault import capturing, uuid7

pytestmark = pytest.mark.django_db
MADE = datetime(2026, 1, 1, tzinfo=UTC)
DUE = datetime(2029, 1, 1, tzinfo=UTC)
model: Callable[[str], Any] = apps.get_model  # by name: the engine knows no room
SOUND = {"kind": "sound", "mime": "audio/webm", "seconds": 1.0, "size": 9, "peaks": [1]}
PICTURE = {"kind": "picture", "mime": "image/jpeg", "width": 1, "height": 1, "size": 9, "thumbnail_size": 1}


def key(after: int = 0) -> UUID:
    """A key made that many seconds after the first."""
    return UUID(int=first_of(MADE + timedelta(seconds=after)).int | (uuid7().int & 0xFFFF_FFFF))


def file(by: Actor, about: Actor, item: str, through: str, purpose: str, **measures: Any) -> Any:
    with (
        open_purpose(purpose, actor=by, door="retention test"),
        capturing(by=[by.who], about=[about.who], through=through),
    ):
        people = {"by_id": by.person, "about_id": about.person}
        return model("media.MediaFile").objects.create(pk=key(), item=item, key=b"k" * 32, **people, **measures)


@pytest.fixture
def thread(doctor: Actor, patient: Actor) -> Any:
    """A consultation with a voice note, the program's own line, and how far it was read."""
    parties = {"doctor_id": doctor.person, "patient_id": patient.person}
    talk = model("consultations.Consultation").objects.create(
        state="open", asked_at=MADE, accepted_at=MADE, expires_at=MADE + timedelta(days=1), **parties
    )
    sound = file(doctor, patient, "voice_note", "microphone", "consultations", **SOUND)
    line = {"consultation": talk, "patient_id": patient.person, "author_id": doctor.person, "sent_at": MADE}
    create = model("consultations.Message").objects.create
    create(pk=key(1), number=1, client_id=uuid7(), kind="voice", item="voice_note", media=sound, **line)
    create(pk=key(2), number=2, client_id=uuid7(), kind="notice", notice="accepted", **line)
    model("consultations.ReadState").objects.create(
        pk=key(3), consultation=talk, person_id=patient.person, delivered_upto=2, read_upto=2
    )
    return talk


def left(*names: str) -> list[int]:
    return [model(name).objects.count() for name in names]


@pytest.mark.clause("4.2")
def test_a_voice_note_goes_after_three_years_with_everything_that_stands_for_it(thread: Any) -> None:
    tables = ("media.MediaFile", "consultations.Message", "consultations.ReadState")
    sweep(DUE - timedelta(milliseconds=1))
    assert left(*tables) == [1, 2, 1]
    sweep(DUE)
    assert left(*tables) == [0, 1, 1]
    sweep(DUE + timedelta(seconds=2))
    assert left(*tables) == [0, 0, 1]
    sweep(DUE + timedelta(seconds=3))
    assert left(*tables) == [0, 0, 0]


@pytest.mark.clause("5.4")
def test_a_withdrawal_leaves_the_record_of_a_consultation(thread: Any, doctor: Actor, patient: Actor) -> None:
    withdraw_all(actor=doctor)
    withdraw_all(actor=patient)
    sweep(datetime.now(UTC))
    assert left("media.MediaFile", "consultations.Message", "consultations.ReadState") == [1, 2, 1]


@pytest.mark.clause("5.4")
def test_a_withdrawn_picture_goes_and_the_papers_let_go_of_it() -> None:
    doctor = confirmed("doctor", "licence", "name", purpose="credentials.qualification")
    picture = file(doctor, doctor, "licence", "camera", "credentials.qualification", **PICTURE)
    with (
        open_purpose("credentials.qualification", actor=doctor, door="retention test"),
        capturing(by=[doctor.who], about=[doctor.who]),
    ):
        papers = model("credentials.Application").objects.create(doctor_id=doctor.person, licence=picture, name="甲")
    sweep(datetime.now(UTC))
    assert left("media.MediaFile", "credentials.Application") == [1, 1]
    withdraw(actor=doctor, purpose="credentials.qualification", item="licence")
    sweep(datetime.now(UTC))
    assert left("media.MediaFile", "credentials.Application") == [0, 1]
    papers.refresh_from_db()
    assert papers.licence_id is None


def provided(to: Actor, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into promise_sharing (id, person, recipient, purpose, items, version, at)"
            " values (%s, %s, 'mail', 'notices.policy', '[\"email\"]', '4.2.0', %s)",
            [uuid7(), to.who, at],
        )


@pytest.mark.clause("4.2")
def test_records_of_what_was_provided_and_of_mails_go_after_three_years(doctor: Actor) -> None:
    now = datetime.now(UTC)
    began = now.replace(year=now.year - 3, day=min(now.day, 28))
    announced = model("promise.Announcement").objects.create(
        policy="doctor", number="9.9.9", hash="0" * 64, letters="a", effective=MADE
    )
    mails = model("notices.PolicyMail").objects
    for at in (began - timedelta(days=1), began + timedelta(days=5)):
        provided(doctor, at)
        mails.create(announcement=announced, person=uuid7(), state="sent", settled_at=at)
    mails.create(announcement=announced, person=uuid7())  # not settled yet: it can still go out
    sweep(now)
    assert left("promise.Sharing", "notices.PolicyMail") == [1, 2]


@pytest.mark.clause("4.2")
@pytest.mark.parametrize("act", ["delete from promise_sharing", "update promise_sharing set recipient = 'nobody'"])
def test_a_record_of_what_was_provided_stays_as_it_is_for_its_term(doctor: Actor, act: str) -> None:
    provided(doctor, datetime.now(UTC) - timedelta(days=900))
    with pytest.raises(DatabaseError, match="only appended"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act)
    assert left("promise.Sharing") == [1]
