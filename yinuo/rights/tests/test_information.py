"""Clause 5.1: what is held, from where, why, until when, who touched it."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from yinuo.credentials.api import hand_in, qualify
from yinuo.followups.api import show_followup
from yinuo.media.models import MediaFile
from yinuo.promise.consent import withdraw_all
from yinuo.promise.gate import Actor
from yinuo.promise.policy.model import Source
from yinuo.promise.vault import shred
from yinuo.promise.vault.fields import PersonalJSON
from yinuo.promise.vault.holdings import Holding, personal_models
from yinuo.rights.pages.spoken import SPEAKERS, spoken
from yinuo.rights.tests.conftest import Somebody
from yinuo.web.tests.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.1")]
LIST = "/me/information/"


def test_the_list_shows_what_is_held_by_function_and_the_item_says_whence_why_and_until_when(doctor: Somebody) -> None:
    hand_in(doctor.person)
    page = words(doctor.browser.get(LIST))
    assert "13800138600" in page and "提交医师资质" in page and "第 1.1b 条" in page
    one = words(doctor.browser.get(f"{LIST}item/name/"))
    for said in ("保存着 1 条", "您或写下它的人提供", "资质存续期间", "第 1.1b 条", "您本人 · 收下"):
        assert said in one, said


def test_who_touched_it_is_told_by_role_and_desk_and_repeated_reads_are_one_line(
    doctor: Somebody, reviewer: Somebody
) -> None:
    application = hand_in(doctor.person)
    for _ in range(3):
        assert reviewer.browser.get(f"/console/review/{application}/").status_code == 200
    seen = words(doctor.browser.get(f"{LIST}seen/"))
    assert "本院：资质审核 · 查看或使用" in seen and "3 次" in seen
    assert "周一苇" not in seen


def test_a_picture_opens_for_the_one_it_is_about_and_for_nobody_else(doctor: Somebody, patient: Somebody) -> None:
    hand_in(doctor.person)
    licence = MediaFile.objects.get(item="licence")
    assert f"{LIST}file/{licence.pk}/" in doctor.browser.get(f"{LIST}item/licence/").content.decode()
    assert doctor.browser.get(f"{LIST}file/{licence.pk}/").status_code == 200
    assert patient.browser.get(f"{LIST}file/{licence.pk}/").status_code == 404


def test_after_full_withdrawal_what_is_still_held_can_be_seen(doctor: Somebody) -> None:
    hand_in(doctor.person)
    withdraw_all(actor=Actor(doctor.person, "doctor"))
    page = words(doctor.browser.get(LIST))
    assert "只列出仍被保存的" in page and "13800138600" in page
    assert doctor.browser.get(f"{LIST}item/hospital/").status_code == 200


def test_what_lies_under_a_shredded_key_is_not_listed(doctor: Somebody) -> None:
    hand_in(doctor.person)
    shred(doctor.person, "qualification")
    page = words(doctor.browser.get(LIST))
    assert "姓名" not in page and "手机号码" in page
    assert doctor.browser.get(f"{LIST}item/name/").status_code == 404


def test_the_certification_shows_the_papers_and_says_what_is_not_offered(doctor: Somebody, reviewer: Somebody) -> None:
    qualify(doctor.person, reviewer=reviewer.person)
    page = words(doctor.browser.get("/me/certification/"))
    assert page.count("本版暂未提供") == 5 and "执业证编码" in page and "医生执照" in page


@pytest.mark.parametrize("path", ["", "seen/", "item/phone_number/"])
def test_every_role_has_it_and_a_visitor_has_not(path: str, patient: Somebody, officer: Somebody) -> None:
    from django.test import Client

    for one in (patient, officer):
        assert one.browser.get(f"{LIST}{path}").status_code == 200
    assert Client().get(f"{LIST}{path}").status_code == 302


def test_the_list_costs_as_many_queries_for_many_rows_as_for_few(doctor: Somebody) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert doctor.browser.get(LIST).status_code == 200
        return len(asked)

    few = cost()
    for _ in range(30):
        doctor.browser.get("/me/")  # each leaves a service log
    assert cost() <= few


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-13-01"])
def test_a_day_beyond_the_journals_term_is_no_fault_of_the_program(doctor: Somebody, day: str) -> None:
    assert doctor.browser.get(f"/me/information/seen/?until={day}").status_code == 200


def test_a_plan_and_its_answers_are_read_in_words(doctor: Somebody, reviewer: Somebody, patient: Somebody) -> None:
    qualify(doctor.person, reviewer=reviewer.person)
    show_followup(doctor.person, patient.person, name="乔木")
    listed = words(patient.browser.get(LIST))
    plan = words(patient.browser.get(f"{LIST}item/followup_plan/"))
    values = words(patient.browser.get(f"{LIST}item/followup_value/"))
    assert "高血压随访" in listed and "每天量血压：每天一次，共 14 次" in plan and "目标 100–140 mmHg" in plan
    assert "收缩压：133；舒张压：84" in values
    for page in (listed, plan, values):
        assert not re.search(r"[{}\[\]]|systolic|None|False|133\.0", page)


def test_a_followed_doctor_is_no_row_of_hexadecimal() -> None:
    one = Holding("channel_follow", "", "", uuid4(), timezone.now(), Source.GIVEN, str(uuid4()))
    assert spoken(one) == "您关注的一位医生，是谁请看“关注”"


def test_the_service_log_is_read_in_words_in_both_languages(doctor: Somebody) -> None:
    for _ in range(2):
        doctor.browser.get("/me/settings/")
    doctor.browser.get("/nowhere/")
    page = words(doctor.browser.get(f"{LIST}item/service_log/"))
    assert "查看“设置”：已完成" in page and "“没有这样的页面”：没有这一页" in page
    assert "method" not in page and "accounts:" not in page
    doctor.browser.cookies["yinuo_language"] = "en"
    page = words(doctor.browser.get(f"{LIST}item/service_log/"))
    assert "View “Settings”: Completed" in page and "method" not in page


BY_LABEL = {"followup_answer", "followup_value"}
"""Kept by the labels of the questions, which are words."""


def test_nothing_that_is_kept_in_the_shape_of_the_program_is_shown_in_that_shape() -> None:
    fields = [field for model in personal_models() for field in model.personal_fields()]
    shaped = {str(field.item) for field in fields if isinstance(field, PersonalJSON)} - {"@item", "message_text"}
    assert {"service_log", "push_choices", "followup_answer"} <= shaped
    assert shaped - BY_LABEL <= set(SPEAKERS)
    now = timezone.now()
    for item, value, said in (
        ("push_choices", {"off": [], "since": "22:00", "until": "07:00"}, "关闭的提醒：无；免打扰：22:00–07:00"),
        ("channel_audio", [[0, "开头"], [64, "什么时候去医院"]], "00:00 开头；01:04 什么时候去医院"),
        ("push_endpoint_google", {"endpoint": "https://x"}, "一台设备的推送地址，只用来送达，不显示"),
    ):
        with translation.override("zh-hans"):
            assert spoken(Holding(item, "t", "c", uuid4(), now, Source.GIVEN, value)) == said
