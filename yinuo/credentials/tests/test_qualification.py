"""Clause 1.1b: qualifying as a doctor, reviewed by the hospital."""

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from yinuo.accounts.api import open_account, session_for
from yinuo.credentials import api
from yinuo.credentials.access import NotHere
from yinuo.credentials.actions import approve, ask_correction, reject
from yinuo.credentials.api import PURPOSE, hand_in, qualify, specimen
from yinuo.credentials.demonstration import PAPERS
from yinuo.credentials.models import Application, ReviewNote
from yinuo.credentials.problems import NotConfirmed, NoteMissing, NotWaiting
from yinuo.promise.consent import grant, standing, withdraw
from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.policy import library

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.1b")]
HOME = "/credentials/"


@pytest.fixture
def doctor() -> UUID:
    return open_account(role="doctor", number="13800138100")


@pytest.fixture
def reviewer() -> UUID:
    return open_account(role="staff", number="13800138101", name="周审核", desk="reviewer")


@pytest.fixture
def browser(doctor: UUID) -> Client:
    return session_for(Client(), doctor)


def _notice() -> str:
    version = library().in_force("doctor")
    return version.clauses[version.purposes[PURPOSE].clause].hash


def _save(browser: Client, **fields: str) -> Any:
    return browser.post(HOME, {"notice": _notice(), **fields})


def _allow(doctor: UUID, item: str) -> None:
    grant(actor=Actor(doctor, "doctor"), purpose=PURPOSE, item=item, notice=_notice())


def _upload(browser: Client, item: str, file: SimpleUploadedFile, through: str = "camera") -> Any:
    return browser.post(f"/credentials/picture/{item}/add/", {"file": file, "file_through": through})


def test_every_field_says_what_it_is_for_its_clause_and_what_leaving_it_out_costs(browser: Client) -> None:
    page = browser.get(HOME).content.decode()
    version = library().in_force("doctor")
    uses = [use for use in version.purposes[PURPOSE].items.values() if use.item != "review_note"]
    assert len(uses) == 12
    for use in uses:
        assert use.why in page and use.refusing in page, use.item
    assert page.count("1.1b") >= 12
    assert "checked" not in page


def test_filling_in_is_an_act_for_that_field_only(browser: Client, doctor: UUID) -> None:
    assert not standing(doctor).grants
    assert _save(browser, name="林晓岚", city="").status_code == 302
    assert standing(doctor).grants == {PURPOSE: {"name": True}}


def test_a_draft_survives(browser: Client) -> None:
    _save(browser, name="林晓岚", hospital="医诺示范医院")
    page = browser.get(HOME).content.decode()
    assert "林晓岚" in page and "医诺示范医院" in page


def test_what_was_typed_does_not_stand_in_the_database(browser: Client, doctor: UUID) -> None:
    _save(browser, name="林晓岚", introduction="擅长高血压")
    with connection.cursor() as cursor:
        cursor.execute("select t::text from credentials_application t")
        found = cursor.fetchone()[0]
    assert str(doctor) in found
    assert "林晓岚" not in found and "林晓岚".encode().hex() not in found


def test_a_withdrawn_field_is_not_collected_again_by_saving(browser: Client, doctor: UUID) -> None:
    _save(browser, gender="女", city="杭州")
    withdraw(actor=Actor(doctor, "doctor"), purpose=PURPOSE, item="gender")
    answer = _save(browser, gender="男", city="杭州")
    assert answer.status_code == 403
    page = browser.get(HOME).content.decode()
    assert "您已收回对这一项的同意" in page and 'name="gender"' not in page


def test_a_picture_needs_its_own_yes(browser: Client, doctor: UUID) -> None:
    assert _upload(browser, "licence", specimen("licence")).status_code == 403
    _allow(doctor, "licence")
    assert _upload(browser, "licence", specimen("licence")).status_code == 302
    assert _upload(browser, "portrait", specimen("portrait")).status_code == 403
    shown = browser.get("/credentials/picture/licence/")
    assert shown.status_code == 200 and shown["Content-Type"] == "image/jpeg"


