"""Changing the number, and a number that was issued anew: from the attacker's side. Neither hands over an account."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from yinuo.accounts.access import account_with
from yinuo.accounts.actions.leaving import sweep
from yinuo.accounts.actions.passes import give_number_pass
from yinuo.accounts.actions.reissued import RESTED
from yinuo.accounts.demonstration import open_account, session_for
from yinuo.accounts.doubt import SALT
from yinuo.accounts.models import DoctorAccount, NumberPass, PendingNumber, Session
from yinuo.accounts.problems import NotForStaff
from yinuo.accounts.stand_in_sms import Gateway
from yinuo.accounts.tests.browser import Visitor, words
from yinuo.promise.consent import withdraw_all
from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.models import JournalRecord, SeatRow
from yinuo.promise.policy import library
from yinuo.promise.vault.reindexing import reindex

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.1a")]
OLD, NEW, PLACE = "13800138500", "13800138501", "/me/settings/account/number/"


@pytest.fixture
def doctor() -> UUID:
    return open_account(role="doctor", number=OLD)


@pytest.fixture
def browser(doctor: UUID) -> Client:
    return session_for(Client(), doctor)


def prove_old(browser: Client, gateway: Gateway) -> None:
    answer = browser.post(PLACE)
    assert answer.status_code == 302, words(answer)
    answer = browser.post(answer.headers["Location"], {"code": gateway.messages()[0].code})
    assert answer.headers["Location"] == f"{PLACE}new/", words(answer)


def change(browser: Client, gateway: Gateway, number: str = NEW) -> int:
    prove_old(browser, gateway)
    sent = browser.post(f"{PLACE}new/", {"number": number})
    assert sent.status_code == 302, words(sent)
    return browser.post(sent.headers["Location"], {"code": gateway.messages()[0].code}).status_code


def test_a_code_on_the_old_and_a_code_on_the_new_change_it_and_other_log_ins_end(
    browser: Client, doctor: UUID, gateway: Gateway
) -> None:
    session_for(Client(), doctor)
    assert change(browser, gateway) == 302
    assert account_with("doctor", "+8613800138500") is None
    found = account_with("doctor", "+8613800138501")
    assert found is not None and found.person_id == doctor
    assert Session.objects.filter(person=doctor).count() == 1
    assert "138****8501" in words(browser.get("/me/settings/account/"))


def test_a_log_in_alone_changes_nothing(browser: Client, doctor: UUID, gateway: Gateway) -> None:
    for step in ("new/", "finish/"):
        assert browser.post(f"{PLACE}{step}", {"number": NEW, "code": "123456"}).headers["Location"] == PLACE
    assert gateway.messages() == []
    assert account_with("doctor", "+8613800138500") is not None


def test_the_old_numbers_proof_is_over_after_ten_minutes(browser: Client, gateway: Gateway) -> None:
    prove_old(browser, gateway)
    session = browser.session
    session["number_proven"] = (timezone.now() - timedelta(minutes=11)).isoformat()
    session.save()
    assert browser.post(f"{PLACE}new/", {"number": NEW}).headers["Location"] == PLACE


def test_a_code_of_somebody_elses_log_in_proves_nothing(browser: Client, gateway: Gateway) -> None:
    thief = open_account(role="patient", number="13800138502")
    theirs = session_for(Client(), thief)
    challenge = theirs.post(PLACE).headers["Location"].split("c=")[1]
    answer = browser.post(f"{PLACE}old/", {"c": challenge, "code": gateway.messages()[0].code})
    assert answer.status_code == 400


def test_a_number_that_has_an_account_is_not_taken_over(browser: Client, gateway: Gateway) -> None:
    other = open_account(role="doctor", number=NEW)
    assert change(browser, gateway) == 400
    found = account_with("doctor", "+8613800138501")
    assert found is not None and found.person_id == other
    assert account_with("doctor", "+8613800138500") is not None


def log_in(gateway: Gateway, number: str = OLD) -> tuple[Client, str]:
    stranger = Client()
    sent = stranger.post("/accounts/doctor/login/", {"number": number})
    answer = stranger.post(sent.headers["Location"], {"code": gateway.messages()[0].code})
    return stranger, answer.headers["Location"]


def silent(doctor: UUID, days: int = RESTED.days) -> None:
    DoctorAccount.objects.filter(person=doctor).update(last_in=timezone.localdate() - timedelta(days=days))


def test_after_a_long_silence_a_code_alone_opens_nothing(doctor: UUID, gateway: Gateway) -> None:
    silent(doctor)
    stranger, place = log_in(gateway)
    assert place.startswith("/accounts/doctor/login/whose/")
    page = words(stranger.get(place))
    assert "这是您的账户吗" in page and OLD not in page
    assert "yinuo_session" not in stranger.cookies and not Session.objects.filter(person=doctor).exists()
    assert stranger.get("/me/").status_code == 302


def test_who_was_here_lately_logs_in_as_ever(doctor: UUID, gateway: Gateway) -> None:
    silent(doctor, RESTED.days - 1)
    browser, place = log_in(gateway)
    assert "whose" not in place and browser.get("/me/").status_code == 200
    assert DoctorAccount.objects.get(person=doctor).last_in == timezone.localdate()


def test_registering_with_such_a_number_does_not_carry_over_into_the_account(doctor: UUID, gateway: Gateway) -> None:
    silent(doctor)
    stranger = Visitor()
    stranger.register("doctor", OLD, gateway)
    answer = stranger.get("/accounts/doctor/login/carry/")
    assert answer.headers["Location"].startswith("/accounts/doctor/login/whose/")
    assert not Session.objects.filter(person=doctor).exists()


def test_who_comes_in_by_registering_again_was_here_too(doctor: UUID, gateway: Gateway) -> None:
    silent(doctor, RESTED.days - 1)
    owner = Visitor()
    owner.register("doctor", OLD, gateway)
    assert "whose" not in owner.get("/accounts/doctor/login/carry/").headers["Location"]
    assert DoctorAccount.objects.get(person=doctor).last_in == timezone.localdate()


def test_not_mine_frees_the_number_opens_nothing_and_a_new_account_is_another_person(
    doctor: UUID, gateway: Gateway
) -> None:
    silent(doctor)
    stranger, place = log_in(gateway)
    token = place.split("d=")[1]
    answer = stranger.post("/accounts/doctor/login/not-mine/", {"d": signing.dumps(str(doctor), salt=SALT)})
    assert answer.headers["Location"] == "/accounts/doctor/register/?freed" and token
    assert DoctorAccount.objects.get(person=doctor).phone_number is None
    assert JournalRecord.objects.filter(body__contains="number_freed").exists()
    newcomer = Visitor()
    newcomer.register("doctor", OLD, gateway)
    held = account_with("doctor", "+8613800138500")
    assert held is not None and held.person_id != doctor
    reindex()
    held = account_with("doctor", "+8613800138500")
    assert held is not None and held.person_id != doctor


@pytest.mark.parametrize(
    "signed", ["", "x", signing.dumps("01a214af-9f40-72cb-847a-29c1cc0f9520", salt="accounts.login")]
)
def test_nobody_frees_a_number_without_having_proven_it(doctor: UUID, signed: str) -> None:
    silent(doctor)
    Client().post("/accounts/doctor/login/not-mine/", {"d": signed})
    assert account_with("doctor", "+8613800138500") is not None


def test_a_proof_frees_no_number_whose_person_is_here(doctor: UUID) -> None:
    DoctorAccount.objects.filter(person=doctor).update(last_in=timezone.localdate())
    Client().post("/accounts/doctor/login/not-mine/", {"d": signing.dumps(str(doctor), salt=SALT)})
    assert account_with("doctor", "+8613800138500") is not None


def give(officer: UUID, person: UUID) -> str:
    actor = Actor(officer, "staff", "privacy_officer")
    with open_purpose("rights.answer", actor=actor, door="test"):
        return give_number_pass(actor=actor, person=person)


def use_pass(owner: Client, token: str, gateway: Gateway) -> Any:
    sent = owner.post(f"/accounts/number/{token}/", {"number": NEW})
    assert sent.status_code == 302, words(sent)
    return owner.post(sent.headers["Location"], {"code": gateway.messages()[0].code})


def taken_everything_back(doctor: UUID) -> None:
    withdraw_all(actor=Actor(doctor, "doctor"))


def still_on(number: str) -> Callable[[UUID], None]:
    """Confirmed that version and no later one; the keys are those that it asked for."""

    def do(doctor: UUID) -> None:
        seat = SeatRow.objects.get(person=doctor)
        kept = library().get("doctor", number).classes.keys() | {"rights"}
        seat.confirmed, seat.grants = {"doctor": number}, {}
        seat.keys = {klass: key for klass, key in seat.keys.items() if klass in kept}
        seat.save()

    return do


def never_confirmed(doctor: UUID) -> None:
    SeatRow.objects.filter(person=doctor).update(confirmed={})


STANDINGS = {
    **{number: still_on(number) for number in ("3.10.8", "3.10.9", "4.0.0", "4.1.0")},
    "all taken back": taken_everything_back,
    "nothing confirmed": never_confirmed,
}


@pytest.fixture
def token(doctor: UUID) -> str:
    """A pass for the doctor, from a privacy officer."""
    officer = open_account(role="staff", number="13800138509", name="周一苇", desk="privacy_officer")
    return give(officer, doctor)


def test_a_lost_number_is_replaced_by_the_officers_pass_and_a_code_on_the_new_one(
    token: str, doctor: UUID, browser: Client, gateway: Gateway
) -> None:
    owner = Client()
    answer = use_pass(owner, token, gateway)
    assert answer.headers["Location"] == "/accounts/doctor/login/"
    found = account_with("doctor", "+8613800138501")
    assert found is not None and found.person_id == doctor
    assert not Session.objects.filter(person=doctor).exists()
    assert owner.get(f"/accounts/number/{token}/").status_code == 403


@pytest.mark.clause("5.4")
@pytest.mark.parametrize("standing", STANDINGS)
def test_a_pass_works_under_every_confirmed_version_and_after_a_full_withdrawal(
    standing: str, token: str, doctor: UUID, gateway: Gateway
) -> None:
    STANDINGS[standing](doctor)
    confirmed = SeatRow.objects.get(person=doctor).confirmed
    answer = use_pass(Client(), token, gateway)
    assert answer.status_code == 302, words(answer)
    found = account_with("doctor", "+8613800138501")
    assert found is not None and found.person_id == doctor
    seat = SeatRow.objects.get(person=doctor)
    assert seat.confirmed == confirmed and seat.withdrawn is (standing == "all taken back"), "a right asks no consent"
    owner, place = log_in(gateway, NEW)
    assert "whose" not in place and owner.get("/me/information/").status_code == 200


@pytest.mark.clause("5.4")
@pytest.mark.parametrize("standing", STANDINGS)
def test_a_number_is_changed_under_every_confirmed_version_and_after_a_full_withdrawal(
    standing: str, browser: Client, doctor: UUID, gateway: Gateway
) -> None:
    STANDINGS[standing](doctor)
    assert browser.get(PLACE).status_code == 200
    assert change(browser, gateway) == 302
    found = account_with("doctor", "+8613800138501")
    assert found is not None and found.person_id == doctor


def test_a_code_for_a_new_number_logs_nobody_in_and_a_log_ins_code_changes_no_number(
    token: str, doctor: UUID, gateway: Gateway
) -> None:
    thief = Client()
    sent = thief.post(f"/accounts/number/{token}/", {"number": NEW}).headers["Location"]
    new_code, challenge = gateway.messages()[0].code, sent.split("c=")[1]
    assert thief.post("/accounts/doctor/login/code/", {"c": challenge, "code": new_code}).status_code == 400
    login = Client().post("/accounts/doctor/login/", {"number": OLD}).headers["Location"].split("c=")[1]
    answer = thief.post(f"/accounts/number/{token}/code/", {"c": login, "code": gateway.messages()[0].code})
    assert answer.status_code == 400
    assert account_with("doctor", "+8613800138501") is None


@pytest.mark.clause("4.2")
def test_a_number_that_was_never_proven_goes_within_a_day(token: str, gateway: Gateway) -> None:
    Client().post(f"/accounts/number/{token}/", {"number": NEW})
    assert PendingNumber.objects.exists()
    sweep(now=timezone.now() + timedelta(hours=25))
    assert not PendingNumber.objects.exists()


def test_a_pass_without_the_code_or_a_made_up_one_changes_nothing(token: str, gateway: Gateway) -> None:
    thief = Client()
    place = thief.post(f"/accounts/number/{token}/", {"number": NEW}).headers["Location"]
    wrong = "000000" if gateway.messages()[0].code != "000000" else "111111"
    assert thief.post(place, {"code": wrong}).status_code == 400
    assert thief.post(f"/accounts/number/{token}/code/", {"code": gateway.messages()[0].code}).status_code == 400
    assert thief.post("/accounts/number/made-up/", {"number": NEW}).status_code == 403
    assert account_with("doctor", "+8613800138500") is not None


@pytest.mark.clause("1.y")
def test_an_officer_sits_down_at_no_colleagues_desk_by_a_pass() -> None:
    officer, colleague = (
        open_account(role="staff", number=f"1380013858{n}", name="周一苇", desk="privacy_officer") for n in (1, 2)
    )
    with pytest.raises(NotForStaff, match="重新邀请"):
        give(officer, colleague)
    assert not NumberPass.objects.exists()


@pytest.mark.clause("5.1")
def test_that_a_pass_was_given_stands_in_the_persons_journal(token: str, browser: Client) -> None:
    page = words(browser.get("/me/information/seen/"))
    assert "给出换号链接" in page and "个人信息保护" in page


def test_only_the_privacy_officer_gives_a_pass(doctor: UUID) -> None:
    for actor in (Actor(doctor, "doctor"), Actor(doctor, "staff", "reviewer")):
        with pytest.raises(PermissionError):
            give_number_pass(actor=actor, person=doctor)
