"""The keys of the week: made once, turned weekly, destroyed when nothing lies under them any more (house law 10)."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction

from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.gate.locks import person_key
from yinuo.promise.models import BlindIndex, JournalRecord, SeatRow
from yinuo.promise.sealing.ciphers import KEY_BYTES
from yinuo.promise.sealing.keys import KeyRing, MissingKeys, UnableToUnwrap, create_keys, week_of
from yinuo.promise.sealing.ring import ring
from yinuo.promise.tests.conftest import confirmed
from yinuo.promise.tests.notes import Note
from yinuo.promise.vault import AlreadyHeld, capturing, shred
from yinuo.promise.vault.rotation import rotate, seats_by_week, status

pytestmark = pytest.mark.usefixtures("notes_table")
TODAY = datetime.now(UTC).date()
NEXT = TODAY + timedelta(days=7)
AFTER_ALL = NEXT + timedelta(days=8)  # this week is over, and 7 days more
NUMBER = "+8613900000000"


@pytest.fixture(params=sorted(KEY_BYTES))
def keys(settings: Any, tmp_path: Path, request: pytest.FixtureRequest) -> KeyRing:
    """Keys of the test's own: what is destroyed here is nobody else's. Every law holds under each cipher."""
    settings.YINUO_HOME, settings.YINUO_KEYS, settings.YINUO_CIPHER = tmp_path, tmp_path / "keys", request.param
    create_keys(tmp_path, request.param)
    return ring()


def written(doctor: Actor, patient: Actor, number: str = NUMBER) -> Note:
    with (
        open_purpose("accounts.registration", actor=doctor, door="keys test"),
        capturing(by=[doctor.who], about=[patient.who]),
    ):
        return Note.objects.create(number=number, patient_id=patient.person, author_id=doctor.person)


def read(note: Note, actor: Actor) -> str:
    with open_purpose("accounts.registration", actor=actor, door="keys test"):
        return str(Note.objects.get(pk=note.pk).number)


def turn(day: date) -> Any:
    return rotate(day, [Note])


# The ring, without a database


def test_a_ring_that_turns_to_another_cipher_opens_what_lies_under_the_old_one(tmp_path: Path) -> None:
    person = uuid4()
    create_keys(tmp_path)
    old = KeyRing(tmp_path / "keys").new_wrapped(person, "record")
    turned = KeyRing(tmp_path / "keys", "sm4-gcm")
    turned.begin_week(week_of(NEXT))
    new = turned.new_wrapped(person, "record")
    assert (len(turned.unwrap(old, person, "record")), len(turned.unwrap(new, person, "record"))) == (32, 16)
    again = KeyRing(tmp_path / "keys")
    assert again.unwrap(new, person, "record") == turned.unwrap(new, person, "record")
    with pytest.raises(UnableToUnwrap):
        again.unwrap(new, uuid4(), "record")


def test_two_starters_make_one_set_of_keys(tmp_path: Path) -> None:
    start = Barrier(8)

    def begin() -> None:
        start.wait()
        create_keys(tmp_path)

    threads = [Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    rings = [KeyRing(tmp_path / "keys") for _ in threads]
    for thread in threads:
        thread.join()
    person = uuid4()
    wrapped = rings[0].new_wrapped(person, "record")
    assert len({ring.unwrap(wrapped, person, "record") for ring in rings}) == 1
    files = sorted(path for path in (tmp_path / "keys").rglob("*") if path.is_file())
    assert len(files) == 4
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in files)


def test_without_keys_nothing_is_wrapped(tmp_path: Path) -> None:
    empty = KeyRing(tmp_path)
    with pytest.raises(MissingKeys, match="yinuo init"):
        empty.new_wrapped(uuid4(), "record")
    with pytest.raises(MissingKeys):
        empty.anchor_key()


def test_a_wrapped_key_opens_for_its_person_and_class_only(keys: KeyRing) -> None:
    person = uuid4()
    wrapped = keys.new_wrapped(person, "record")
    assert len(keys.unwrap(wrapped, person, "record")) in KEY_BYTES.values()
    for other, klass in ((uuid4(), "record"), (person, "log")):
        with pytest.raises(UnableToUnwrap):
            keys.unwrap(wrapped, other, klass)


def test_a_week_begins_beside_the_older_ones_and_is_never_written_over(keys: KeyRing) -> None:
    week = week_of(NEXT)
    keys.begin_week(week)
    first = (keys.folder / "week" / f"{week}.key").read_bytes()
    keys.begin_week(week)
    assert (keys.folder / "week" / f"{week}.key").read_bytes() == first
    assert keys.weeks() == [week_of(TODAY), week]
    assert keys.current() == week


def test_a_retired_key_is_destroyed_after_its_seven_days_and_only_when_unused(keys: KeyRing) -> None:
    this, following = week_of(TODAY), week_of(NEXT)
    keys.begin_week(following)
    sunday = date.fromisocalendar(int(this[:4]), int(this[5:]), 7)
    assert keys.destroy_retired(sunday + timedelta(days=7)) == []
    day = sunday + timedelta(days=8)
    assert keys.destroy_retired(day, in_use={f"week/{this}", f"index/{this}"}) == []
    assert keys.destroy_retired(day, in_use={f"week/{this}"}) == [f"index/{this}"]
    assert keys.destroy_retired(day) == [f"week/{this}"]
    assert keys.destroy_retired(day + timedelta(days=700)) == []
    assert keys.weeks() == keys.weeks("index") == [following]


def test_a_key_that_another_process_destroyed_is_forgotten_here_too(keys: KeyRing) -> None:
    here, there, person = KeyRing(keys.folder), KeyRing(keys.folder), uuid4()
    wrapped, another = here.new_wrapped(person, "record"), here.new_wrapped(person, "log")
    here.unwrap(wrapped, person, "record")
    there.begin_week(week_of(NEXT))
    assert there.destroy_retired(AFTER_ALL)
    with pytest.raises(UnableToUnwrap):
        here.unwrap(another, person, "log")


# The turn


@pytest.mark.django_db
def test_after_a_turn_everything_opens_and_the_old_key_is_destroyed(
    keys: KeyRing, doctor: Actor, patient: Actor
) -> None:
    note = written(doctor, patient)
    epoch = SeatRow.objects.get(person=patient.who).epoch
    done = turn(NEXT)
    assert (done.began, done.indexed, done.waiting, done.destroyed) == (True, 1, 0, ())
    assert done.wrapped == 2
    assert set(seats_by_week()) == {week_of(NEXT)}
    assert SeatRow.objects.get(person=patient.who).epoch == epoch + 1
    assert read(note, doctor) == NUMBER
    gone = turn(AFTER_ALL)
    assert set(gone.destroyed) >= {f"week/{week_of(TODAY)}", f"index/{week_of(TODAY)}"}
    assert read(note, doctor) == NUMBER
    assert [found.pk for found in Note.find(number=NUMBER)] == [note.pk]


@pytest.mark.django_db
def test_a_turn_may_run_again_at_any_time(keys: KeyRing, doctor: Actor, patient: Actor) -> None:
    written(doctor, patient)
    turn(NEXT)
    again = turn(NEXT)
    assert (again.began, again.wrapped, again.indexed, again.waiting, again.destroyed) == (False, 0, 0, 0, ())


@pytest.mark.django_db
def test_a_value_stays_found_and_unique_through_every_step(keys: KeyRing, doctor: Actor, patient: Actor) -> None:
    note = written(doctor, patient)
    other = confirmed("patient")

    def held_once() -> None:
        assert [found.pk for found in Note.find(number=NUMBER)] == [note.pk]
        with pytest.raises(AlreadyHeld), transaction.atomic():
            written(doctor, other)

    held_once()
    keys.begin_week(week_of(NEXT))
    held_once()
    for day in (NEXT, AFTER_ALL, AFTER_ALL + timedelta(days=30)):
        turn(day)
        held_once()
    assert set(BlindIndex.objects.values_list("generation", flat=True)) <= set(keys.weeks("index"))


@pytest.mark.django_db
def test_an_index_key_is_kept_while_a_row_needs_it(
    keys: KeyRing, doctor: Actor, patient: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = written(doctor, patient)
    with monkeypatch.context() as broken:
        broken.setattr("yinuo.promise.vault.rotation.reindex", lambda models: 0)
        done = turn(AFTER_ALL)
    assert done.waiting == 1
    assert f"index/{week_of(TODAY)}" not in done.destroyed
    assert [found.pk for found in Note.find(number=NUMBER)] == [note.pk]
    assert f"index/{week_of(TODAY)}" in turn(AFTER_ALL).destroyed


@pytest.mark.django_db
def test_an_erased_value_is_not_found_after_the_turn(keys: KeyRing, doctor: Actor, patient: Actor) -> None:
    written(doctor, patient)
    shred(patient.who, "account")
    done = turn(AFTER_ALL)
    assert done.waiting == 0
    assert not Note.find(number=NUMBER).exists()
    assert f"index/{week_of(TODAY)}" in done.destroyed


@pytest.mark.django_db
def test_a_shredded_key_does_not_come_back(keys: KeyRing, patient: Actor) -> None:
    shred(patient.who, "record")
    turn(NEXT)
    assert SeatRow.objects.get(person=patient.who).keys["record"] is None


@pytest.mark.django_db
def test_digests_of_rows_that_are_gone_go_too(keys: KeyRing, doctor: Actor, patient: Actor) -> None:
    note = written(doctor, patient)
    with connection.cursor() as cursor:
        cursor.execute("delete from promise_tests_note where id = %s", [note.pk])
    turn(TODAY)
    assert not BlindIndex.objects.filter(row=note.pk).exists()


@pytest.mark.django_db
def test_what_is_opened_for_the_index_is_journaled_and_its_value_is_not(
    keys: KeyRing, doctor: Actor, patient: Actor, as_program: None
) -> None:
    written(doctor, patient)
    turn(NEXT)
    body = next(b for b in JournalRecord.objects.values_list("body", flat=True) if '"purpose":"keys"' in b)
    record = json.loads(body)
    (entry,) = record["entries"]
    assert (record["role"], record["actor"], entry["act"]) == ("system", "", "reindex")
    assert (entry["items"], entry["clause"]) == (["phone_number"], "4.3")
    assert len(entry["whose"]) == 32
    assert NUMBER not in body


@pytest.fixture
def another_session(transactional_db: None) -> Iterator[Any]:
    made = connections.create_connection("default")
    yield made
    made.close()


@pytest.mark.django_db(transaction=True)
def test_who_is_busy_is_left_for_the_next_run(keys: KeyRing, another_session: Any) -> None:
    Note.objects.all()._raw_delete("default")  # the table of these tests alone is not emptied between them
    doctor, patient = confirmed("doctor"), confirmed("patient")
    written(doctor, patient)
    with transaction.atomic(), another_session.cursor() as other:
        another_session.set_autocommit(False)
        other.execute("select pg_advisory_xact_lock_shared(%s)", [person_key(patient.who)])
        other.execute("select from promise_seat where person = %s for update", [patient.who])
        done = turn(AFTER_ALL)
        assert (done.wrapped, done.indexed, done.waiting) == (1, 0, 2)
        assert done.destroyed == ()
        another_session.rollback()
        another_session.set_autocommit(True)
    done = turn(AFTER_ALL)
    assert (done.wrapped, done.indexed, done.waiting) == (1, 1, 0)
    assert f"week/{week_of(TODAY)}" in done.destroyed


@pytest.mark.django_db
def test_status_says_what_lies_under_which_key(keys: KeyRing, doctor: Actor, patient: Actor) -> None:
    written(doctor, patient)
    keys.begin_week(week_of(NEXT))
    this, following = week_of(TODAY), week_of(NEXT)
    found = {(key.kind, key.week): key for key in status()}
    assert found["week", this].holds == 2
    assert found["week", following].holds == 0
    assert found["index", this].holds == 1
    assert (found["week", this].until or "") > str(NEXT)
    assert found["week", following].until is None
