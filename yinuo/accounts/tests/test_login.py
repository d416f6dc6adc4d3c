"""Clause 1.1a and house law 4: logging in with a number already held."""

import threading
import time
from typing import Any
from urllib.parse import unquote

import pytest
from django.utils import timezone

from yinuo.accounts import sending
from yinuo.accounts.acs3 import Call
from yinuo.accounts.demonstration import open_account
from yinuo.accounts.models import DoctorAccount, LoginCode, Session
from yinuo.accounts.sending import send_after as really_send_after
from yinuo.accounts.stand_in_sms import Gateway
from yinuo.accounts.tests.browser import Visitor, words
from yinuo.promise.consent import withdraw_all
from yinuo.promise.gate import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.1a")]
NUMBER = "13800138001"


def _ask(visitor: Visitor, number: str = NUMBER, follow: str = "") -> str:
    answer = visitor.post("/accounts/doctor/login/", {"number": number, "next": follow})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def _answer(visitor: Visitor, page: str, code: str) -> Any:
    signed = page.split("c=", 1)[1].split("&", 1)[0]
    data = {"c": unquote(signed), "code": code}
    if "next=" in page:
        data["next"] = unquote(page.split("next=", 1)[1])
    return visitor.post("/accounts/doctor/login/code/", data)


def test_a_held_number_logs_in(visitor: Visitor, gateway: Gateway) -> None:
    person = open_account(role="doctor", number=NUMBER)
    page = _ask(visitor)
    assert not Session.objects.exists()
    answer = _answer(visitor, page, gateway.messages()[0].code)
    assert answer.status_code == 302
    assert Session.objects.get().person == person and Session.objects.get().role == "doctor"


