"""The doctor's patients by need, each called as far as the patient agreed."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yinuo.followups import consents
from yinuo.followups.models import Plan
from yinuo.followups.tests import scenes
from yinuo.followups.tests.test_answering import HIGH
from yinuo.promise.gate import Actor

pytestmark = [pytest.mark.clause("1.7"), pytest.mark.django_db]
PLACE = "/doctor/followups/"


def test_the_list_is_by_need_and_a_page_is_the_same_few_statements_for_any_number(
    doctor: Actor, at_doctor: Client
) -> None:
    counts = []
    for said in ({}, HIGH, {"q_warning": "yes"}, HIGH):
        one = scenes.patient()
        scenes.answer(scenes.browser(one), scenes.running(doctor, one), None, **said)
        with CaptureQueriesContext(connection) as asked:
            page = scenes.words(at_doctor.get(PLACE))
        counts.append(sum("followups_" in query["sql"] for query in asked.captured_queries))
    assert counts[0] == counts[-1] <= 8
    assert page.index("有没有胸痛") < page.index("收缩压 172") < page.index("按计划，下一次")
    assert "收缩压 172" not in scenes.words(at_doctor.get("/doctor/followups/?need=4"))
    assert "172" not in scenes.words(at_doctor.get("/doctor/followups/?need=0"))
    assert at_doctor.get("/doctor/followups/?need=x&page=99999999").status_code == 200
    far = scenes.words(at_doctor.get(f"{PLACE}?page=99999999"))
    assert "乔木" in far, "past the end the last page is shown"


def test_an_empty_filter_is_not_an_empty_list(doctor: Actor, patient: Actor, at_doctor: Client) -> None:
    assert "还没有随访" in scenes.words(at_doctor.get(PLACE))
    plan = scenes.running(doctor, patient)
    empty = scenes.words(at_doctor.get(f"{PLACE}?need=0"))
    assert "还没有随访" not in empty and "这一类现在没有患者" in empty and "看全部" in empty
    at_doctor.post(f"{PLACE}{plan.pk}/end/")
    over = scenes.words(at_doctor.get(PLACE))
    assert "还没有随访" not in over and "没有进行中的随访" in over


def test_a_name_that_was_given_for_a_consultation_is_not_used_for_a_follow_up(
    doctor: Actor, patient: Actor, at_patient: Client
) -> None:
    made = scenes.consultation(doctor, patient, name="乔木")
    at_doctor = scenes.browser(doctor)
    at_doctor.post(f"{PLACE}after/{made}/", {"plan": "hypertension"})
    plan = Plan.objects.get()
    for place in (PLACE, f"{PLACE}{plan.pk}/"):
        page = scenes.words(at_doctor.get(place))
        assert "乔木" not in page and "待确认的随访" in page, place
    assert f"/doctor/consultations/{made}/" in at_doctor.get(f"{PLACE}{plan.pk}/").content.decode()
    assert scenes.confirm(at_patient, plan, **{f"act-{consents.NAME}": "no"}).status_code == 302
    for place in (PLACE, f"{PLACE}{plan.pk}/"):
        assert "乔木" not in scenes.words(at_doctor.get(place)), place


def test_a_plan_that_waits_for_somebody_without_a_name_is_called_what_it_is(doctor: Actor, patient: Actor) -> None:
    made = scenes.consultation(doctor, patient)
    at_doctor = scenes.browser(doctor)
    at_doctor.post(f"{PLACE}after/{made}/", {"plan": "hypertension"})
    for place in (PLACE, f"{PLACE}{Plan.objects.get().pk}/"):
        assert "待确认的随访" in scenes.words(at_doctor.get(place)), place