def test_a_picture_through_an_undeclared_permission_is_refused(browser: Client, doctor: UUID) -> None:
    _allow(doctor, "licence")
    assert _upload(browser, "licence", specimen("licence"), through="microphone").status_code == 403
    assert not Application.objects.filter(licence__isnull=False).exists()


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("licence.jpg", b"<svg><script>alert(1)</script></svg>", content_type="image/jpeg"),
        SimpleUploadedFile("licence.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml"),
        SimpleUploadedFile("licence.pdf", b"%PDF-1.7", content_type="application/pdf"),
        SimpleUploadedFile("licence.jpg", b"", content_type="image/jpeg"),
    ],
    ids=["script", "svg", "pdf", "empty"],
)
def test_a_file_that_is_no_picture_gets_a_sentence(browser: Client, doctor: UUID, file: SimpleUploadedFile) -> None:
    _allow(doctor, "licence")
    answer = _upload(browser, "licence", file)
    assert answer.status_code == 400 and 'role="alert"' in answer.content.decode()
    assert browser.get("/credentials/picture/licence/").status_code == 404


def test_no_file_at_all_gets_a_sentence(browser: Client) -> None:
    answer = browser.post("/credentials/picture/licence/add/", {})
    assert answer.status_code == 400 and "请选择要上传的图片" in answer.content.decode()
    assert browser.post("/credentials/picture/passport/add/", {}).status_code == 400


@pytest.mark.parametrize("name", ["أحمد بن سالم", "José Núñez", "欧阳·买买提", "O’Neil"])
def test_names_of_every_script_are_taken(browser: Client, name: str) -> None:
    assert _save(browser, name=name).status_code == 302
    assert name in browser.get(HOME).content.decode()


@pytest.mark.parametrize("name", ["林😀", "<b>林</b>", "林★", "x" * 41])
def test_a_name_that_is_no_name_is_told_and_what_was_typed_stays(browser: Client, doctor: UUID, name: str) -> None:
    answer = _save(browser, name=name, city="杭州")
    assert answer.status_code == 400 and "field-error" in answer.content.decode()
    assert "杭州" in answer.content.decode()
    assert not Application.objects.exists()


def test_a_hidden_direction_mark_is_taken_away(browser: Client) -> None:
    _save(browser, name="林\u202e晓岚")
    page = browser.get(HOME).content.decode()
    assert "林晓岚" in page and "\u202e" not in page


@pytest.mark.parametrize("price", ["-1", "99.5", "10000", "贵", "١٢"])
def test_a_price_that_is_no_price_is_told(browser: Client, price: str) -> None:
    assert _save(browser, consult_price=price).status_code == 400


def test_handing_in_names_what_is_missing(browser: Client) -> None:
    answer = _save(browser, name="林晓岚", submit="1")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "还缺" in page and "医生执照" in page and "城市" in page
    assert Application.objects.get().state == "draft"


def test_leaving_the_extras_out_costs_nothing_else(browser: Client, doctor: UUID) -> None:
    for item in ("licence", "portrait"):
        _allow(doctor, item)
        _upload(browser, item, specimen(item))
    basic = {key: PAPERS[key] for key in ("name", "city", "hospital", "department", "title", "consult_price")}
    assert _save(browser, **basic, submit="1").status_code == 302
    assert Application.objects.get().state == "submitted"


def _as_reviewer(reviewer: UUID) -> Actor:
    return Actor(reviewer, "staff", "reviewer")


def test_a_correction_is_told_at_the_field_and_then_approved(browser: Client, doctor: UUID, reviewer: UUID) -> None:
    application, actor = hand_in(doctor), _as_reviewer(reviewer)
    assert not api.is_qualified(doctor)
    with open_purpose(PURPOSE, actor=actor, door="test"):
        ask_correction(actor=actor, application=application, notes={"licence": "照片看不清编号，请重拍"})
    page = browser.get(HOME).content.decode()
    assert "照片看不清编号" in page and "请您补正" in page
    assert _save(browser, **PAPERS, submit="1").status_code == 302
    with open_purpose(PURPOSE, actor=actor, door="test"):
        approve(actor=actor, application=application, three_years=True, institution_agrees=True)
    assert api.is_qualified(doctor)
    assert "审核已通过" in browser.get(HOME).content.decode()


