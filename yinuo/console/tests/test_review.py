"""Clause 1.1b at the hospital's review desk."""

from uuid import UUID

import pytest
from django.test import Client

from yinuo.accounts.api import open_account, session_for
from yinuo.credentials.api import hand_in, is_qualified

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.1b")]
ALL_DESKS = ("reviewer", "privacy_officer", "security", "audit", "system_administrator")


def _desk(desk: str) -> Client:
    number = f"1380013820{ALL_DESKS.index(desk)}"
    return session_for(Client(), open_account(role="staff", number=number, name="周审核", desk=desk))


@pytest.fixture
def doctor() -> UUID:
    return open_account(role="doctor", number="13800138210")


@pytest.fixture
def application(doctor: UUID) -> UUID:
    return hand_in(doctor)


def test_the_queue_shows_who_waits(application: UUID) -> None:
    page = _desk("reviewer").get("/console/review/").content.decode()
    assert "林晓岚" in page and str(application) in page and "等待审核（1）" in page


def test_fields_and_licence_stand_side_by_side(application: UUID) -> None:
    desk = _desk("reviewer")
    page = desk.get(f"/console/review/{application}/").content.decode()
    assert "two-column" in page and "医诺示范医院" in page and "picture/licence/" in page and "checked" not in page
    assert desk.get(f"/console/review/{application}/picture/licence/").status_code == 200
    assert desk.get(f"/console/review/{application}/picture/passport/").status_code == 404


def test_a_correction_names_the_field_and_goes_to_the_doctor(application: UUID, doctor: UUID) -> None:
    desk = _desk("reviewer")
    answer = desk.post(f"/console/review/{application}/correct/", {"note-licence": "看不清编号"})
    assert answer.status_code == 302
    assert "看不清编号" in session_for(Client(), doctor).get("/credentials/").content.decode()


def test_a_correction_without_a_word_is_told(application: UUID) -> None:
    answer = _desk("reviewer").post(f"/console/review/{application}/correct/", {"note-licence": " "})
    assert answer.status_code == 400 and "写明需要补正什么" in answer.content.decode()


def test_what_was_typed_stays_when_it_could_not_be_done(application: UUID) -> None:
    desk = _desk("reviewer")
    desk.post(f"/console/review/{application}/correct/", {"note-licence": "看不清编号"})
    answer = desk.post(f"/console/review/{application}/correct/", {"note-licence": "再看一遍"})
    assert answer.status_code == 400 and "已经处理" in answer.content.decode()


def test_approving_needs_both_statements(application: UUID, doctor: UUID) -> None:
    desk = _desk("reviewer")
    answer = desk.post(f"/console/review/{application}/approve/", {"three_years": "1"})
    assert answer.status_code == 400 and "两项缺一" in answer.content.decode()
    assert not is_qualified(doctor)
    both = {"three_years": "1", "institution_agrees": "1"}
    assert desk.post(f"/console/review/{application}/approve/", both).status_code == 302
    assert is_qualified(doctor)
    again = desk.post(f"/console/review/{application}/approve/", both)
    assert again.status_code == 400 and "已经处理" in again.content.decode()


def test_rejecting_tells_the_reason(application: UUID, doctor: UUID) -> None:
    desk = _desk("reviewer")
    assert desk.post(f"/console/review/{application}/reject/", {"reason": ""}).status_code == 400
    desk.post(f"/console/review/{application}/reject/", {"reason": "执照已注销"})
    page = session_for(Client(), doctor).get("/credentials/").content.decode()
    assert "执照已注销" in page and not is_qualified(doctor)


@pytest.mark.parametrize("desk", [desk for desk in ALL_DESKS if desk != "reviewer"])
def test_other_desks_get_the_same_answer_as_for_nothing(application: UUID, desk: str) -> None:
    other = _desk(desk)
    for path in ("/console/review/", f"/console/review/{application}/"):
        assert other.get(path).status_code == 404
    both = {"three_years": "1", "institution_agrees": "1"}
    assert other.post(f"/console/review/{application}/approve/", both).status_code == 404


def test_a_doctor_approves_nobody(application: UUID, doctor: UUID) -> None:
    both = {"three_years": "1", "institution_agrees": "1"}
    own = session_for(Client(), doctor)
    assert own.post(f"/console/review/{application}/approve/", both).status_code == 404
    assert not is_qualified(doctor)
    assert Client().get("/console/review/").status_code == 302