def test_the_answer_does_not_tell_whether_a_number_is_held(gateway: Gateway) -> None:
    open_account(role="doctor", number=NUMBER)
    pages = []
    for number in (NUMBER, "13800138009"):
        visitor = Visitor()
        page = _ask(visitor, number)
        shown = words(visitor.get(page))
        wrong = words(_answer(visitor, page, "000000"))
        pages.append((shown, wrong, set(visitor.cookies)))
    assert pages[0] == pages[1]
    assert len(gateway.messages()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_slow_gateway_delays_no_answer_so_no_clock_tells_whether_a_number_is_held(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "send_after", really_send_after)
    asked, answered, real = threading.Event(), threading.Event(), gateway.send

    def slow(call: Call) -> str:
        asked.set()
        assert answered.wait(10), "the answer waited for the gateway"
        return real(call)

    monkeypatch.setattr(gateway, "send", slow)
    person = open_account(role="doctor", number=NUMBER)
    browser = Visitor()
    page = _ask(browser)
    assert asked.wait(10) and gateway.messages() == [], "answered while the gateway still takes its time"
    assert _ask(Visitor(), "13800138777").split("?c=")[0] == page.split("?c=")[0]
    answered.set()
    until = time.monotonic() + 10
    while not gateway.messages() and time.monotonic() < until:
        time.sleep(0.02)
    assert _answer(browser, page, gateway.messages()[0].code).status_code == 302
    assert Session.objects.get().person == person


def test_log_in_never_creates_an_account(visitor: Visitor, gateway: Gateway) -> None:
    page = _ask(visitor)
    for code in range(5):
        _answer(visitor, page, f"{code:06d}")
    assert not DoctorAccount.objects.exists() and not gateway.messages()


def test_a_replayed_code_is_told_and_refused(visitor: Visitor, gateway: Gateway) -> None:
    open_account(role="doctor", number=NUMBER)
    page = _ask(visitor)
    code = gateway.messages()[0].code
    assert _answer(visitor, page, code).status_code == 302
    answer = _answer(Visitor(), page, code)
    assert answer.status_code == 400 and "用过" in words(answer)


def test_an_expired_and_a_void_code_are_told(visitor: Visitor, gateway: Gateway) -> None:
    open_account(role="doctor", number=NUMBER)
    page, code = _ask(visitor), gateway.messages()[0].code
    LoginCode.objects.update(expires_at=timezone.now())
    assert "过期" in words(_answer(visitor, page, code))
    page, code = _ask(visitor), gateway.messages()[0].code
    for _ in range(5):
        answer = _answer(visitor, page, f"{(int(code) + 1) % 1_000_000:06d}")
    assert "作废" in words(answer)
    assert "作废" in words(_answer(visitor, page, code))


def test_a_newer_code_ends_the_older_one(visitor: Visitor, gateway: Gateway) -> None:
    open_account(role="doctor", number=NUMBER)
    old, code = _ask(visitor), gateway.messages()[0].code
    _ask(visitor)
    assert _answer(visitor, old, code).status_code == 400


def test_a_forged_challenge_is_refused(visitor: Visitor) -> None:
    answer = visitor.post("/accounts/doctor/login/code/", {"c": "forged", "code": "123456"})
    assert answer.status_code == 400 and "还没有获取验证码" in words(answer)


def test_the_sixth_request_waits_for_held_and_unheld_numbers_alike(gateway: Gateway) -> None:
    open_account(role="doctor", number=NUMBER)
    for number, address in ((NUMBER, "192.0.2.1"), ("13800138009", "192.0.2.2")):
        visitor = Visitor(REMOTE_ADDR=address)
        for _ in range(5):
            _ask(visitor, number)
        answer = visitor.post("/accounts/doctor/login/", {"number": number})
        assert answer.status_code == 400 and "秒后再试" in words(answer)


def test_one_address_may_not_ask_for_many_numbers(visitor: Visitor) -> None:
    for last in range(30):
        _ask(visitor, f"138001380{last:02}")
    assert visitor.post("/accounts/doctor/login/", {"number": "13800138099"}).status_code == 400
    assert _ask(Visitor(REMOTE_ADDR="192.0.2.9"), "13800138099")


def test_a_failing_gateway_changes_nothing_of_the_answer(visitor: Visitor, gateway: Gateway) -> None:
    open_account(role="doctor", number=NUMBER)
    gateway.secret = "another"
    try:
        page = _ask(visitor)
    finally:
        gateway.secret = "test-secret"
    assert visitor.get(page).status_code == 200 and not gateway.messages()


def test_after_log_in_one_returns_to_the_page_where_it_was_asked(visitor: Visitor, gateway: Gateway) -> None:
    open_account(role="doctor", number=NUMBER)
    away = visitor.get("/me/settings/")
    assert away.status_code == 302 and away["Location"].startswith("/accounts/login/?next=")
    page = _ask(visitor, follow="/me/settings/")
    assert _answer(visitor, page, gateway.messages()[0].code)["Location"] == "/me/settings/"


@pytest.mark.parametrize("follow", ["https://example.org/", "//example.org/", "javascript:alert(1)", "/\\example.org"])
def test_an_address_elsewhere_is_not_followed(visitor: Visitor, gateway: Gateway, follow: str) -> None:
    open_account(role="doctor", number=NUMBER)
    page = _ask(visitor, follow=follow)
    assert "example.org" not in _answer(visitor, page, gateway.messages()[0].code)["Location"]


def test_log_out_ends_the_session_and_wipes_the_device(visitor: Visitor, gateway: Gateway) -> None:
    visitor.register("doctor", NUMBER, gateway)
    page = visitor.get("/me/").content.decode()
    assert "data-wipe-device" in page
    assert visitor.get("/accounts/logout/").status_code == 405
    visitor.post("/accounts/logout/")
    assert not Session.objects.exists()
    assert visitor.get("/me/").status_code == 302


@pytest.mark.clause("5.4")
def test_log_in_works_after_a_full_withdrawal(visitor: Visitor, gateway: Gateway) -> None:
    person = open_account(role="doctor", number=NUMBER)
    withdraw_all(actor=Actor(person, "doctor"))
    answer = _answer(visitor, _ask(visitor), gateway.messages()[0].code)
    assert answer.status_code == 302 and Session.objects.get().person == person
