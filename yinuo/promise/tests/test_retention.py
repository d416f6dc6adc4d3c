"""Retention: at every instant exactly what is due is gone, and what a withdrawal ends goes with the next sweep."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yinuo.promise.consent import grant, withdraw, withdraw_all
from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.gate.locks import person_key
from yinuo.promise.gate.seat import Seat
from yinuo.promise.models import BlindIndex, JournalRecord
from yinuo.promise.policy import library
from yinuo.promise.policy.model import After, Source, Version
from yinuo.promise.retention.clock import due_at, first_of, horizon, made_at
from yinuo.promise.retention.removing import empty
from yinuo.promise.retention.rows import rows_of
from yinuo.promise.retention.sweep import Swept, sweep
from yinuo.promise.retention.tangles import tangles
from yinuo.promise.retention.terms import taken_back, term_of
from yinuo.promise.tests.conftest import confirmed, notice
from yinuo.promise.tests.notes import Note
from yinuo.promise.vault import capturing, uuid7
from yinuo.promise.vault.reindexing import personal_models

NOW = datetime(2044, 3, 1, 12, tzinfo=UTC)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2080, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
terms = st.sampled_from(["PT10M", "P184D", "P3Y", "P15Y", "P1M", "P2W", "P1Y6M10DT1H"])

# The clock


@pytest.mark.parametrize(
    ("made", "keep", "due"),
    [
        ("2024-02-29T08:00", "P15Y", "2039-02-28T08:00"),
        ("2024-02-28T08:00", "P3Y", "2027-02-28T08:00"),
        ("2026-10-31T23:00", "P1M", "2026-11-30T23:00"),
        ("2026-12-31T00:00", "P2M", "2027-02-28T00:00"),
        ("2026-11-23T00:00", "P184D", "2027-05-26T00:00"),
        ("2026-11-23T23:55", "PT10M", "2026-11-24T00:05"),
    ],
)
def test_terms_are_those_of_the_calendar(made: str, keep: str, due: str) -> None:
    assert due_at(datetime.fromisoformat(made + "Z"), keep) == datetime.fromisoformat(due + "Z")


def test_an_account_term_is_never_due_by_itself() -> None:
    assert due_at(NOW, "account") is None
    assert horizon(NOW, "account") is None


@given(moments, terms, st.timedeltas(timedelta(0), timedelta(days=7000)))
def test_the_horizon_hides_nothing_that_is_due(made: datetime, keep: str, age: timedelta) -> None:
    due, before = due_at(made, keep), horizon(made + age, keep)
    assert due is not None and before is not None
    assert due > made + age or made <= before


@given(moments)
def test_a_rows_key_tells_when_it_was_made(moment: datetime) -> None:
    assert timedelta(0) <= moment - made_at(first_of(moment)) < timedelta(milliseconds=1)
    assert first_of(moment) < first_of(moment + timedelta(milliseconds=1))
    assert first_of(moment).version == 7


# The sweep over terms

TERMS = {"message_text": "P3Y", "complaint": "P15Y", "verification_code": "PT10M", "phone_number": None}


@pytest.fixture
def _notes(notes_table: None, db: None) -> None:
    """The table of notes, and nothing else, is swept."""


def swept(now: datetime = NOW) -> Swept:
    return sweep(now, [Note])


def note(by: Actor, about: Actor, item: str, made: datetime, **more: Any) -> UUID:
    """A note of one item that was made at that moment."""
    purpose = "consultations" if item in ("message_text", "complaint") else "accounts.registration"
    source = Source.AUTOMATIC if item == "verification_code" else Source.GIVEN
    pk = UUID(int=first_of(made).int | (uuid7().int & 0xFFFF_FFFF))
    people = {"patient_id": about.person, "author_id": by.person}
    with (
        open_purpose(purpose, actor=by, door="retention test"),
        capturing(by=[by.who], about=[about.who], source=source),
    ):
        Note.objects.create(pk=pk, kind=item, text=item, **people, **more)
    return pk


def add(row: UUID, by: Actor, about: Actor, **values: Any) -> None:
    with open_purpose("consultations", actor=by, door="retention test"), capturing(by=[by.who], about=[about.who]):
        found = Note.objects.get(pk=row)
        for name, value in values.items():
            setattr(found, name, value)
        found.save()


def held() -> set[UUID]:
    return set(Note.objects.values_list("pk", flat=True))


def expected(made: datetime, item: str) -> datetime | None:
    """When it is due, told independently of the clock: by counting the calendar's years."""
    keep = TERMS[item]
    if keep is None:
        return None
    if keep == "PT10M":
        return made + timedelta(minutes=10)
    years = int(keep[1:-1])
    leap = made.month == 2 and made.day == 29 and (made.year + years) % 4
    return made.replace(year=made.year + years, day=28 if leap else made.day)


