"""Nothing is asked before the patient says yes, item by item; leaving is as easy."""

import re

import pytest
from django.test import Client

from yinuo.followups import consents
from yinuo.followups.models import Occasion, Plan, Template, Tie
from yinuo.followups.tests import scenes
from yinuo.promise.consent import withdraw
from yinuo.promise.gate import Actor
from yinuo.promise.models import ConsentEvent

pytestmark = [pytest.mark.clause("1.7"), pytest.mark.django_db]


def test_a_consultation_that_ended_leads_to_a_plan_in_three_taps(doctor: Actor, patient: Actor) -> None:
    made = scenes.consultation(doctor, patient)
    at_doctor = scenes.browser(doctor)
    assert "安排随访" in scenes.words(at_doctor.get(f"/doctor/consultations/{made}/"))
    place = f"/doctor/followups/after/{made}/"
    assert "高血压随访" in scenes.words(at_doctor.get(place))
    assert "目标 100–140 mmHg" in scenes.words(at_doctor.get(f"{place}?plan=hypertension"))
    preview = scenes.words(at_doctor.get(f"{place}?plan=hypertension"))
    assert "90 以下、160 以上 提醒医生" in preview and "180 以上 紧急提醒医生" in preview
    assert "没有 / 有；选“有” 紧急提醒医生" in preview and "选“自己停了” 提醒医生" in preview
    assert "达到 10 分提醒医生" in scenes.words(at_doctor.get(f"{place}?plan=depression"))
    sent = at_doctor.post(place, {"plan": "hypertension"})
    assert sent.status_code == 302
    plan = Plan.objects.get()
    assert (plan.state, plan.patient_id, plan.consultation) == ("proposed", patient.who, made)
    assert Occasion.objects.count() == 0
    assert at_doctor.post(place, {"plan": "hypertension"}).status_code == 409
    assert at_doctor.post(place, {"plan": "nonsense"}).status_code == 409


def test_a_second_tap_sends_no_second_plan(doctor: Actor, patient: Actor, at_doctor: Client) -> None:
    tie = scenes.tied(doctor, patient)
    place = f"/doctor/followups/for/{tie}/"
    assert at_doctor.post(place, {"plan": "asthma"}).status_code == 302
    assert at_doctor.post(place, {"plan": "asthma"}).status_code == 409
    assert Plan.objects.count() == 1


def test_a_plan_waits_for_the_end_of_the_consultation(doctor: Actor, patient: Actor) -> None:
    made = scenes.consultation(doctor, patient, ended=False)
    answer = scenes.browser(doctor).post(f"/doctor/followups/after/{made}/", {"plan": "hypertension"})
    assert answer.status_code == 409
    assert "结束问诊" in scenes.words(answer)
    other = scenes.browser(scenes.doctor())
    assert other.get(f"/doctor/followups/after/{made}/").status_code == 404


def test_before_the_yes_nothing_is_asked_and_with_it_the_whole_schedule_stands(
    doctor: Actor, patient: Actor, at_patient: Client
) -> None:
    plan = scenes.proposed(doctor, patient)
    page = scenes.words(at_patient.get(f"/patient/followups/{plan.pk}/"))
    assert "随访回答" in page
    assert "随访测量值" in page
    short = at_patient.post(f"/patient/followups/{plan.pk}/confirm/", {"notice": consents.notice("patient")})
    assert short.status_code == 422
    assert scenes.plan(plan.pk).state == "proposed"

    assert scenes.confirm(at_patient, plan).status_code == 302
    assert scenes.plan(plan.pk).state == "running"
    occasions = Occasion.objects.filter(plan=plan)
    assert occasions.count() == 24
    assert occasions.filter(state="open").count() == 1
    assert ConsentEvent.objects.filter(person=patient.who, purpose="followups", kind="granted").count() >= 2


def test_a_no_to_the_basic_item_begins_nothing(doctor: Actor, patient: Actor, at_patient: Client) -> None:
    plan = scenes.proposed(doctor, patient)
    answer = scenes.confirm(at_patient, plan, **{"act-followup_answer": "no"})
    assert answer.status_code == 409
    assert "不参加" in scenes.words(answer)
    assert scenes.plan(plan.pk).state == "proposed"
    assert not Occasion.objects.exists()


def test_a_consent_of_another_text_is_not_taken(doctor: Actor, patient: Actor, at_patient: Client) -> None:
    plan = scenes.proposed(doctor, patient)
    assert scenes.confirm(at_patient, plan, notice="0" * 64).status_code == 409
    assert scenes.plan(plan.pk).state == "proposed"


def test_a_patient_declines_or_leaves_and_is_asked_no_more(doctor: Actor, patient: Actor, at_patient: Client) -> None:
    first = scenes.proposed(doctor, patient)
    at_patient.post(f"/patient/followups/{first.pk}/leave/")
    assert scenes.plan(first.pk).state == "declined"
    assert scenes.confirm(at_patient, first).status_code == 409

    second = scenes.running(doctor, patient, "diabetes")
    at_patient.post(f"/patient/followups/{second.pk}/leave/", {"running": "1"})
    assert scenes.plan(second.pk).state == "stopped"
    assert not Occasion.objects.filter(plan=second).exists()


def test_a_plan_that_was_left_still_says_how_much_was_planned(
    doctor: Actor, patient: Actor, at_patient: Client
) -> None:
    plan = scenes.running(doctor, patient)
    scenes.answer(at_patient, plan)
    at_patient.post(f"/patient/followups/{plan.pk}/leave/", {"running": "1"})
    assert "计划 24 次，已填 1 次，漏填 0 次" in scenes.words(at_patient.get(f"/patient/followups/{plan.pk}/"))


