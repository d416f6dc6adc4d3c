"""Clause 1.1b: the typed fields, each an act of its own."""

from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from yinuo.credentials.api import PURPOSE
from yinuo.credentials.models import FIELDS as TYPED
from yinuo.credentials.models import Application
from yinuo.credentials.tests.scenes import FIELDS, HOME, PICTURES, fill_in, notice, save, state, take_back, words
from yinuo.promise.consent import standing
from yinuo.promise.models import ConsentEvent
from yinuo.promise.policy import library

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.1b")]


def test_every_part_says_what_it_is_for_its_clause_and_what_leaving_it_out_costs(browser: Client) -> None:
    pages = browser.get(FIELDS).content.decode() + browser.get(PICTURES).content.decode()
    version = library().in_force("doctor")
    uses = [use for use in version.purposes[PURPOSE].items.values() if use.item != "review_note"]
    assert len(uses) == 12
    for use in uses:
        assert use.why in pages and use.refusing in pages, use.item
    assert pages.count("1.1b") >= 12


def test_nothing_is_chosen_beforehand(browser: Client) -> None:
    for path in (HOME, FIELDS, PICTURES):
        page = browser.get(path).content.decode()
        assert "checked" not in page
        assert page.count(" selected>") == page.count('value="" selected>')


def test_filling_in_is_an_act_for_that_field_only(browser: Client, doctor: UUID) -> None:
    assert not standing(doctor).grants
    assert save(browser, name="林晓岚", city="").status_code == 302
    assert standing(doctor).grants == {PURPOSE: {"name": True}}
    event = ConsentEvent.objects.get(person=doctor, kind=ConsentEvent.Kind.GRANTED)
    assert (event.purpose, event.item, event.notice) == (PURPOSE, "name", notice())


def test_agreeing_to_words_that_were_not_shown_is_refused(browser: Client, doctor: UUID) -> None:
    answer = browser.post(FIELDS, {"notice": "another text", "name": "林晓岚"})
    assert answer.status_code == 400 and "刷新" in words(answer) and "林晓岚" in answer.content.decode()
    assert not standing(doctor).grants and not Application.objects.exists()


def test_a_draft_survives(browser: Client) -> None:
    save(browser, name="林晓岚", hospital="医诺示范医院")
    page = browser.get(FIELDS).content.decode()
    assert "林晓岚" in page and "医诺示范医院" in page
    assert "还缺：" in words(browser.get(HOME)) and "城市" in words(browser.get(HOME))


def test_next_goes_to_the_pictures_and_saving_goes_home(browser: Client) -> None:
    assert save(browser, name="林晓岚")["Location"] == f"{PICTURES}?kept"
    assert save(browser, name="林晓岚", save="1")["Location"] == f"{HOME}?kept"
    assert "data-draft-done" in browser.get(f"{HOME}?kept").content.decode()
    assert "data-draft-done" not in browser.get(HOME).content.decode()


def test_a_field_can_be_emptied_again(browser: Client) -> None:
    save(browser, name="林晓岚", introduction="擅长高血压")
    save(browser, name="林晓岚", introduction="")
    assert "擅长高血压" not in browser.get(FIELDS).content.decode()


def test_what_was_typed_does_not_stand_in_the_database(browser: Client, doctor: UUID) -> None:
    save(browser, name="林晓岚", introduction="擅长高血压")
    with connection.cursor() as cursor:
        cursor.execute("select t::text from credentials_application t")
        found = cursor.fetchone()[0]
    assert str(doctor) in found
    assert "林晓岚" not in found and "林晓岚".encode().hex() not in found


@pytest.mark.parametrize("part", ["gender", "name"])
def test_a_withdrawn_field_is_not_collected_again_by_saving(browser: Client, doctor: UUID, part: str) -> None:
    save(browser, gender="女", name="林晓岚", city="杭州")
    take_back(doctor, part)
    answer = save(browser, gender="男", name="顾清和", city="杭州")
    assert answer.status_code == 403 and "授权已收回" in words(answer) and "1.1b" in words(answer)
    page = browser.get(FIELDS).content.decode()
    assert "您已收回对这一项的同意" in page and f'name="{part}"' not in page
    assert save(browser, city="宁波").status_code == 302


