"""What lies in the tables is sealed; only an open purpose, the right person and the right place open it."""

from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.template import Context, Template

from yinuo.promise.consent import withdraw, withdraw_all
from yinuo.promise.gate import Actor, Reason, Refused, open_purpose
from yinuo.promise.gate.context import NoPurpose
from yinuo.promise.models import Person
from yinuo.promise.policy.model import Source
from yinuo.promise.sealing.box import UnableToOpen
from yinuo.promise.tests.conftest import confirmed
from yinuo.promise.tests.notes import Note
from yinuo.promise.vault import AlreadyHeld, Closed, capturing, reveal, shred

pytestmark = [pytest.mark.usefixtures("notes_table"), pytest.mark.django_db]
WORDS = "胸口闷了三天，夜里更重"


def written(doctor: Actor, patient: Actor, text: str = WORDS, **more: object) -> Note:
    people = {"patient_id": patient.person, "author_id": doctor.person}
    with (
        open_purpose("consultations", actor=doctor, door="test write"),
        capturing(by=[doctor.who], about=[patient.who]),
    ):
        return Note.objects.create(text=text, **people, **more)


def raw() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("select text from promise_tests_note order by id desc limit 1")
        return bytes(cursor.fetchone()[0])


def test_a_value_opens_behind_its_door(doctor: Actor, patient: Actor) -> None:
    note = written(doctor, patient, more={"a": [1]})
    with open_purpose("consultations", actor=patient, door="test read"):
        assert Note.objects.get(pk=note.pk).text == WORDS
        assert Note.objects.get(pk=note.pk).more == {"a": [1]}


def test_without_a_purpose_no_value_opens(doctor: Actor, patient: Actor) -> None:
    note = Note.objects.get(pk=written(doctor, patient).pk)
    with pytest.raises(NoPurpose):
        _ = note.text


def test_a_door_inside_a_door_is_refused(doctor: Actor) -> None:
    with (
        open_purpose("consultations", actor=doctor, door="outer"),
        pytest.raises(NoPurpose),
        open_purpose("rights", actor=doctor, door="inner"),
    ):
        pass


def test_another_purpose_does_not_open_it(doctor: Actor, patient: Actor) -> None:
    note = written(doctor, patient)
    with open_purpose("accounts.registration", actor=doctor, door="other"), pytest.raises(Refused) as refused:
        _ = Note.objects.get(pk=note.pk).text
    assert refused.value.verdict.reason is Reason.ITEM_NOT_NAMED


@pytest.mark.clause("1.x")
def test_an_unknown_purpose_is_a_no(doctor: Actor, patient: Actor) -> None:
    note = written(doctor, patient)
    with open_purpose("advertising", actor=doctor, door="other"):
        closed = reveal(Note.objects.get(pk=note.pk), "text")
    assert isinstance(closed, Closed)
    assert closed.verdict.reason is Reason.PURPOSE_NOT_NAMED


def test_tables_dumps_and_raw_sql_show_ciphertext(doctor: Actor, patient: Actor) -> None:
    written(doctor, patient)
    assert WORDS.encode() not in raw()
    assert "sealed" in repr(list(Note.objects.values_list("text", flat=True)))
    assert WORDS not in repr(Note.objects.values().first())


def test_a_template_can_not_swallow_a_refusal(doctor: Actor, patient: Actor) -> None:
    note = written(doctor, patient)
    with open_purpose("rights", actor=doctor, door="template") as context:
        with pytest.raises(Refused):
            Template("{% if note.text %}x{% endif %}").render(Context({"note": Note.objects.get(pk=note.pk)}))
        assert context.refusal is not None


def test_a_value_moved_to_another_row_does_not_open(doctor: Actor, patient: Actor) -> None:
    one, two = written(doctor, patient), written(doctor, patient, "另一句")
    with connection.cursor() as cursor:
        cursor.execute(
            "update promise_tests_note set text = (select text from promise_tests_note where id = %s) where id = %s",
            [one.pk, two.pk],
        )
    with open_purpose("consultations", actor=doctor, door="moved"), pytest.raises(UnableToOpen):
        _ = Note.objects.get(pk=two.pk).text


