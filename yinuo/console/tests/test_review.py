"""Clause 1.1b at the hospital's review desk."""

from uuid import UUID

import pytest
from django.test import Client

from yinuo.accounts.api import open_account, session_for
from yinuo.credentials.api import CHECKS, hand_in, is_qualified, qualify

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.1b")]
ALL_DESKS = ("reviewer", "privacy_officer", "security", "audit", "system_administrator")
CHECKED = dict.fromkeys(CHECKS, "1")


def _desk(desk: str) -> Client:
    number = f"1380013820{ALL_DESKS.index(desk)}"
    return session_for(Client(), open_account(role="staff", number=number, name="周审核", desk=desk))


def _seen(desk: Client, application: UUID) -> str:
    page = desk.get(f"/console/review/{application}/").content.decode()
    return page.split('name="seen" value="', 1)[1].split('"', 1)[0]


@pytest.fixture
def doctor() -> UUID:
    return open_account(role="doctor", number="13800138210")


@pytest.fixture
def application(doctor: UUID) -> UUID:
    return hand_in(doctor)


def test_the_queue_shows_who_waits_the_longest_first(application: UUID) -> None:
    second = hand_in(open_account(role="doctor", number="13800138211"), {"name": "顾清和", **_papers()})
    page = _desk("reviewer").get("/console/review/").content.decode()
    assert "林晓岚" in page and "心血管内科" in page and "等待审核（2）" in page
    assert page.index(str(application)) < page.index(str(second))


def _papers() -> dict[str, str]:
    return {"city": "昆明", "hospital": "云岭医院", "department": "儿科", "title": "主治医师", "consult_price": "30"}


def test_the_rows_come_alone_for_a_script(application: UUID) -> None:
    rows = _desk("reviewer").get("/console/review/", headers={"HX-Request": "true"}).content.decode()
    assert "林晓岚" in rows and "<html" not in rows


def test_an_empty_queue_says_what_will_come(doctor: UUID) -> None:
    assert "没有等待审核的资料" in _desk("reviewer").get("/console/review/").content.decode()


def test_a_draft_is_nobodys_business(doctor: UUID) -> None:
    own = session_for(Client(), doctor)
    own.post("/credentials/fields/", {"gender": "", "name": ""})
    assert "等待审核（0）" in _desk("reviewer").get("/console/review/").content.decode()


def test_fields_and_licence_stand_side_by_side_and_nothing_is_ticked(application: UUID) -> None:
    desk = _desk("reviewer")
    page = desk.get(f"/console/review/{application}/").content.decode()
    assert "two-column" in page and "医诺示范医院" in page and " checked" not in page
    for item in ("licence", "portrait", "personal_photo"):
        assert f"picture/{item}/" in page
        assert desk.get(f"/console/review/{application}/picture/{item}/").status_code == 200
    assert desk.get(f"/console/review/{application}/picture/passport/").status_code == 404
    assert page.count('name="mark"') == 12


def test_what_is_not_there_is_not_found(application: UUID, doctor: UUID) -> None:
    desk = _desk("reviewer")
    for path in (f"{doctor}/", f"{doctor}/picture/licence/"):
        assert desk.get(f"/console/review/{path}").status_code == 404
    assert desk.post(f"/console/review/{doctor}/approve/", CHECKED).status_code == 404


def test_a_name_from_right_to_left_stands_alone() -> None:
    doctor = open_account(role="doctor", number="13800138212")
    made = hand_in(doctor, {"name": "أحمد بن سالم", **_papers()})
    desk = _desk("reviewer")
    assert "<bdi>أحمد بن سالم</bdi>" in desk.get("/console/review/").content.decode()
    assert '<p dir="auto">أحمد بن سالم</p>' in desk.get(f"/console/review/{made}/").content.decode()


def test_a_decision_that_can_not_be_taken_keeps_what_was_typed(application: UUID, doctor: UUID) -> None:
    desk = _desk("reviewer")
    said = {"seen": _seen(desk, application), "mark": ["title"], "note-title": "与执照不符", "three_years": "1"}
    answer = desk.post(f"/console/review/{application}/approve/", said)
    page = answer.content.decode()
    assert answer.status_code == 400 and "三项缺一" in page
    assert 'value="与执照不符"' in page and page.count(" checked") == 2
    assert not is_qualified(doctor)


def test_approving_stays_on_the_page_and_can_be_revoked_there(application: UUID, doctor: UUID) -> None:
    desk = _desk("reviewer")
    place = f"/console/review/{application}/"
    answer = desk.post(f"{place}approve/", {"seen": _seen(desk, application), **CHECKED})
    assert answer.status_code == 302 and answer["Location"] == place and is_qualified(doctor)
    assert "撤销通过" in desk.get(place).content.decode()
    assert desk.post(f"{place}revoke/", {"seen": _seen(desk, application)}).status_code == 400
    said = {"seen": _seen(desk, application), "reason": "点错了，执照还要核对"}
    assert desk.post(f"{place}revoke/", said).status_code == 302
    assert not is_qualified(doctor)
    page = session_for(Client(), doctor).get("/credentials/").content.decode()
    assert "点错了，执照还要核对" in page and "撤销了通过" in page


def test_of_two_reviewers_one_decides_and_the_other_is_told(application: UUID, doctor: UUID) -> None:
    one = _desk("reviewer")
    other = session_for(Client(), open_account(role="staff", number="13800138209", name="吴审核", desk="reviewer"))
    seen = _seen(other, application)
    one.post(f"/console/review/{application}/correct/", {"seen": seen, "mark": "licence"})
    answer = other.post(f"/console/review/{application}/approve/", {"seen": seen, **CHECKED})
    assert answer.status_code == 409 and "同事已经处理" in answer.content.decode()
    assert not is_qualified(doctor)
    assert "同事" in other.get(f"/console/review/{application}/").content.decode()


@pytest.mark.parametrize("seen", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_decision_without_the_page_it_was_taken_on_counts_for_nothing(
    application: UUID, doctor: UUID, seen: str
) -> None:
    answer = _desk("reviewer").post(f"/console/review/{application}/approve/", {"seen": seen, **CHECKED})
    assert answer.status_code == 409 and not is_qualified(doctor)


@pytest.mark.parametrize("desk", [desk for desk in ALL_DESKS if desk != "reviewer"])
def test_other_desks_get_the_same_answer_as_for_nothing(application: UUID, desk: str) -> None:
    other = _desk(desk)
    for path in ("", f"{application}/", f"{application}/picture/licence/"):
        assert other.get(f"/console/review/{path}").status_code == 404
    for decision in ("approve", "correct", "reject", "revoke"):
        assert other.post(f"/console/review/{application}/{decision}/", CHECKED).status_code == 404


def test_doctors_patients_and_visitors_approve_nobody(application: UUID, doctor: UUID) -> None:
    patient = open_account(role="patient", number="13800138213")
    for person in (doctor, patient):
        own = session_for(Client(), person)
        assert own.get("/console/review/").status_code == 404
        assert own.get(f"/console/review/{application}/picture/licence/").status_code == 404
        assert own.post(f"/console/review/{application}/approve/", CHECKED).status_code == 404
    assert Client().get("/console/review/").status_code == 302
    assert not is_qualified(doctor)


def test_decided_papers_stay_readable_and_offer_no_decision(doctor: UUID) -> None:
    reviewer = open_account(role="staff", number="13800138200", name="周审核", desk="reviewer")
    made = qualify(doctor, reviewer=reviewer)
    page = session_for(Client(), reviewer).get(f"/console/review/{made}/").content.decode()
    assert 'name="mark"' not in page and "审核通过" in page and "您" in page