def test_the_note_is_sealed(doctor: UUID, reviewer: UUID) -> None:
    application, actor = hand_in(doctor), _as_reviewer(reviewer)
    with open_purpose(PURPOSE, actor=actor, door="test"):
        ask_correction(actor=actor, application=application, notes={"": "请补充"})
    with connection.cursor() as cursor:
        cursor.execute("select text from credentials_reviewnote")
        assert "请补充".encode() not in bytes(cursor.fetchone()[0])
    assert ReviewNote.objects.get().doctor_id == doctor


@pytest.mark.parametrize(("years", "agrees"), [(False, True), (True, False), (False, False)])
def test_nobody_is_approved_without_three_years_and_the_institution(
    doctor: UUID, reviewer: UUID, years: bool, agrees: bool
) -> None:
    application, actor = hand_in(doctor), _as_reviewer(reviewer)
    with open_purpose(PURPOSE, actor=actor, door="test"), pytest.raises(NotConfirmed):
        approve(actor=actor, application=application, three_years=years, institution_agrees=agrees)
    assert not api.is_qualified(doctor)


def test_what_is_decided_is_not_decided_twice(doctor: UUID, reviewer: UUID) -> None:
    qualify(doctor, reviewer=reviewer)
    actor, application = _as_reviewer(reviewer), Application.objects.get().pk
    with open_purpose(PURPOSE, actor=actor, door="test"):
        with pytest.raises(NotWaiting):
            reject(actor=actor, application=application, note="迟到的结论")
        with pytest.raises(NoteMissing):
            ask_correction(actor=actor, application=application, notes={"name": "  "})


def test_papers_that_were_handed_in_are_not_changed(browser: Client, doctor: UUID) -> None:
    hand_in(doctor)
    answer = _save(browser, name="别名")
    assert answer.status_code == 400 and "现在不能修改" in answer.content.decode()


def test_only_the_review_desk_sees_papers_and_never_drafts(browser: Client, doctor: UUID, reviewer: UUID) -> None:
    _save(browser, name="林晓岚")
    draft = Application.objects.get().pk
    for actor in (_as_reviewer(reviewer), Actor(reviewer, "staff", "audit"), Actor(doctor, "doctor")):
        with open_purpose(PURPOSE, actor=actor, door="test"), pytest.raises(NotHere):
            api.review(actor, draft)


def test_patients_see_the_card_and_no_more(doctor: UUID, reviewer: UUID) -> None:
    patient = open_account(role="patient", number="13800138102")
    with open_purpose("consultations", actor=Actor(patient, "patient"), door="test"):
        assert api.doctor_card(doctor) is None
    qualify(doctor, reviewer=reviewer)
    with open_purpose("consultations", actor=Actor(patient, "patient"), door="test"):
        card = api.doctor_card(doctor)
    assert card is not None and card.name == "林晓岚" and card.price_text == "免费"
    at_home = session_for(Client(), patient)
    assert at_home.get(card.photo_url).status_code == 200
    assert at_home.get("/credentials/picture/licence/").status_code == 404
    assert at_home.get(HOME).status_code == 404


def test_the_doctor_is_told_at_each_step(doctor: UUID, reviewer: UUID) -> None:
    told = api.banner(doctor)
    assert told is not None and "认证" in told.text
    application = hand_in(doctor)
    told = api.banner(doctor)
    assert told is not None and "审核中" in told.text
    actor = _as_reviewer(reviewer)
    with open_purpose(PURPOSE, actor=actor, door="test"):
        approve(actor=actor, application=application, three_years=True, institution_agrees=True)
    assert api.banner(doctor) is None
