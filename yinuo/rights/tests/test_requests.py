"""Clauses 5.8 and 8: one inbox, two clocks, identity first, an answer with its reason."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import signing
from django.test import Client
from django.utils import timezone

from yinuo.promise.consent import withdraw_all
from yinuo.promise.gate import Actor
from yinuo.promise.models import InForce, JournalRecord, SeatRow
from yinuo.promise.policy import library
from yinuo.promise.requests.clock import MAINLAND
from yinuo.rights.models import Reply, Request
from yinuo.rights.tests.conftest import Somebody
from yinuo.web.tests.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.clause("8")]
NEW = "/me/requests/new/"


def filed(who: Somebody, kind: str = "access", text: str = "请告诉我谁看过我的手机号码") -> Request:
    answer = who.browser.post(NEW, {"kind": kind, "text": text})
    assert answer.status_code == 302, answer.content.decode()
    return Request.objects.latest("asked_at")


def act(officer: Somebody, request: Request, what: str, **said: str) -> int:
    return officer.browser.post(f"/console/requests/{request.pk}/{what}/", said).status_code


def test_a_request_gets_both_clocks_and_the_person_sees_state_and_day(patient: Somebody) -> None:
    held = filed(patient)
    day = held.asked_at.astimezone(MAINLAND).date()
    assert held.promised_on == day + timedelta(days=15) and held.due_on == min(held.promised_on, held.capped_on)
    page = words(patient.browser.get(f"/me/requests/{held.pk}/"))
    for said in ("办理中", "谁看过我的手机号码", f"{held.due_on:%Y-%m-%d}", "身份已核实", "12377", "人民法院"):
        assert said in page, said
    assert "还有" in words(patient.browser.get("/me/requests/"))


@pytest.mark.clause("5.2")
@pytest.mark.parametrize("item", ["我叫林若溪，电话13800138601", "phone_number\x00", "no_such_item"])
def test_no_words_of_a_person_stand_where_an_items_id_belongs(patient: Somebody, item: str) -> None:
    answer = patient.browser.post(NEW, {"kind": "correction", "item": item, "text": "改成新号码"})
    assert answer.status_code == 400 and "改成新号码" in answer.content.decode()
    assert not Request.objects.exists()
    said = {"kind": "correction", "item": "phone_number", "text": "改成新号码"}
    assert patient.browser.post(NEW, said).status_code == 302 and Request.objects.get().item == "phone_number"


def test_a_complaint_has_fifteen_working_days(doctor: Somebody) -> None:
    held = filed(doctor, "complaint")
    assert held.due_on == held.capped_on == held.promised_on


def test_it_works_after_full_withdrawal_and_under_a_version_that_names_no_such_item(doctor: Somebody) -> None:
    withdraw_all(actor=Actor(doctor.person, "doctor"))
    InForce.objects.filter(role="doctor").update(number="3.10.8")
    held = filed(doctor, "complaint", "为什么还留着我的号码")
    assert "为什么还留着我的号码" in words(doctor.browser.get(f"/me/requests/{held.pk}/"))


def test_a_seat_from_before_gets_the_key_it_needs(patient: Somebody) -> None:
    seat = SeatRow.objects.get(person=patient.person)
    SeatRow.objects.filter(person=patient.person).update(
        keys={klass: key for klass, key in seat.keys.items() if klass != "rights"}
    )
    assert filed(patient).state == "open"


def test_the_desk_lists_by_deadline_answers_and_the_person_reads_it(patient: Somebody, officer: Somebody) -> None:
    held = filed(patient)
    assert str(held.pk) in officer.browser.get("/console/requests/").content.decode()
    assert "谁看过" in words(officer.browser.get(f"/console/requests/{held.pk}/"))
    assert act(officer, held, "take") == 302
    assert act(officer, held, "answer", text="只有资质审核员看过两次。") == 302
    held.refresh_from_db()
    assert held.state == "answered" and held.closed_at is not None and held.assigned_to_id == officer.person
    page = words(patient.browser.get(f"/me/requests/{held.pk}/"))
    assert "只有资质审核员看过两次。" in page and "已答复" in page and "提出投诉" in page


def test_a_refusal_needs_a_ground_of_the_clause_and_words(patient: Somebody, officer: Somebody) -> None:
    held = filed(patient)
    assert act(officer, held, "refuse", text="不方便") == 400
    assert act(officer, held, "refuse", text="", ground="a") == 400
    assert act(officer, held, "refuse", text="这些记录依法不能提供。", ground="a") == 302
    page = words(patient.browser.get(f"/me/requests/{held.pk}/"))
    assert "与我们履行法定义务有关" in page and "依法不能提供" in page and "12377" in page


def test_an_extension_goes_once_with_a_reason_and_never_beyond_the_cap(patient: Somebody, officer: Somebody) -> None:
    held = filed(patient)
    assert act(officer, held, "extend", text="") == 400
    assert act(officer, held, "extend", text="要调阅的记录很多。") == 302
    held.refresh_from_db()
    assert held.due_on == held.capped_on and "延长过一次" in words(patient.browser.get(f"/me/requests/{held.pk}/"))
    assert act(officer, held, "extend", text="还要再等等。") == 400
    complaint = filed(patient, "complaint")
    assert act(officer, complaint, "extend", text="很忙。") == 400


def test_what_comes_by_letter_is_not_answered_before_the_identity_is_checked(
    patient: Somebody, officer: Somebody
) -> None:
    letter = {"role": "patient", "number": "13800138601", "kind": "number", "text": "旧号码丢了"}
    assert officer.browser.post("/console/requests/new/", letter).status_code == 302
    held = Request.objects.get()
    assert held.person_id == patient.person and held.identity == "none"
    assert act(officer, held, "answer", text="已为您更换。") == 400
    assert act(officer, held, "identity", text="拨打登记的备用电话，答对了上次问诊的日期。") == 302
    assert act(officer, held, "answer", text="已为您更换。") == 302


def test_nothing_typed_is_lost_when_it_cannot_be_taken(patient: Somebody, officer: Somebody) -> None:
    page = patient.browser.post(NEW, {"kind": "", "text": "写了很久的一段话"})
    assert page.status_code == 400 and "写了很久的一段话" in page.content.decode()
    held = filed(patient)
    page = officer.browser.post(f"/console/requests/{held.pk}/refuse/", {"text": "想了很久的理由", "ground": ""})
    assert page.status_code == 400 and "想了很久的理由" in page.content.decode()


def test_nobody_else_reads_it_not_even_another_desk(patient: Somebody, doctor: Somebody, reviewer: Somebody) -> None:
    held = filed(patient)
    assert doctor.browser.get(f"/me/requests/{held.pk}/").status_code == 404
    assert doctor.browser.post(f"/me/requests/{held.pk}/take-back/").status_code == 404
    for path in ("", f"{held.pk}/"):
        assert reviewer.browser.get(f"/console/requests/{path}").status_code == 404
    assert Client().get("/me/requests/").status_code == 302


def test_what_the_officer_reads_stands_in_the_persons_own_record(patient: Somebody, officer: Somebody) -> None:
    held = filed(patient)
    officer.browser.get(f"/console/requests/{held.pk}/")
    seen = words(patient.browser.get("/me/information/seen/"))
    assert "本院：个人信息保护 · 查看或使用" in seen and "答复您的请求" in seen
    assert JournalRecord.objects.filter(body__contains="rights.answer").exists()


def test_a_closed_request_takes_no_more_words(patient: Somebody, officer: Somebody) -> None:
    held = filed(patient)
    assert patient.browser.post(f"/me/requests/{held.pk}/add/", {"text": "再补充一点"}).status_code == 302
    assert act(officer, held, "answer", text="好。") == 302
    assert patient.browser.post(f"/me/requests/{held.pk}/add/", {"text": "还有"}).status_code == 400
    assert act(officer, held, "answer", text="再答一次。") == 400
    assert Reply.objects.filter(request=held).count() == 2


def look(officer: Somebody, number: str, **more: str) -> int:
    letter = {"role": "patient", "number": number, "kind": "number", "text": "旧号码丢了", **more}
    return officer.browser.post("/console/requests/new/", letter).status_code


@pytest.mark.clause("5.1")
def test_each_look_up_by_a_number_stands_in_the_journal_whether_it_finds_somebody_or_not(
    patient: Somebody, officer: Somebody
) -> None:
    def said() -> list[dict[str, Any]]:
        found = JournalRecord.objects.filter(body__contains='"act":"look_up"').order_by("chain", "seq")
        return [json.loads(one.body) for one in found]

    assert look(officer, "13800138601") == 302
    assert look(officer, "13800138699") == 400
    first, second = said()
    clause = next(c for c in library().in_force("patient").clauses.values() if c.id == "5.8")
    for record in (first, second):
        assert (record["role"], record["desk"], record["purpose"]) == ("staff", "privacy_officer", "rights.answer")
        (entry,) = record["entries"]
        assert record["actor"] and (entry["clause"], entry["text"]) == ("5.8", clause.hash)
        assert "13800138" not in json.dumps(record)
    assert first["entries"][0]["whose"] and first["entries"][0]["reason"] == "allowed"
    assert not second["entries"][0]["whose"] and second["entries"][0]["reason"] == "nobody"
    seen = words(patient.browser.get("/me/information/seen/"))
    assert "用手机号找到您的账户" in seen and "本院：个人信息保护" in seen
    application = {"role": "patient", "number": "13800138601", "letter": "a", "hours": "1", "why": "依法", "item": []}
    officer.browser.post("/console/exceptions/apply/", application)
    assert [one["purpose"] for one in said()][-1] == "exceptions"


@pytest.mark.clause("5.8")
def test_the_officer_finds_who_lost_the_number_to_somebody_else_by_the_days_of_the_account(
    patient: Somebody, officer: Somebody, colleague: Somebody
) -> None:
    form = "/console/requests/new/"
    assert "号码已不在账户上" not in words(officer.browser.get(form))
    account = apps.get_model("accounts.PatientAccount").objects.filter(person=patient.person)
    account.update(last_in=timezone.localdate() - timedelta(days=120))
    Client().post("/accounts/patient/login/not-mine/", {"d": signing.dumps(str(patient.person), salt="accounts.doubt")})
    assert account.filter(phone_number__isnull=True).exists()
    page = words(officer.browser.get(form))
    assert "号码已不在账户上" in page and f"最后登录 {timezone.localdate() - timedelta(days=120)}" in page
    assert look(officer, "13800138601") == 400
    assert look(officer, "", account=str(officer.person)) == 400, "only who has no number is in that list"
    assert look(officer, "", account=str(patient.person)) == 302
    held = Request.objects.get()
    assert held.person_id == patient.person and held.identity == "none"
    assert act(officer, held, "identity", text="到窗口出示了证件，与病历上的一致。") == 302
    answer = colleague.browser.post(f"/console/requests/{held.pk}/number-pass/")
    assert "/accounts/number/" in answer.content.decode()


@pytest.mark.clause("5.2")
def test_one_officer_alone_hands_no_account_to_a_new_number(
    patient: Somebody, officer: Somebody, colleague: Somebody
) -> None:
    passes, account = apps.get_model("accounts.NumberPass"), apps.get_model("accounts.PatientAccount")
    account.objects.filter(person=patient.person).update(last_in=None)
    look(officer, "13800138601")
    held = Request.objects.get()
    assert act(officer, held, "identity", text="拨打登记的号码核对过。") == 302
    page = words(officer.browser.get(f"/console/requests/{held.pk}/"))
    assert "由另一位隐私专员来点" in page and "生成换号链接" not in page
    alone = officer.browser.post(f"/console/requests/{held.pk}/number-pass/")
    assert alone.status_code == 400 and "由另一位隐私专员来点" in words(alone)
    assert act(officer, held, "identity", text="又核对了一次。") == 302
    assert act(officer, held, "vouch") == 400
    assert not passes.objects.exists() and account.objects.get(person=patient.person).last_in is None
    page = words(colleague.browser.get(f"/console/requests/{held.pk}/"))
    assert "生成换号链接" in page and "专员 1 · 身份核实" in page
    answer = colleague.browser.post(f"/console/requests/{held.pk}/number-pass/")
    assert "/accounts/number/" in answer.content.decode()
    assert passes.objects.get().given_by_id == colleague.person
    assert act(colleague, held, "vouch") == 302
    assert "专员 1" not in words(patient.browser.get(f"/me/requests/{held.pk}/")), "the person hears the hospital"


@pytest.mark.clause("5.8")
def test_officers_are_called_by_the_same_number_at_all_their_desks(
    patient: Somebody, officer: Somebody, colleague: Somebody
) -> None:
    look(officer, "13800138601")
    held = Request.objects.get()
    assert act(colleague, held, "take") == 302
    colleague.browser.post("/console/policies/begin/", {"policy": "doctor"})
    for place in ("/console/requests/", "/console/policies/"):
        assert "专员 2" in words(officer.browser.get(place)) and "我（专员 2）" in words(colleague.browser.get(place))
    assert "周一苇" not in words(officer.browser.get("/console/requests/"))
