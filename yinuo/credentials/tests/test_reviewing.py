"""Clause 1.1b: the loop of review and correction, and what follows from it."""

from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from yinuo.accounts.api import session_for
from yinuo.credentials import api
from yinuo.credentials.api import PURPOSE, hand_in, qualify, specimen
from yinuo.credentials.demonstration import PAPERS
from yinuo.credentials.models import Application, ReviewNote
from yinuo.credentials.tests.scenes import (
    CHECKS,
    FIELDS,
    HOME,
    PICTURES,
    decide,
    save,
    seen,
    state,
    take_back,
    upload,
    words,
)
from yinuo.promise.consent import withdraw_all
from yinuo.promise.gate import Actor, open_purpose

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.1b")]


def test_from_nothing_to_approved_the_doctor_is_told_at_each_step(browser: Client, doctor: UUID, desk: Client) -> None:
    def told() -> str:
        return words(browser.get("/doctor/"))

    assert "完成医师资质认证" in told() and api.state_of(doctor) == "draft"
    hand_in(doctor)
    assert "审核中" in told() and "接下来：" in words(browser.get(HOME))
    decide(desk, "correct", {"mark": ["licence", "title"], "note-licence": "照片看不清编号，请重拍"})
    assert "补正" in told() and api.state_of(doctor) == "correction_asked"
    page = words(browser.get(HOME))
    assert "请补正：医生执照" in page and "请补正：职称" in page and "去补正资料" in page
    assert "照片看不清编号，请重拍" in words(browser.get(PICTURES))
    assert "请补正" in words(browser.get(FIELDS))
    save(browser, title="主治医师")
    assert "已补正" in words(browser.get(FIELDS))
    assert upload(browser, "licence", specimen("licence", {"name": "重拍"})).status_code == 302
    page = words(browser.get(HOME))
    assert "审核员请您补正" not in page and "标出的几项都已补正。请再次提交审核。" in page
    assert "请您补正" not in told() and "还没有提交" in told()
    assert browser.post("/credentials/submit/").status_code == 302
    assert state() == "submitted" and "审核中" in told()
    assert decide(desk, "approve", CHECKS).status_code == 302
    assert api.is_qualified(doctor) and api.qualified_doctors() == [doctor] and "已通过" in told()
    assert "审核已通过" in words(browser.get("/credentials/standing/"))


def test_a_corrected_part_goes_back_to_review_and_is_shown_as_changed(
    browser: Client, doctor: UUID, desk: Client
) -> None:
    made = hand_in(doctor)
    decide(desk, "correct", {"mark": ["title", "city"], "note-title": "与执照不符"})
    assert "已修改" not in words(desk.get(f"/console/review/{made}/"))
    save(browser, title="主治医师")
    browser.post("/credentials/submit/")
    page = words(desk.get(f"/console/review/{made}/"))
    assert page.count("已修改") == 1 and page.count("请补正过，未修改") == 1
    assert "与执照不符" in page and "第 2 次提交" in page


@pytest.mark.parametrize("said", [{}, {"note-licence": " "}, {"mark": "passport"}, {"note-whole": "请改"}])
def test_a_correction_that_marks_nothing_is_told(doctor: UUID, desk: Client, said: dict[str, Any]) -> None:
    hand_in(doctor)
    answer = decide(desk, "correct", said)
    assert answer.status_code == 400 and "请至少勾选一项" in words(answer)
    assert state() == "submitted"


@pytest.mark.parametrize("missing", list(CHECKS))
def test_nobody_is_approved_without_real_name_three_years_and_the_institution(
    doctor: UUID, desk: Client, missing: str
) -> None:
    hand_in(doctor)
    answer = decide(desk, "approve", {check: "1" for check in CHECKS if check != missing})
    assert answer.status_code == 400 and "三项缺一" in words(answer)
    assert not api.is_qualified(doctor)


