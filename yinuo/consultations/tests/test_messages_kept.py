"""What the database itself holds of a message, whoever writes it."""

from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from yinuo.consultations.models import Consultation, Message
from yinuo.consultations.tests import scenes
from yinuo.promise.gate import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.2")]


@pytest.fixture
def open_one(at_patient: Client, at_doctor: Client, doctor: Actor) -> Consultation:
    return Consultation.objects.get(pk=scenes.accepted(at_doctor, at_patient, doctor))


def notice(row: Consultation, number: int, **other: object) -> Message:
    facts = {"patient_id": row.patient_id, "author_id": row.doctor_id, "kind": "notice", "notice": "revisit"} | other
    return Message.objects.create(consultation=row, number=number, client_id=uuid4(), sent_at=timezone.now(), **facts)


def test_a_notice_of_one_of_the_two_is_taken(open_one: Consultation) -> None:
    assert notice(open_one, 90, author_id=open_one.patient_id).number == 90


@pytest.mark.parametrize("role", ["patient", "author"])
def test_a_message_of_somebody_else_is_refused(open_one: Consultation, role: str) -> None:
    stranger = scenes.person("patient").who
    with pytest.raises(IntegrityError), transaction.atomic():
        notice(open_one, 90, **{f"{role}_id": stranger})


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 0},
        {"kind": "text", "notice": "", "item": "message_text"},
        {"kind": "photo", "notice": "", "item": "photo_taken"},
        {"kind": "voice", "notice": "", "item": "message_text"},
        {"notice": ""},
        {"item": "message_text"},
        {"kind": "riddle"},
    ],
)
def test_a_message_whose_kind_does_not_fit_is_refused(open_one: Consultation, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        notice(open_one, **{"number": 90} | wrong)  # type: ignore[arg-type]


def test_a_message_is_not_changed_into_what_may_not_be(open_one: Consultation) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(consultation=open_one).update(author=scenes.person("doctor").who)


def test_a_consultation_with_words_in_it_stays_and_keeps_its_two(open_one: Consultation) -> None:
    def said(sql: str, *given: UUID) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, given)

    stranger = scenes.person("doctor").who
    with pytest.raises(IntegrityError, match="between these two"):
        said("update consultations_consultation set doctor_id = %s where id = %s", stranger, open_one.pk)
    with pytest.raises(IntegrityError, match="between these two"):
        said("delete from consultations_consultation where id = %s", open_one.pk)