def test_a_plain_value_never_reaches_a_sealed_column(doctor: Actor, patient: Actor) -> None:
    note = written(doctor, patient)
    with pytest.raises(TypeError, match="sealed"):
        Note.objects.filter(pk=note.pk).update(text="x")
    with pytest.raises(TypeError, match="sealed"):
        Note.objects.order_by("text")
    with pytest.raises(FieldError):
        Note.objects.filter(text=WORDS)
    with pytest.raises(FieldError):
        Note.objects.filter(text__contains="胸")
    with pytest.raises(NoPurpose), open_purpose("consultations", actor=doctor, door="no block"):
        Note.objects.create(text="x", patient_id=patient.person, author_id=doctor.person)


def numbered(doctor: Actor, patient: Actor) -> Note:
    with (
        open_purpose("accounts.registration", actor=doctor, door="index"),
        capturing(by=[doctor.who], about=[patient.who]),
    ):
        return Note.objects.create(number="+8613800000000", patient_id=patient.person, author_id=doctor.person)


def test_equal_values_are_found_by_blind_index_only_once(doctor: Actor, patient: Actor) -> None:
    note = numbered(doctor, patient)
    with pytest.raises(AlreadyHeld):
        numbered(doctor, patient)
    assert [found.pk for found in Note.find(number="+8613800000000")] == [note.pk]
    assert not Note.find(number="+8613800000001").exists()
    Note.objects.filter(pk=note.pk).delete()
    assert not Note.find(number="+8613800000000").exists()


@pytest.mark.clause("1.2")
def test_withdrawn_microphone_closes_capture_and_keeps_the_record(doctor: Actor, patient: Actor) -> None:
    people = {"patient_id": patient.person, "author_id": doctor.person}
    blocks: dict[str, Any] = {"by": [doctor.who], "about": [patient.who], "through": "microphone"}
    with open_purpose("consultations", actor=doctor, door="voice"), capturing(**blocks):
        note = Note.objects.create(kind="voice_note", text="voice", **people)
    withdraw(actor=doctor, purpose="consultations", item="voice_note")
    with (
        open_purpose("consultations", actor=doctor, door="voice"),
        pytest.raises(Refused) as refused,
        capturing(**blocks),
    ):
        Note.objects.create(kind="voice_note", text="again", **people)
    assert refused.value.verdict.reason is Reason.GRANT_WITHDRAWN
    assert "1.2" in refused.value.verdict.sentence
    with open_purpose("consultations", actor=patient, door="read"):
        assert Note.objects.get(pk=note.pk).text == "voice"
    assert Note.objects.count() == 1


@pytest.mark.clause("5.4")
def test_after_full_withdrawal_the_record_is_readable_and_nothing_new_is_taken(doctor: Actor, patient: Actor) -> None:
    note = written(doctor, patient)
    withdraw_all(actor=doctor)
    with pytest.raises(Refused) as refused:
        written(doctor, patient, "再写一句")
    assert refused.value.verdict.reason is Reason.WITHDRAWN
    with open_purpose("consultations", actor=patient, door="read"):
        assert Note.objects.get(pk=note.pk).text == WORDS


def test_shredded_keys_close_for_good(doctor: Actor, patient: Actor) -> None:
    note = written(doctor, patient)
    shred(patient.who, "process")
    with open_purpose("consultations", actor=doctor, door="erased"), pytest.raises(Refused) as refused:
        _ = Note.objects.get(pk=note.pk).text
    assert refused.value.verdict.reason is Reason.ERASED


def test_the_person_of_a_row_never_changes(doctor: Actor, patient: Actor) -> None:
    note = Note.objects.get(pk=written(doctor, patient).pk)
    note.patient = Person.objects.get(pk=confirmed("patient").who)
    with pytest.raises(TypeError, match="never changes"):
        note.save()


@pytest.mark.clause("1.s")
def test_a_source_that_the_clause_does_not_name_is_refused(doctor: Actor, patient: Actor) -> None:
    people = {"patient_id": patient.person, "author_id": doctor.person}
    for source in (Source.THIRD_PARTY, Source.DERIVED, Source.AUTOMATIC):
        with (
            open_purpose("consultations", actor=doctor, door="source"),
            pytest.raises(Refused) as refused,
            capturing(by=[doctor.who], about=[patient.who], source=source),
        ):
            Note.objects.create(text=WORDS, **people)
        assert refused.value.verdict.reason is Reason.SOURCE


def test_a_page_reads_fifty_rows_with_one_seat_query(
    doctor: Actor, patient: Actor, django_assert_num_queries: Any
) -> None:
    for number in range(50):
        written(doctor, patient, str(number))
    with open_purpose("consultations", actor=doctor, door="page"), django_assert_num_queries(2):
        assert len([note.text for note in Note.objects.all()]) == 50
