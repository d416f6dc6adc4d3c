"""Clause 5.2: a reviewed field is corrected in place, waits for the reviewer, and the old words stay meanwhile."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from yinuo.accounts.api import open_account, session_for
from yinuo.credentials.actions import reopen
from yinuo.credentials.api import doctor_card, hand_in, is_qualified, qualify
from yinuo.credentials.models import Application, Correction, ReviewNote, Step
from yinuo.promise.consent import standing, withdraw
from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.policy import library
from yinuo.web.tests.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.2")]
People = tuple[Actor, Client, Client]
PLACE = "/credentials/correct/department/"


@pytest.fixture
def people(settings: Settings, tmp_path: Path) -> People:
    settings.YINUO_MEDIA = tmp_path / "media"
    doctor = Actor(open_account(role="doctor", number="13800138700"), "doctor")
    reviewer = open_account(role="staff", number="13800138701", name="周一苇", desk="reviewer")
    qualify(doctor.who, reviewer=reviewer)
    return doctor, session_for(Client(), doctor.who), session_for(Client(), reviewer)


def notice() -> str:
    version = library().in_force("doctor")
    return version.clauses["1.1b"].hash


def shown(doctor: Actor) -> str:
    with open_purpose("consultations", actor=doctor, door="test"):
        card = doctor_card(doctor.who)
        assert card is not None
        return card.department


def test_the_old_words_stay_and_the_doctor_stays_qualified_until_the_reviewer_says_yes(people: People) -> None:
    doctor, hers, desk = people
    before = shown(doctor)
    assert hers.post(PLACE, {"department": "皮肤科二病区", "notice": notice()}).status_code == 302
    assert shown(doctor) == before and is_qualified(doctor.who)
    assert "等待核实：皮肤科二病区" in words(hers.get(PLACE))
    page = words(desk.get("/console/corrections/"))
    assert before in page and "皮肤科二病区" in page
    correction = Correction.objects.get()
    assert desk.post(f"/console/corrections/{correction.pk}/accept/").status_code == 302
    assert shown(doctor) == "皮肤科二病区" and not Correction.objects.exists()
    assert list(Step.objects.order_by("at").values_list("kind", flat=True))[-2:] == ["corrected", "accepted"]


def test_a_refused_correction_leaves_the_words_and_says_why(people: People) -> None:
    doctor, hers, desk = people
    before = shown(doctor)
    hers.post(PLACE, {"department": "全科", "notice": notice()})
    correction = Correction.objects.get()
    assert desk.post(f"/console/corrections/{correction.pk}/decline/", {"note": ""}).status_code == 400
    assert desk.post(f"/console/corrections/{correction.pk}/decline/", {"note": "与执照不符"}).status_code == 302
    assert shown(doctor) == before and ReviewNote.objects.count() == 1
    assert "与执照不符" in words(hers.get("/credentials/"))
    assert desk.post(f"/console/corrections/{correction.pk}/accept/").status_code == 409


def test_a_basic_part_is_not_emptied_an_extra_one_may_be(people: People) -> None:
    _doctor, hers, _desk = people
    assert hers.post(PLACE, {"department": "", "notice": notice()}).status_code == 400
    assert hers.post("/credentials/correct/introduction/", {"introduction": "", "notice": notice()}).status_code == 302


def test_papers_that_are_not_reviewed_yet_are_changed_at_once() -> None:
    doctor = open_account(role="doctor", number="13800138702")
    hers = session_for(Client(), doctor)
    assert hers.post("/credentials/correct/city/", {"city": "云岭市", "notice": notice()}).status_code == 302
    with open_purpose("credentials.qualification", actor=Actor(doctor, "doctor"), door="test"):
        assert Application.objects.get(doctor=doctor).city == "云岭市"
    assert standing(doctor).granted("credentials.qualification", "city")


def test_what_was_taken_back_is_not_corrected(people: People) -> None:
    doctor, hers, _desk = people
    withdraw(actor=doctor, purpose="credentials.qualification", item="department")
    assert hers.post(PLACE, {"department": "全科", "notice": notice()}).status_code == 403
    assert not Correction.objects.exists()


def test_taking_the_papers_back_ends_a_waiting_correction(people: People) -> None:
    doctor, hers, _desk = people
    hers.post(PLACE, {"department": "全科", "notice": notice()})
    with open_purpose("credentials.qualification", actor=doctor, door="test"):
        reopen(actor=doctor)
    assert not Correction.objects.exists()


def test_papers_that_lie_with_the_reviewer_are_not_changed(settings: Settings, tmp_path: Path) -> None:
    settings.YINUO_MEDIA = tmp_path / "media"
    doctor = open_account(role="doctor", number="13800138703")
    hand_in(doctor)
    hers = session_for(Client(), doctor)
    assert hers.post(PLACE, {"department": "全科", "notice": notice()}).status_code == 400
    assert "取回" in words(hers.get(PLACE))


@pytest.mark.parametrize("part", ["licence", "phone_number", "x"])
def test_what_is_no_field_of_the_papers_is_not_there(people: People, part: str) -> None:
    _doctor, hers, _desk = people
    assert hers.get(f"/credentials/correct/{part}/").status_code == 404