def test_not_even_the_database_takes_an_approval_without_them(doctor: UUID) -> None:
    hand_in(doctor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.update(state="approved", three_years=True, institution_agrees=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.update(state="famous")


def test_rejecting_needs_a_reason_and_leaves_a_way_back(browser: Client, doctor: UUID, desk: Client) -> None:
    hand_in(doctor)
    assert decide(desk, "reject", {"reason": " "}).status_code == 400
    assert decide(desk, "reject", {"reason": "执照已注销"}).status_code == 302
    page = words(browser.get(HOME))
    assert "执照已注销" in page and "取回修改" in page and state() == "rejected"
    assert browser.post("/credentials/reopen/").status_code == 302
    assert state() == "draft"


def test_a_note_is_sealed_and_cut_at_its_longest(doctor: UUID, desk: Client) -> None:
    hand_in(doctor)
    decide(desk, "reject", {"reason": "请补充" + "长" * 2000})
    with connection.cursor() as cursor:
        cursor.execute("select text from credentials_reviewnote")
        held = bytes(cursor.fetchone()[0])
    assert "请补充".encode() not in held and len(held) < 2000
    assert ReviewNote.objects.get().doctor_id == doctor


def test_what_was_taken_back_after_handing_in_can_not_be_approved(doctor: UUID, desk: Client) -> None:
    made = hand_in(doctor)
    take_back(doctor, "licence")
    page = words(desk.get(f"/console/review/{made}/"))
    assert "授权已收回" in page
    assert desk.get(f"/console/review/{made}/picture/licence/").status_code == 403
    answer = decide(desk, "approve", CHECKS)
    assert answer.status_code == 400 and "收回" in words(answer) and not api.is_qualified(doctor)


def test_papers_taken_back_by_the_doctor_leave_the_desk(browser: Client, doctor: UUID, desk: Client) -> None:
    made = hand_in(doctor)
    before = seen()
    browser.post("/credentials/reopen/")
    assert desk.get(f"/console/review/{made}/").status_code == 404
    browser.post("/credentials/submit/")
    assert decide(desk, "approve", CHECKS, at=before).status_code == 409


@pytest.mark.parametrize("part", ["licence", "name", "portrait", "consult_price"])
def test_taking_back_a_basic_part_ends_taking_patients(doctor: UUID, reviewer: UUID, part: str) -> None:
    qualify(doctor, reviewer=reviewer)
    take_back(doctor, part)
    assert not api.is_qualified(doctor) and api.qualified_doctors() == []
    banner = api.banner(doctor)
    assert banner is not None and "收回" in banner.text


def test_taking_back_everything_ends_it_too_and_an_extra_does_not(
    browser: Client, doctor: UUID, reviewer: UUID
) -> None:
    qualify(doctor, reviewer=reviewer)
    take_back(doctor, "introduction")
    assert api.is_qualified(doctor)
    assert "已收回同意" in words(browser.get(HOME))
    withdraw_all(actor=Actor(doctor, "doctor"))
    assert not api.is_qualified(doctor)


def _card(doctor: UUID, reader: Actor) -> api.DoctorCard | None:
    with open_purpose("consultations", actor=reader, door="test"):
        return api.doctor_card(doctor)


def test_patients_see_the_card_and_no_more(doctor: UUID, reviewer: UUID, patient: UUID) -> None:
    reader = Actor(patient, "patient")
    made = hand_in(doctor)
    assert _card(doctor, reader) is None
    api.approve_papers(doctor, reviewer=reviewer)
    card = _card(doctor, reader)
    assert card is not None and card.name == PAPERS["name"] and card.price_text == "免费"
    at_home = session_for(Client(), patient)
    assert at_home.get(card.photo_url).status_code == 200
    assert Client().get(card.photo_url).status_code == 200
    for path in ("/credentials/picture/licence/", HOME, f"/console/review/{made}/picture/licence/"):
        assert at_home.get(path).status_code == 404


def test_patients_never_see_what_was_not_reviewed(
    browser: Client, doctor: UUID, reviewer: UUID, patient: UUID, desk: Client
) -> None:
    reader = Actor(patient, "patient")
    qualify(doctor, reviewer=reviewer)
    browser.post("/credentials/reopen/")
    save(browser, title="主任医师", introduction="包治百病")
    upload(browser, "personal_photo")
    for step in ("draft", "submitted", "correction_asked"):
        assert state() == step and not api.is_qualified(doctor)
        card = _card(doctor, reader)
        assert card is not None and card.name == PAPERS["name"]
        assert (card.title, card.introduction, card.photo) == ("", "", None)
        browser.post("/credentials/submit/")
        if step == "submitted":
            decide(desk, "correct", {"mark": "introduction"})
    assert decide(desk, "approve", CHECKS).status_code == 302
    card = _card(doctor, reader)
    assert card is not None and card.title == "主任医师" and card.photo is not None


def test_a_photo_that_was_taken_back_is_not_shown_from_that_moment(doctor: UUID, reviewer: UUID, patient: UUID) -> None:
    qualify(doctor, reviewer=reviewer)
    card = _card(doctor, Actor(patient, "patient"))
    assert card is not None
    for part in ("personal_photo", "introduction"):
        take_back(doctor, part)
    assert session_for(Client(), patient).get(card.photo_url).status_code == 404
    card = _card(doctor, Actor(patient, "patient"))
    assert card is not None and not card.introduction and not card.photo_url and card.name == PAPERS["name"]


def test_the_desk_opens_papers_for_no_other_purpose(doctor: UUID, reviewer: UUID) -> None:
    made = hand_in(doctor)
    with open_purpose("exceptions", actor=Actor(reviewer, "staff", "reviewer"), door="test"):
        shown = api.review(Actor(reviewer, "staff", "reviewer"), made)
    assert all(not answer.text and not answer.media for answer in (*shown.fields, *shown.pictures))
    assert PURPOSE == "credentials.qualification"
