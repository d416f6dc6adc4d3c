"""Somebody else's consultation gets the same answer as one that does not exist."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from yinuo.consultations.models import Consultation, EarlierDiagnosis, Intake
from yinuo.consultations.tests import scenes
from yinuo.promise.gate import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.2")]

OF_DOCTOR = [
    ("get", ""),
    ("post", "accept/"),
    ("post", "decline/"),
    ("post", "revisit/"),
    ("get", "close/"),
    ("post", "close/"),
]
OF_PATIENT = [("get", ""), ("get", "state/"), ("post", "withdraw/")]


@pytest.mark.parametrize(("method", "page"), OF_DOCTOR)
def test_another_doctor_finds_nothing(
    method: str, page: str, at_doctor: Client, at_patient: Client, doctor: Actor
) -> None:
    made = scenes.accepted(at_doctor, at_patient, doctor)
    another = scenes.browser(scenes.qualified_doctor(name="何青"))
    theirs = getattr(another, method)(f"/doctor/consultations/{made}/{page}")
    nothing = getattr(another, method)(f"/doctor/consultations/{uuid4()}/{page}")
    assert theirs.status_code == nothing.status_code == 404
    assert scenes.words(theirs) == scenes.words(nothing)


@pytest.mark.parametrize(("method", "page"), OF_PATIENT)
def test_another_patient_finds_nothing(method: str, page: str, at_patient: Client, doctor: Actor) -> None:
    made = scenes.asked(at_patient, doctor)
    another = scenes.browser(scenes.person("patient"))
    theirs = getattr(another, method)(f"/patient/consultations/{made}/{page}")
    nothing = getattr(another, method)(f"/patient/consultations/{uuid4()}/{page}")
    assert theirs.status_code == nothing.status_code == 404
    assert scenes.words(theirs) == scenes.words(nothing)


def test_each_side_has_its_own_pages(at_doctor: Client, at_patient: Client, doctor: Actor) -> None:
    made = scenes.accepted(at_doctor, at_patient, doctor)
    assert at_patient.get(f"/doctor/consultations/{made}/").status_code == 404
    assert at_doctor.get(f"/patient/consultations/{made}/").status_code == 404
    assert at_patient.get("/doctor/").status_code == 404
    assert at_doctor.get("/patient/").status_code == 404


@pytest.mark.parametrize("place", ["/doctor/", "/doctor/patients/", "/patient/", "/patient/doctors/"])
def test_a_visitor_is_asked_to_log_in(place: str, db: None) -> None:
    answer = Client().get(place)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")


def test_pictures_are_the_parties_own(at_doctor: Client, at_patient: Client, doctor: Actor) -> None:
    made = scenes.asked(at_patient, doctor)
    place = f"/consultations/{made}/media/{EarlierDiagnosis.objects.get().picture_id}/"
    for client in (at_doctor, at_patient):
        assert client.get(place).status_code == 200
        assert client.get(f"{place}thumbnail/").headers["Content-Type"] == "image/jpeg"
    for stranger in (scenes.browser(scenes.qualified_doctor()), scenes.browser(scenes.person("patient"))):
        assert stranger.get(place).status_code == 404
        assert stranger.get(f"{place}thumbnail/").status_code == 404


def test_a_declined_request_closes_its_picture_to_the_doctor(
    at_doctor: Client, at_patient: Client, doctor: Actor
) -> None:
    made = scenes.asked(at_patient, doctor)
    place = f"/consultations/{made}/media/{EarlierDiagnosis.objects.get().picture_id}/"
    assert at_doctor.get(place).status_code == 200
    at_doctor.post(f"/doctor/consultations/{made}/decline/", {"reason": "no_time"})
    assert at_doctor.get(place).status_code == 404
    assert at_patient.get(place).status_code == 200


def test_the_database_keeps_the_parties_of_a_row(at_patient: Client, doctor: Actor) -> None:
    made = scenes.asked(at_patient, doctor)
    stranger = scenes.person("patient")
    with pytest.raises(IntegrityError), transaction.atomic():
        Intake.objects.filter(consultation=made).update(patient=stranger.who)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "open"},
        {"state": "ended"},
        {"state": "expired", "ended_at": timezone.now()},
        {"state": "invented"},
        {"ended_at": timezone.now()},
    ],
)
def test_the_database_refuses_a_state_that_can_not_be(
    wrong: dict[str, object], at_patient: Client, doctor: Actor
) -> None:
    made = scenes.asked(at_patient, doctor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(pk=made).update(**wrong)
