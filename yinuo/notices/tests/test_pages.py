"""我的→通知 and 我的→设置→账户信息→电子邮箱."""

from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from yinuo.accounts.api import open_account, session_for
from yinuo.notices.models import EmailAddress, PolicyMail
from yinuo.notices.tests.conftest import announce
from yinuo.promise.consent import standing
from yinuo.promise.models import SeatRow
from yinuo.promise.policy import library
from yinuo.promise.policy.acts import COMMAND
from yinuo.promise.policy.publishing import retract

pytestmark = [pytest.mark.django_db, pytest.mark.clause("7"), pytest.mark.usefixtures("shelf")]
EMAIL = "/me/settings/account/email/"


@pytest.fixture
def doctor() -> UUID:
    return open_account(role="doctor", number="13800138310")


@pytest.fixture
def browser(doctor: UUID) -> Client:
    return session_for(Client(), doctor)


def given(typed: str) -> dict[str, str]:
    version = library().in_force("doctor")
    return {"email": typed, "notice": version.clauses[version.purposes["notices.policy"].clause].hash}


def test_an_address_is_given_changed_and_taken_back(browser: Client, doctor: UUID) -> None:
    first = browser.get(EMAIL).content.decode()
    assert "不留邮箱" in first and "同意并保存" in first and "第 7 条" in first and "checked" not in first
    assert browser.post(EMAIL, given("lin@example.com")).status_code == 302
    assert "l***@example.com" in browser.get(EMAIL).content.decode()
    browser.post(EMAIL, given("other@example.org"))
    assert "o***@example.org" in browser.get(EMAIL).content.decode() and EmailAddress.objects.count() == 1
    browser.post(f"{EMAIL}forget/")
    assert not EmailAddress.objects.exists() and not standing(doctor).granted("notices.policy", "email")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "请先填写邮箱地址"),
        ("not an address", "这不像一个邮箱地址"),
        ("lin@", "这不像一个邮箱地址"),
        ("lin@example.com\r\nBcc: all@example.com", "这不像一个邮箱地址"),
        ("林@例子.中国", "这不像一个邮箱地址"),
        ('"<x@y.com>"@example.com', "这不像一个邮箱地址"),
        ('"a\x0bb"@example.com', "这不像一个邮箱地址"),
        ("=?utf-8?q?=0a?=@example.com", "这不像一个邮箱地址"),
        ("lin@[127.0.0.1]", "这不像一个邮箱地址"),
        (f"{'a' * 250}@example.com", "邮箱地址太长了"),
    ],
)
def test_a_bad_address_gets_a_sentence_and_stays_in_the_field(browser: Client, typed: str, says: str) -> None:
    answer = browser.post(EMAIL, given(typed))
    assert answer.status_code == 400 and says in answer.content.decode()
    assert not EmailAddress.objects.exists()


def test_an_old_tab_keeps_no_address(browser: Client) -> None:
    answer = browser.post(EMAIL, {**given("lin@example.com"), "notice": "0" * 64})
    assert answer.status_code == 400 and "刚刚更新过" in answer.content.decode()
    assert not EmailAddress.objects.exists()


def test_who_confirmed_a_version_without_it_is_refused_with_the_clause(browser: Client, doctor: UUID) -> None:
    SeatRow.objects.filter(person=doctor).update(confirmed={"doctor": "4.0.0"})
    answer = browser.post(EMAIL, given("lin@example.com"))
    assert answer.status_code == 403 and "请先阅读并确认新版" in answer.content.decode()
    assert not EmailAddress.objects.exists()


def test_the_list_says_where_each_version_stands_for_me(browser: Client) -> None:
    assert "还没有通知" in browser.get("/me/notices/").content.decode()
    announce()
    shown = browser.get("/me/notices/").content.decode()
    assert "更新到 V4.3.0" in shown and "重大变化" in shown and "等您确认" in shown
    assert "有重大变化" in browser.get("/me/").content.decode()
    version = library().in_force("doctor")
    page = "/me/settings/account/privacy/version/"
    browser.post(page, {"policy": "doctor", "version": version.number, "shown": version.hash})
    assert "您已确认" in browser.get("/me/notices/").content.decode()
    assert "有重大变化" not in browser.get("/me/").content.decode()
    announce(("先说三件最要紧的事", "先说最要紧的三件事"), days=3)
    assert "起生效" in browser.get("/me/notices/").content.decode()
    retract(COMMAND, "doctor", "4.4.0")
    assert "已撤回，没有生效过" in browser.get("/me/notices/").content.decode()


def test_who_comes_later_is_not_told_of_what_was_before(doctor: UUID) -> None:
    announce()
    later = session_for(Client(), open_account(role="doctor", number="13800138311"))
    assert "还没有通知" in later.get("/me/notices/").content.decode()


def test_a_mail_that_did_not_arrive_is_said(browser: Client, doctor: UUID) -> None:
    browser.post(EMAIL, given("lin@example.com"))
    told = announce()
    PolicyMail.objects.create(announcement=told, person=doctor, state="undeliverable", settled_at=timezone.now())
    SeatRow.objects.filter(person=doctor).update(confirmed={"doctor": "4.3.0"})
    assert "没能送到这个邮箱" in browser.get(EMAIL).content.decode()


def test_staff_have_notices_and_no_address() -> None:
    officer = open_account(role="staff", number="13800138312", name="江若水", desk="audit")
    browser = session_for(Client(), officer)
    assert browser.get("/me/notices/").status_code == 200
    assert browser.get(EMAIL).status_code == 404
    assert EMAIL not in browser.get("/me/settings/account/").content.decode()