def test_allowing_again_takes_one_tap(browser: Client, doctor: UUID) -> None:
    save(browser, name="林晓岚")
    take_back(doctor, "name")
    said = {"purpose": PURPOSE, "item": "name", "notice": notice(), "next": f"{FIELDS}#name"}
    assert browser.post("/consent/grant/", said)["Location"] == f"{FIELDS}#name"
    assert "林晓岚" in browser.get(FIELDS).content.decode()


@pytest.mark.parametrize("name", ["أحمد بن سالم", "José Núñez", "欧阳·买买提", "O’Neil"])
def test_names_of_every_script_are_taken(browser: Client, name: str) -> None:
    assert save(browser, name=name).status_code == 302
    assert name in browser.get(FIELDS).content.decode()


@pytest.mark.parametrize("name", ["林😀", "<b>林</b>", "林★", "x" * 41, "林\x00晓"])
def test_a_name_that_is_no_name_is_told_and_what_was_typed_stays(browser: Client, name: str) -> None:
    answer = save(browser, name=name, city="杭州")
    assert answer.status_code == 400 and "field-error" in answer.content.decode()
    assert "杭州" in answer.content.decode()
    assert not Application.objects.exists()


@pytest.mark.parametrize("part", TYPED)
def test_over_long_input_is_told_at_its_field(browser: Client, part: str) -> None:
    answer = save(browser, **{part: "长" * 5000})
    assert answer.status_code == 400 and f'id="id_{part}_error"' in answer.content.decode()


def test_a_hidden_direction_mark_is_taken_away(browser: Client) -> None:
    save(browser, name="林\u202e晓岚")
    page = browser.get(FIELDS).content.decode()
    assert "林晓岚" in page and "\u202e" not in page


@pytest.mark.parametrize("price", ["-1", "99.5", "10000", "贵", "١٢"])
def test_a_price_that_is_no_price_is_told(browser: Client, price: str) -> None:
    assert save(browser, consult_price=price).status_code == 400


def test_handing_in_names_what_is_missing(browser: Client) -> None:
    save(browser, name="林晓岚")
    answer = browser.post("/credentials/submit/")
    assert answer.status_code == 400
    assert "还缺" in words(answer) and "医生执照" in words(answer) and "城市" in words(answer)
    assert state() == "draft"


def test_leaving_the_extras_out_costs_nothing_else(browser: Client, doctor: UUID) -> None:
    fill_in(browser, doctor)
    assert "提交审核" in words(browser.get(HOME))
    assert browser.post("/credentials/submit/").status_code == 302
    assert state() == "submitted"


def test_what_was_taken_back_is_missing(browser: Client, doctor: UUID) -> None:
    fill_in(browser, doctor)
    take_back(doctor, "licence")
    answer = browser.post("/credentials/submit/")
    assert answer.status_code == 400 and "医生执照" in words(answer)


def test_papers_that_were_handed_in_are_changed_only_after_taking_them_back(browser: Client, doctor: UUID) -> None:
    fill_in(browser, doctor)
    browser.post("/credentials/submit/")
    answer = save(browser, name="别名")
    assert answer.status_code == 400 and "取回修改" in words(answer)
    assert browser.post("/credentials/submit/").status_code == 400
    assert browser.post("/credentials/reopen/").status_code == 302
    assert save(browser, name="别名").status_code == 302
    assert browser.post("/credentials/reopen/").status_code == 400


def test_only_a_doctor_has_papers(patient: UUID, reviewer: UUID, desk: Client) -> None:
    for path in (HOME, FIELDS, PICTURES):
        assert desk.get(path).status_code == 404
        assert Client().get(path).status_code == 302