def test_somebody_elses_plan_does_not_exist(doctor: Actor, patient: Actor) -> None:
    plan = scenes.running(doctor, patient)
    one = scenes.first(plan)
    stranger, other = scenes.browser(scenes.patient()), scenes.browser(scenes.doctor())
    for place in ("", "confirm/", "leave/", f"{one.pk}/"):
        client_answer = stranger.post(f"/patient/followups/{plan.pk}/{place}", scenes.WELL)
        assert client_answer.status_code in (404, 405), place
    assert stranger.get(f"/patient/followups/{plan.pk}/").status_code == 404
    assert other.get(f"/doctor/followups/{plan.pk}/").status_code == 404
    for place in ("write/", "end/"):
        answer = other.post(f"/doctor/followups/{plan.pk}/{place}", {"kind": "advice", "text": "少盐"})
        assert answer.status_code == 404
    assert scenes.plan(plan.pk).state == "running"
    assert scenes.first(plan).state == "open"


def test_a_name_is_kept_only_with_a_yes(doctor: Actor, patient: Actor, at_patient: Client) -> None:
    consult = scenes.consultation(doctor, patient)
    scenes.browser(doctor).post(f"/doctor/followups/after/{consult}/", {"plan": "asthma"})
    plan = Plan.objects.get()
    scenes.confirm(at_patient, plan, name="乔木", **{"act-name": "no"})
    tie = Tie.objects.filter(patient=patient.who, name__isnull=True)
    assert tie.exists()
    assert "乔木" not in scenes.words(scenes.browser(doctor).get("/doctor/followups/"))


def test_a_withdrawn_consent_to_values_leaves_only_questions(doctor: Actor, patient: Actor, at_patient: Client) -> None:
    plan = scenes.running(doctor, patient)
    withdraw(actor=patient, purpose="followups", item="followup_value")
    page = scenes.words(at_patient.get(f"/patient/followups/{plan.pk}/{scenes.first(plan).pk}/"))
    assert "收缩压（mmHg）" not in page
    assert "您没有同意提供测量值" in page
    assert scenes.answer(at_patient, plan).status_code == 302
    row = scenes.first(plan).answer
    assert row.__dict__["values"] is None


def test_a_template_is_edited_and_a_faulty_one_is_refused_whole(doctor: Actor, at_doctor: Client) -> None:
    place = "/doctor/followups/templates/diabetes/"
    data = fields(at_doctor, place)
    refused = at_doctor.post(place, {**data, "q-fasting-unit": "mg/dL", "q-fasting-look_high": "200"})
    assert refused.status_code == 422
    assert "换算" in scenes.words(refused)
    assert 'value="200"' in refused.content.decode()
    assert not Template.objects.exists()
    circle = at_doctor.post(place, {**data, "step-daily-after": "weekly"})
    assert "永远不会开始" in scenes.words(circle)
    asked = {"new-label": "脚麻吗", "new-kind": "words", "new-alert": "1"}
    typed = at_doctor.post(place, {**data, **asked, "title": ""}).content.decode()
    assert 'value="脚麻吗"' in typed
    assert 'value="words" checked' in typed and 'value="choice" checked' not in typed
    assert 'name="new-alert" value="1" checked' in typed
    assert at_doctor.post(place, {**data, "step-daily-every": "x", "q-fasting-look_high": "abc"}).status_code == 422

    kept = at_doctor.post(
        place,
        {**data, "title": "我的糖尿病随访", "q-fasting-look_high": "12.5", "new-label": "脚麻吗", "new-alert": "1"},
    )
    assert kept.status_code == 302
    page = at_doctor.get(place).content.decode()
    assert 'value="12.5"' in page
    assert "脚麻吗" in page
    assert "我的糖尿病随访" in scenes.words(at_doctor.get("/doctor/followups/templates/"))
    without = {name: value for name, value in fields(at_doctor, place).items() if name != "q-weight-on"}
    assert at_doctor.post(place, without).status_code == 302
    assert 'name="q-weight-on" value="1">' in at_doctor.get(place).content.decode()
    at_doctor.post(f"{place}reset/")
    assert not Template.objects.exists()
    assert at_doctor.get("/doctor/followups/templates/nothing/").status_code == 404


def fields(client: Client, place: str) -> dict[str, str]:
    """What the edit page would send as it stands."""
    html = client.get(place).content.decode()
    found = dict(re.findall(r'<input id="[^"]*" name="([^"]+)"[^>]* value="([^"]*)"', html))
    found |= dict.fromkeys(re.findall(r'type="checkbox" name="([^"]+)" value="1" checked', html), "1")
    for name, body in re.findall(r'<select id="[^"]*" name="([^"]+)">(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', body)
        found[name] = (chosen[1] if chosen and chosen[1] is not None else chosen[2]) if chosen else ""
    return found


def test_a_patient_who_agreed_to_be_named_is_asked_how_by_the_next_doctor(
    doctor: Actor, patient: Actor, at_patient: Client
) -> None:
    scenes.say_yes(patient, "followup_answer", "followup_value", "name")
    made = scenes.consultation(doctor, patient)
    at_doctor = scenes.browser(doctor)
    at_doctor.post(f"/doctor/followups/after/{made}/", {"plan": "asthma"})
    plan = Plan.objects.get()
    page = scenes.words(at_patient.get(f"/patient/followups/{plan.pk}/"))
    assert "医生怎样称呼您" in page and "等您确认" in page
    assert "等您确认" in scenes.words(at_patient.get("/patient/followups/"))
    assert at_patient.post(f"/patient/followups/{plan.pk}/confirm/", {"name": "乔木"}).status_code == 302
    listed = scenes.words(at_doctor.get("/doctor/followups/"))
    assert "乔木" in listed and "这一次等患者填，开始于" in listed and "按计划，下一次" not in listed