schedules = st.lists(
    st.tuples(
        st.sampled_from(sorted(TERMS)),
        st.datetimes(datetime(2021, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.clause("4.2")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(schedules, st.lists(st.timedeltas(timedelta(days=-1), timedelta(days=9000)), max_size=4))
def test_at_every_instant_exactly_what_is_due_is_gone(
    _notes: None, schedule: list[tuple[str, datetime]], more: list[timedelta]
) -> None:
    with transaction.atomic():
        patient = confirmed("patient", "complaint")
        rows: dict[UUID, datetime | None] = {}
        for item, made in schedule:
            whole = made.replace(microsecond=made.microsecond // 1000 * 1000)  # keys carry milliseconds
            rows[note(patient, patient, item, whole)] = expected(whole, item)
        dues = [due for due in rows.values() if due]
        tick = timedelta(milliseconds=1)
        instants = sorted([*dues, *(due - tick for due in dues), *(schedule[0][1] + later for later in more)])
        for now in instants:
            swept(now)
            assert held() == {row for row, due in rows.items() if due is None or due > now}
        transaction.set_rollback(True)


def test_what_is_over_goes_alone_from_a_row_that_stays(_notes: None, patient: Actor) -> None:
    """The complaint lies 15 years, the message beside it 3."""
    made = datetime(2040, 1, 1, tzinfo=UTC)
    row = note(patient, patient, "complaint", made)
    add(row, patient, patient, more={"said": "x"})
    done = swept()
    assert (done.rows, done.values, done.waiting) == (0, 1, 0)
    with open_purpose("consultations", actor=patient, door="retention test"):
        found = Note.objects.get(pk=row)
        assert (found.text, found.more) == ("complaint", None)
    assert swept(made + timedelta(days=15 * 366)).rows == 1


def test_a_row_that_only_stands_for_an_item_goes_with_it(_notes: None, patient: Actor) -> None:
    made = datetime(2040, 1, 1, tzinfo=UTC)
    row = note(patient, patient, "message_text", made)
    with connection.cursor() as cursor:
        cursor.execute("update promise_tests_note set text = null where id = %s", [row])
    assert swept(datetime(2042, 12, 31, tzinfo=UTC)).rows == 0
    assert swept(datetime(2043, 1, 1, tzinfo=UTC)).rows == 1


def test_a_digest_goes_with_its_value(_notes: None, patient: Actor) -> None:
    number = "+8613900000001"
    row = note(patient, patient, "phone_number", NOW, number=number)
    assert [found.pk for found in Note.find(number=number)] == [row]
    (seen,) = rows_of(Note, Note._base_manager.filter(pk=row))
    assert {cell.column: cell.klass for cell in seen.held} == {"text": "account", "number": "account"}
    assert empty(seen, frozenset({"number"})).values == 1
    assert not BlindIndex.objects.filter(row=row).exists()
    assert held() == {row}


def test_what_went_is_journaled_by_clause_and_no_value_with_it(_notes: None, patient: Actor, as_program: None) -> None:
    note(patient, patient, "message_text", datetime(2030, 1, 1, tzinfo=UTC))
    swept()
    body = next(b for b in JournalRecord.objects.values_list("body", flat=True) if '"purpose":"retention"' in b)
    (entry,) = json.loads(body)["entries"]
    assert (entry["act"], entry["reason"], entry["clause"]) == ("delete", "term_over", "4.2")
    assert (entry["items"], entry["version"]) == (["message_text"], library().in_force("patient").number)
    assert len(entry["whose"]) == 32


# The sweep after withdrawals


def price(doctor: Actor, made: datetime, item: str = "consult_price") -> UUID:
    grant(
        actor=doctor,
        purpose="credentials.qualification",
        item=item,
        notice=notice("doctor", "credentials.qualification"),
    )
    people = {"patient_id": doctor.person, "author_id": doctor.person}
    with (
        open_purpose("credentials.qualification", actor=doctor, door="retention test"),
        capturing(by=[doctor.who], about=[doctor.who]),
    ):
        return Note.objects.create(kind=item, text="80", pk=first_of(made), **people).pk


@pytest.mark.clause("5.4")
def test_a_withdrawn_item_is_deleted_and_a_record_stays(_notes: None, doctor: Actor) -> None:
    now = datetime.now(UTC)
    gone, stays = price(doctor, now), price(doctor, now + timedelta(seconds=1), "hospital")
    swept(now)
    assert held() == {gone, stays}
    for item in ("consult_price", "hospital"):
        withdraw(actor=doctor, purpose="credentials.qualification", item=item)
    done = swept(now)
    assert (done.rows, done.values) == (0, 1)
    with connection.cursor() as cursor:
        cursor.execute("select id from promise_tests_note where text is not null")
        assert cursor.fetchall() == [(stays,)]
    assert swept(now).values == 0


def test_a_withdrawn_item_that_was_allowed_again_stays(_notes: None, doctor: Actor) -> None:
    row = price(doctor, NOW)
    withdraw(actor=doctor, purpose="credentials.qualification", item="consult_price")
    grant(
        actor=doctor,
        purpose="credentials.qualification",
        item="consult_price",
        notice=notice("doctor", "credentials.qualification"),
    )
    assert swept(datetime.now(UTC)).values == 0
    assert held() == {row}


@pytest.mark.clause("5.4")
def test_after_a_full_withdrawal_what_the_policy_deletes_goes_and_the_number_stays(_notes: None) -> None:
    patient = confirmed("patient", "complaint")
    now = datetime.now(UTC)
    code, words = note(patient, patient, "verification_code", now), note(patient, patient, "complaint", now)
    number = note(patient, patient, "phone_number", now)
    withdraw_all(actor=patient)
    assert swept(now).values == 1
    with connection.cursor() as cursor:
        cursor.execute("select id from promise_tests_note where text is null")
        assert cursor.fetchall() == [(code,)]
    assert held() == {code, words, number}


@pytest.fixture
def another_session(transactional_db: None) -> Iterator[Any]:
    made = connection.copy()
    yield made
    made.close()


@pytest.mark.django_db(transaction=True)
def test_who_is_capturing_just_now_is_left_for_the_next_sweep(notes_table: None, another_session: Any) -> None:
    patient = confirmed("patient", "complaint")
    note(patient, patient, "verification_code", datetime(2030, 1, 1, tzinfo=UTC))
    another_session.set_autocommit(False)
    with another_session.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock_shared(%s)", [person_key(patient.who)])
    assert (swept().waiting, len(held())) == (1, 1)
    another_session.rollback()
    assert (swept().rows, len(held())) == (1, 0)


# The pure decisions, by versions made for them


def version(**classes: str) -> Version:
    made = library().get("patient", "1.0.0")
    return replace(
        made,
        classes={
            name: replace(made.classes[name], keep=classes.get(name, one.keep), law="" if name in classes else one.law)
            for name, one in made.classes.items()
        },
    )


@pytest.mark.parametrize(
    ("now", "then", "kept"), [("P3Y", "P1Y", "P1Y"), ("P1Y", "P3Y", "P1Y"), ("P3Y", "account", "P3Y")]
)
def test_a_shorter_term_acts_at_once_and_a_longer_one_waits(now: str, then: str, kept: str) -> None:
    assert term_of("process", version(process=now), version(process=then)) == kept


def test_a_term_of_law_does_not_wait(_notes: None) -> None:
    assert term_of("record", library().get("patient", "1.0.0"), version(record="P1Y")) == "P15Y"
    assert term_of("unknown", version(), None) is None


def test_an_item_stays_while_one_purpose_of_the_room_stands() -> None:
    made = library().get("doctor", "4.0.0")
    one = made.purposes["credentials.qualification"]
    two = replace(one, id="credentials.badge", items={"city": one.items["city"]})
    both = replace(made, purposes={**made.purposes, two.id: two})
    seat = Seat(uuid7(), "doctor", grants={one.id: {"city": False}, two.id: {"city": True}})
    assert taken_back("city", "credentials", seat, made, made) is not None
    assert taken_back("city", "credentials", seat, both, both) is None
    assert one.items["city"].after is After.DELETE


def test_no_table_holds_values_that_must_part_and_cannot() -> None:
    versions = [one for role in library().roles() for one in library().versions(role) if not one.archive]
    assert list(tangles(personal_models(), versions)) == []


def test_a_table_that_ties_a_short_term_to_a_long_one_is_found() -> None:
    class Fixed:
        _meta = Note._meta

        @staticmethod
        def personal_fields() -> list[Any]:
            text, number, _ = Note.personal_fields()
            long, short = replace_field(text, "complaint"), replace_field(number, "verification_code")
            return [long, short]

    found = list(tangles([Fixed], [library().get("patient", "1.0.0")]))  # type: ignore[list-item]
    assert [sentence for sentence in found if "due before" in sentence]


def replace_field(field: Any, item: str) -> Any:
    made = field.clone()
    made.set_attributes_from_name(field.name)
    made.item, made.null = item, False
    return made


def test_every_room_is_swept() -> None:
    assert {model._meta.app_label for model in personal_models()} >= {"accounts", "consultations", "media"}
    assert all(apps.get_model(model._meta.label) is model for model in personal_models())
