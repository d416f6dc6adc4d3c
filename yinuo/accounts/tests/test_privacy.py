"""Clauses 5.4 and 7: see, grant, refuse, withdraw, come back, confirm a new version."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from yinuo.accounts.demonstration import open_account, session_for
from yinuo.promise.consent import may_ask, standing
from yinuo.promise.models import ConsentEvent, InForce
from yinuo.promise.policy import library

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.4")]
PRIVACY = "/me/settings/account/privacy/"
VOICE = {"purpose": "consultations", "item": "voice_note"}


@pytest.fixture
def doctor() -> UUID:
    return open_account(role="doctor", number="13800138300")


@pytest.fixture
def browser(doctor: UUID) -> Client:
    return session_for(Client(), doctor)


def _notice(purpose: str = "consultations") -> str:
    version = library().in_force("doctor")
    return version.clauses[version.purposes[purpose].clause].hash


def _grant(browser: Client, **more: str) -> Any:
    return browser.post("/consent/grant/", {**VOICE, "notice": _notice(), **more})


def test_the_page_lists_every_offered_function_with_a_switch_for_each_consent(browser: Client) -> None:
    page = browser.get(PRIVACY).content.decode()
    version = library().in_force("doctor")
    for purpose in version.purposes.values():
        assert (purpose.does in page) is purpose.offered, purpose.id
    assert page.count('action="/consent/grant/"') >= 12
    assert "checked" not in page


def test_every_menu_path_of_the_clause_can_be_walked(browser: Client) -> None:
    for start, end in (
        ("/me/", "/me/settings/"),
        ("/me/settings/", "/me/settings/account/"),
        ("/me/settings/account/", PRIVACY),
        (PRIVACY, f"{PRIVACY}withdraw/"),
        ("/me/settings/", "/me/settings/privacy/"),
        ("/me/settings/privacy/", "/me/settings/privacy/devices/"),
    ):
        page = browser.get(start)
        assert page.status_code == 200 and f'href="{end}"' in page.content.decode(), start
        assert browser.get(end).status_code == 200


def test_withdrawing_takes_as_many_steps_as_granting(browser: Client, doctor: UUID) -> None:
    assert _grant(browser).status_code == 302
    assert standing(doctor).granted("consultations", "voice_note")
    page = browser.get(PRIVACY).content.decode()
    assert "已同意" in page
    assert browser.post("/consent/withdraw/", VOICE).status_code == 302
    assert not standing(doctor).granted("consultations", "voice_note")


def test_one_function_is_taken_back_in_one_tap_and_each_item_has_its_receipt(browser: Client, doctor: UUID) -> None:
    for item in ("voice_note", "photo_taken"):
        browser.post("/consent/grant/", {"purpose": "consultations", "item": item, "notice": _notice()})
    assert "全部 2 项同意" in browser.get(PRIVACY).content.decode()
    browser.post("/consent/withdraw/function/", {"purpose": "consultations", "next": PRIVACY})
    now = standing(doctor)
    assert not now.granted("consultations", "voice_note") and not now.granted("consultations", "photo_taken")
    assert ConsentEvent.objects.filter(person=doctor, kind="withdrawn").count() == 2


def test_granting_under_another_text_than_the_one_in_force_is_refused(browser: Client, doctor: UUID) -> None:
    answer = browser.post("/consent/grant/", {**VOICE, "notice": "0" * 64}, headers={"accept": "application/json"})
    assert answer.status_code == 409 and "刷新" in answer.json()["sentence"]
    assert not standing(doctor).grants


def test_what_no_version_ever_named_can_not_be_taken_back(browser: Client, doctor: UUID) -> None:
    answer = browser.post(
        "/consent/withdraw/", {"purpose": "consultations", "item": "x" * 70}, headers={"accept": "application/json"}
    )
    assert answer.status_code == 409
    assert "没有这一项" in answer.json()["sentence"]
    assert standing(doctor).grants == {}


def test_the_sheet_gets_what_it_shows(browser: Client) -> None:
    shown = browser.get("/consent/ask/", {**VOICE, "tapped": "1"}).json()
    assert set(shown) == {"ask", "granted", "title", "does", "why", "clause", "clause_url", "notice", "refusing"}
    assert shown["ask"] and not shown["granted"] and shown["clause"] == "1.2" and shown["notice"] == _notice()
    assert shown["refusing"] and browser.get(shown["clause_url"]).status_code == 200


@pytest.mark.parametrize("notice", ["我叫林若溪，电话13800138301", "a" * 80])
def test_a_no_is_always_taken_and_keeps_no_words_of_the_person(browser: Client, doctor: UUID, notice: str) -> None:
    assert browser.post("/consent/refuse/", {**VOICE, "notice": notice}).status_code == 302
    assert ConsentEvent.objects.get(person=doctor, kind="refused").notice == ""


def test_after_a_refusal_nothing_asks_again_unless_tapped(browser: Client, doctor: UUID) -> None:
    browser.post("/consent/refuse/", {**VOICE, "notice": _notice()}, headers={"accept": "application/json"})
    assert not browser.get("/consent/ask/", VOICE).json()["ask"]
    assert browser.get("/consent/ask/", {**VOICE, "tapped": "1"}).json()["ask"]
    assert not may_ask(doctor, "consultations", "voice_note", tapped=False)


@pytest.mark.parametrize(
    ("purpose", "item"),
    [("wallet", "bank_card"), ("consultations", "face"), ("followups", "voice_note"), ("", ""), ("rights", "name")],
)
def test_what_no_clause_offers_is_never_asked(browser: Client, doctor: UUID, purpose: str, item: str) -> None:
    named = {"purpose": purpose, "item": item}
    assert browser.get("/consent/ask/", named).status_code == 404
    answer = browser.post("/consent/grant/", {**named, "notice": _notice()}, headers={"accept": "application/json"})
    assert answer.status_code == 409 and not standing(doctor).grants


def test_device_permissions_name_what_they_serve(browser: Client) -> None:
    page = browser.get("/me/settings/privacy/devices/").content.decode()
    assert "相机" in page and "麦克风" in page and "相册" in page and "位置" not in page


def test_full_withdrawal_leaves_only_the_rights_and_one_step_back(browser: Client, doctor: UUID) -> None:
    _grant(browser)
    answer = browser.post(f"{PRIVACY}withdraw/")
    assert answer["Location"] == f"{PRIVACY}back/"
    assert standing(doctor).withdrawn
    away = browser.get("/credentials/")
    assert away.status_code == 302 and away["Location"].startswith(f"{PRIVACY}back/")
    for path in ("/me/", PRIVACY, "/policy/doctor/"):
        assert browser.get(path).status_code == 200
    version = library().in_force("doctor")
    browser.post(f"{PRIVACY}back/", {"version": version.number, "shown": version.hash, "next": "/credentials/"})
    assert not standing(doctor).withdrawn
    assert browser.get("/credentials/").status_code == 200


@pytest.mark.clause("7")
def test_a_new_version_is_shown_with_its_differences_before_anything_else(browser: Client, doctor: UUID) -> None:
    assert browser.get("/credentials/").status_code == 200
    InForce.objects.filter(role="doctor").update(number="3.10.9")
    away = browser.get("/credentials/")
    assert away.status_code == 302 and away["Location"].startswith(f"{PRIVACY}version/?next=")
    page = browser.get(away["Location"]).content.decode()
    assert "3.10.9" in page and "逐字对照 V4.2.0" in page and page.count("diff-removed") > 3
    assert standing(doctor).confirmed["doctor"] == "4.2.0"
    version = library().in_force("doctor")
    browser.post(f"{PRIVACY}version/", {"version": version.number, "shown": version.hash})
    assert standing(doctor).confirmed["doctor"] == "3.10.9"


@pytest.mark.clause("7")
def test_who_does_not_confirm_goes_on_within_the_old_version(browser: Client, doctor: UUID) -> None:
    InForce.objects.filter(role="doctor").update(number="3.10.9")
    answer = browser.post(f"{PRIVACY}version/later/", {"next": "/me/", "version": "3.10.9"})
    assert answer["Location"] == "/me/"
    assert browser.get("/credentials/").status_code != 302
    assert standing(doctor).confirmed["doctor"] == "4.2.0"
    said = ConsentEvent.objects.filter(person=doctor, version="3.10.9").values_list("kind", flat=True)
    assert list(said) == ["postponed"]


def test_fragments_and_scripts_are_left_to_the_gate(browser: Client) -> None:
    InForce.objects.filter(role="doctor").update(number="3.10.9")
    for headers in ({"HX-Request": "true"}, {"Sec-Fetch-Dest": "empty"}, {"Sec-Fetch-Dest": "image"}):
        answer = browser.get("/credentials/", headers=headers)
        assert "Location" not in answer.headers


def test_a_visitor_gives_and_takes_nothing() -> None:
    for act in ("grant", "refuse", "withdraw"):
        assert Client().post(f"/consent/{act}/", VOICE).status_code == 302
    assert not ConsentEvent.objects.exists()
