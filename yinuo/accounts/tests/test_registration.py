"""Clause 1.1a: registering with a mobile number."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from psycopg import sql

from yinuo.accounts import actions
from yinuo.accounts.models import DoctorAccount, PatientAccount, PendingNumber, RegistrationCode, Session
from yinuo.accounts.stand_in_sms import Gateway
from yinuo.accounts.tests.browser import Visitor, words
from yinuo.promise.consent import standing
from yinuo.promise.models import ConsentEvent, InForce, Person, SeatRow

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.1a")]
NUMBER = "13800138000"
HELD = "+8613800138000"


def test_before_the_confirmation_nothing_is_kept_and_no_session_exists(visitor: Visitor) -> None:
    for path in ("/", "/accounts/doctor/register/", "/accounts/doctor/login/"):
        answer = visitor.get(path)
        assert answer.status_code == 200
        assert "checked" not in answer.content.decode()
    assert set(visitor.cookies) <= {"yinuo_csrf"}
    assert not Person.objects.exists() and not Session.objects.exists()


def test_the_first_page_says_what_registering_takes_and_offers_two_equal_buttons(visitor: Visitor) -> None:
    page = visitor.get("/accounts/doctor/register/")
    assert "手机号码" in words(page) and "18 周岁" in words(page)
    content = page.content.decode()
    assert content.count('class="button"') == 2
    assert "/policy/doctor/" in content


def test_confirming_makes_a_person_who_is_still_a_visitor(visitor: Visitor) -> None:
    visitor.confirm("doctor")
    person = Person.objects.get()
    assert standing(person.pk).confirmed["doctor"]
    assert Session.objects.get().role == "visitor"
    assert visitor.get("/me/").status_code in (302, 404)


def test_confirming_what_was_not_shown_is_refused(visitor: Visitor) -> None:
    answer = visitor.post("/accounts/doctor/register/", {"version": "4.2.0", "shown": "another text"})
    assert answer.status_code == 400 and "请看过新版再确认" in words(answer)
    assert not Person.objects.exists()


def test_a_number_and_its_code_open_an_account(visitor: Visitor, gateway: Gateway) -> None:
    visitor.register("doctor", NUMBER, gateway)
    assert gateway.messages()[0].number == NUMBER
    account = DoctorAccount.find(phone_number=HELD).get()
    assert Session.objects.get().person == account.person_id and Session.objects.get().role == "doctor"
    assert not PendingNumber.objects.exists() and not RegistrationCode.objects.exists()
    assert "138****8000" in words(visitor.get("/me/"))


def test_neither_number_nor_code_stands_in_the_database(visitor: Visitor, gateway: Gateway) -> None:
    visitor.confirm("doctor")
    visitor.post("/accounts/doctor/register/number/", {"number": NUMBER})
    code = gateway.messages()[0].code
    with connection.cursor() as cursor:
        for table in ("accounts_pendingnumber", "accounts_registrationcode", "accounts_session", "promise_journal"):
            cursor.execute(
                sql.SQL("select coalesce(string_agg(t::text, ' '), '') from {} t").format(sql.Identifier(table))
            )
            found = cursor.fetchone()[0]
            assert found and NUMBER not in found
            assert f'"{code}"' not in found
            assert NUMBER.encode().hex() not in found


def test_the_session_key_does_not_stand_in_the_database(visitor: Visitor, gateway: Gateway) -> None:
    visitor.register("doctor", NUMBER, gateway)
    assert visitor.cookies["yinuo_session"].value != Session.objects.get().key_hash


@pytest.mark.parametrize("typed", ["", "1380013800", "12345", "138001380001", "医生", "+8613800", "<b>13800138000</b>"])
def test_a_malformed_number_gets_a_sentence_and_is_not_kept(visitor: Visitor, gateway: Gateway, typed: str) -> None:
    visitor.confirm("doctor")
    answer = visitor.post("/accounts/doctor/register/number/", {"number": typed})
    assert answer.status_code == 400 and "手机号码" in words(answer)
    assert not PendingNumber.objects.exists() and not gateway.messages()


@pytest.mark.parametrize(
    "typed",
    ["138 0013 8000", "+86 138-0013-8000", "１３８００１３８０００", "\u202a13800138000\u202c", "008613800138000"],
)
def test_a_number_is_read_as_people_type_it(visitor: Visitor, gateway: Gateway, typed: str) -> None:
    visitor.confirm("doctor")
    assert visitor.post("/accounts/doctor/register/number/", {"number": typed}).status_code == 302
    assert gateway.messages()[0].number == NUMBER


def test_a_number_of_another_country_is_accepted(visitor: Visitor, gateway: Gateway) -> None:
    visitor.confirm("patient")
    visitor.post("/accounts/patient/register/number/", {"number": "+852 5123 4567"})
    assert gateway.messages()[0].number == "85251234567"
    assert "+852 ****4567" in words(visitor.get("/accounts/patient/register/code/"))


def _asked(visitor: Visitor, gateway: Gateway) -> str:
    visitor.confirm("doctor")
    visitor.post("/accounts/doctor/register/number/", {"number": NUMBER})
    return gateway.messages()[0].code


def _another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_wrong_code_says_how_many_tries_are_left(visitor: Visitor, gateway: Gateway) -> None:
    code = _asked(visitor, gateway)
    answer = visitor.post("/accounts/doctor/register/code/", {"code": _another(code)})
    assert answer.status_code == 400 and "4 次" in words(answer)
    assert visitor.post("/accounts/doctor/register/code/", {"code": code}).status_code == 302


def test_five_wrong_codes_void_it_for_good(visitor: Visitor, gateway: Gateway) -> None:
    code = _asked(visitor, gateway)
    for _ in range(5):
        answer = visitor.post("/accounts/doctor/register/code/", {"code": _another(code)})
    assert "作废" in words(answer)
    answer = visitor.post("/accounts/doctor/register/code/", {"code": code})
    assert answer.status_code == 400 and "作废" in words(answer)
    assert not DoctorAccount.objects.exists()


def test_an_expired_code_says_so(visitor: Visitor, gateway: Gateway) -> None:
    code = _asked(visitor, gateway)
    RegistrationCode.objects.update(expires_at=timezone.now())
    answer = visitor.post("/accounts/doctor/register/code/", {"code": code})
    assert answer.status_code == 400 and "过期" in words(answer)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦٧", "😀😀😀😀😀😀"])
def test_what_is_no_code_is_told_and_not_counted(visitor: Visitor, gateway: Gateway, typed: str) -> None:
    _asked(visitor, gateway)
    answer = visitor.post("/accounts/doctor/register/code/", {"code": typed})
    assert answer.status_code == 400 and "6 位数字" in words(answer)
    assert RegistrationCode.objects.get().wrong == 0


def test_a_used_code_opens_nothing_again(visitor: Visitor, gateway: Gateway) -> None:
    code = _asked(visitor, gateway)
    RegistrationCode.objects.update(used_at=timezone.now())
    answer = visitor.post("/accounts/doctor/register/code/", {"code": code})
    assert answer.status_code == 400 and "用过" in words(answer)


def test_the_sixth_request_in_a_minute_is_told_to_wait_in_seconds(visitor: Visitor, gateway: Gateway) -> None:
    visitor.confirm("doctor")
    for _ in range(5):
        assert visitor.post("/accounts/doctor/register/number/", {"number": NUMBER}).status_code == 302
    answer = visitor.post("/accounts/doctor/register/number/", {"number": NUMBER})
    assert answer.status_code == 400 and "秒后再试" in words(answer)
    assert len(gateway.messages()) == 5


def test_when_the_gateway_fails_nothing_stays(visitor: Visitor, gateway: Gateway) -> None:
    visitor.confirm("doctor")
    gateway.secret = "another"
    try:
        answer = visitor.post("/accounts/doctor/register/number/", {"number": NUMBER})
    finally:
        gateway.secret = "test-secret"
    assert answer.status_code == 400 and "短信现在发不出去" in words(answer)
    assert f'value="{NUMBER}"' in answer.content.decode()
    assert not PendingNumber.objects.exists() and not RegistrationCode.objects.exists()


def test_a_number_that_is_held_logs_in_and_opens_no_second_account(gateway: Gateway) -> None:
    first = Visitor()
    first.register("doctor", NUMBER, gateway)
    held = DoctorAccount.objects.get().person_id
    second = Visitor()
    second.confirm("doctor")
    second.post("/accounts/doctor/register/number/", {"number": NUMBER})
    answer = second.post("/accounts/doctor/register/code/", {"code": gateway.messages()[0].code})
    assert answer["Location"].endswith("/accounts/doctor/login/carry/")
    second.get(answer["Location"])
    assert DoctorAccount.objects.get().person_id == held
    assert Person.objects.count() == 1 and SeatRow.objects.count() == 1
    assert "138****8000" in words(second.get("/me/"))


def test_a_doctor_may_also_be_a_patient_and_the_two_are_not_linked(gateway: Gateway) -> None:
    Visitor().register("doctor", NUMBER, gateway)
    Visitor().register("patient", NUMBER, gateway)
    assert DoctorAccount.objects.get().person_id != PatientAccount.objects.get().person_id


def test_who_never_finishes_is_deleted_after_a_day_and_the_ledger_stays(visitor: Visitor, gateway: Gateway) -> None:
    _asked(visitor, gateway)
    person = Person.objects.get().pk
    assert actions.sweep(now=timezone.now() + timedelta(hours=23)) == 0
    assert actions.sweep(now=timezone.now() + timedelta(hours=25)) == 1
    assert not Person.objects.exists() and not SeatRow.objects.exists() and not Session.objects.exists()
    assert not PendingNumber.objects.exists()
    assert ConsentEvent.objects.filter(person=person, kind="confirmed").exists()


def test_codes_go_within_ten_minutes(visitor: Visitor, gateway: Gateway) -> None:
    _asked(visitor, gateway)
    actions.sweep(now=timezone.now() + timedelta(minutes=10))
    assert not RegistrationCode.objects.exists()


def test_under_3_10_8_registration_refuses_and_quotes_the_clause(visitor: Visitor, gateway: Gateway) -> None:
    assert visitor.get("/accounts/doctor/register/").status_code == 200
    InForce.objects.filter(role="doctor").update(number="3.10.8")
    answer = visitor.get("/accounts/doctor/register/")
    assert answer.status_code == 403
    assert "3.10.8" in words(answer) and "1.1" in words(answer) and "需要提交资质信息" in words(answer)


def test_under_3_10_8_the_engine_itself_refuses_the_number(visitor: Visitor, gateway: Gateway) -> None:
    visitor.confirm("doctor")
    InForce.objects.filter(role="doctor").update(number="3.10.8")
    answer = visitor.post("/accounts/doctor/register/number/", {"number": NUMBER})
    assert answer.status_code == 403
    assert not PendingNumber.objects.exists() and not gateway.messages()
