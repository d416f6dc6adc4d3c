"""Inbox, accepting and declining, judging, ending (clause 1.2)."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from yinuo.consultations.actions.expiring import expire_waiting
from yinuo.consultations.models import Closing, Consultation, Message, RevisitJudgement
from yinuo.consultations.tasks import expire
from yinuo.consultations.tests import scenes
from yinuo.promise.gate import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.2")]


def late(consultation: UUID, hours: float) -> None:
    """Let it have been asked so many hours ago."""
    asked = timezone.now() - timedelta(hours=hours)
    Consultation.objects.filter(pk=consultation).update(asked_at=asked, expires_at=asked + timedelta(hours=24))


def test_the_inbox_shows_who_waits_and_why_there(at_doctor: Client, at_patient: Client, doctor: Actor) -> None:
    assert "现在没有人等候" in scenes.words(at_doctor.get("/doctor/"))
    scenes.asked(at_patient, doctor)
    page = scenes.words(at_doctor.get("/doctor/"))
    for shown in ("等候接诊（1）", "周先生", "等候最久"):
        assert shown in page


def test_a_red_flag_stands_first_and_running_out_second(at_doctor: Client, at_patient: Client, doctor: Actor) -> None:
    longest = scenes.asked(at_patient, doctor)
    late(longest, 10)
    running = scenes.asked(scenes.browser(scenes.person("patient")), doctor)
    late(running, 23)
    flagged = scenes.asked(scenes.browser(scenes.person("patient")), doctor, complaint="从昨晚开始胸口痛，出冷汗")
    page = at_doctor.get("/doctor/inbox-rows/").content.decode()
    places = [page.index(str(made)) for made in (flagged, running, longest)]
    assert places == sorted(places)
    for why in ("含急症词：胸痛", "即将超时", "按等候先后", "<count-down"):
        assert why in page


def test_one_screen_before_accepting_shows_all_that_was_given(
    at_doctor: Client, at_patient: Client, doctor: Actor
) -> None:
    made = scenes.asked(at_patient, doctor, complaint="复诊，昨晚胸痛一次")
    answer = at_doctor.get(f"/doctor/consultations/{made}/")
    page = scenes.words(answer)
    for shown in (
        "周先生",
        "46 岁",
        "复诊，昨晚胸痛一次",
        "青霉素",
        "氨氯地平",
        "高血压二级",
        "可能是急症",
        "请打 120",
    ):
        assert shown in page
    assert f"/consultations/{made}/media/" in answer.content.decode()
    assert "checked" not in answer.content.decode()


def test_accepting_opens_the_thread_on_both_sides(at_doctor: Client, at_patient: Client, doctor: Actor) -> None:
    made = scenes.accepted(at_doctor, at_patient, doctor)
    assert scenes.state(made) == "open"
    for client, place in ((at_doctor, "doctor"), (at_patient, "patient")):
        page = client.get(f"/{place}/consultations/{made}/").content.decode()
        assert f'<chat-thread consultation="{made}"' in page
        assert f'<message-composer consultation="{made}" kinds="text photo album voice"' in page
        assert "医生已接诊" in page


def test_of_two_devices_one_accepts_and_the_other_is_told(doctor: Actor, at_doctor: Client, at_patient: Client) -> None:
    second_device = scenes.browser(doctor)
    made = scenes.accepted(at_doctor, at_patient, doctor)
    answer = second_device.post(f"/doctor/consultations/{made}/accept/")
    assert answer.status_code == 409
    assert "已经在另一台设备上接诊" in scenes.words(answer)
    assert Message.objects.count() == 1


def test_a_doctor_who_is_not_approved_any_more_can_not_accept(
    at_doctor: Client, at_patient: Client, doctor: Actor
) -> None:
    made = scenes.asked(at_patient, doctor)
    apps.get_model("credentials", "Application").objects.update(state="submitted")
    answer = at_doctor.post(f"/doctor/consultations/{made}/accept/")
    assert answer.status_code == 409
    assert "资质审核" in scenes.words(answer)
    assert scenes.state(made) == "waiting"


def test_declining_needs_a_reason_and_the_patient_reads_it(
    at_doctor: Client, at_patient: Client, doctor: Actor
) -> None:
    made = scenes.asked(at_patient, doctor)
    place = f"/doctor/consultations/{made}/decline/"
    assert at_doctor.post(place).status_code == 422
    assert at_doctor.post(place, {"reason": "other"}).status_code == 422
    assert scenes.state(made) == "waiting"
    answer = at_doctor.post(place, {"reason": "other_field", "words": "建议看内分泌科"})
    assert answer.status_code == 302
    page = scenes.words(at_patient.get(f"/patient/consultations/{made}/"))
    assert "不属于我的专业范围" in page
    assert "建议看内分泌科" in page
    listed = scenes.words(at_patient.get("/patient/"))
    assert "医生未接诊" in listed and "建议看内分泌科" in listed
    live = scenes.words(at_patient.get(f"/patient/consultations/{made}/state/"))
    assert "医生未接诊" in live and "建议看内分泌科" in live and "查看" not in live and "等候接诊" not in live
    assert at_doctor.post(place, {"reason": "no_time"}).status_code == 409


def test_one_tap_sends_an_emergency_to_120(at_doctor: Client, at_patient: Client, doctor: Actor) -> None:
    made = scenes.asked(at_patient, doctor, complaint="喘不上气")
    assert at_doctor.post(f"/doctor/consultations/{made}/decline/", {"reason": "emergency"}).status_code == 302
    assert "立即拨打 120" in scenes.words(at_patient.get(f"/patient/consultations/{made}/"))


def test_ending_needs_the_judgement_and_a_note(at_doctor: Client, at_patient: Client, doctor: Actor) -> None:
    made = scenes.accepted(at_doctor, at_patient, doctor)
    place = f"/doctor/consultations/{made}/close/"
    assert at_doctor.get(place).status_code == 200
    assert at_doctor.post(place, {"note": "  "}).status_code == 422
    kept = at_doctor.post(place, {"note": "按原量服药，两周后复查。"})
    assert kept.status_code == 409
    assert "按原量服药" in kept.content.decode()
    assert scenes.state(made) == "open"
    assert at_doctor.post(place, {"note": "按原量服药，两周后复查。", "revisit": "on"}).status_code == 302
    assert scenes.state(made) == "ended"
    page = scenes.words(at_patient.get(f"/patient/consultations/{made}/"))
    assert "按原量服药，两周后复查。" in page
    assert "message-composer" not in at_patient.get(f"/patient/consultations/{made}/").content.decode()
    for client, listed in ((at_doctor, "/doctor/patients/"), (at_patient, "/patient/")):
        assert str(made) in client.get(listed).content.decode()


def test_a_revisit_is_judged_once(at_doctor: Client, at_patient: Client, doctor: Actor) -> None:
    made = scenes.accepted(at_doctor, at_patient, doctor)
    place = f"/doctor/consultations/{made}/revisit/"
    assert at_doctor.post(place).status_code == 302
    assert at_doctor.post(place).status_code == 409
    assert RevisitJudgement.objects.count() == 1
    assert at_doctor.post(f"/doctor/consultations/{made}/close/", {"note": "好转。"}).status_code == 302


def test_referring_needs_no_judgement_and_tells_the_patient(
    at_doctor: Client, at_patient: Client, doctor: Actor
) -> None:
    made = scenes.accepted(at_doctor, at_patient, doctor)
    answer = at_doctor.post(f"/doctor/consultations/{made}/close/", {"note": "需要做心电图。", "refer": "1"})
    assert answer.status_code == 302
    assert scenes.state(made) == "referred"
    page = scenes.words(at_patient.get(f"/patient/consultations/{made}/"))
    assert "请到线下就诊" in page
    assert "需要做心电图。" in page


def test_what_is_closed_is_never_written_again(at_doctor: Client, at_patient: Client, doctor: Actor) -> None:
    made = scenes.accepted(at_doctor, at_patient, doctor)
    place = f"/doctor/consultations/{made}/close/"
    at_doctor.post(place, {"note": "第一次", "revisit": "on"})
    assert at_doctor.post(place, {"note": "第二次", "refer": "1"}).status_code == 409
    assert at_doctor.post(f"/doctor/consultations/{made}/revisit/").status_code == 409
    assert Closing.objects.count() == 1


def test_a_closing_note_of_a_megabyte_is_refused_in_words(at_doctor: Client, at_patient: Client, doctor: Actor) -> None:
    made = scenes.accepted(at_doctor, at_patient, doctor)
    answer = at_doctor.post(f"/doctor/consultations/{made}/close/", {"note": "痛" * 340_000, "revisit": "on"})
    assert answer.status_code == 422
    assert "请删减后再提交" in scenes.words(answer)
    assert scenes.state(made) == "open"


def test_after_24_hours_it_closes_by_itself_and_no_earlier(
    at_doctor: Client, at_patient: Client, doctor: Actor
) -> None:
    made = scenes.asked(at_patient, doctor)
    now = timezone.now()
    assert expire_waiting(now=now + timedelta(hours=23, minutes=59)) == 0
    late(made, 24.1)
    refused = at_doctor.post(f"/doctor/consultations/{made}/accept/")
    assert refused.status_code == 409
    assert "24 小时" in scenes.words(refused)
    assert expire_waiting(now=timezone.now()) == 1
    assert scenes.state(made) == "expired"
    assert "自动关闭" in scenes.words(at_patient.get(f"/patient/consultations/{made}/"))
    assert scenes.COMPLAINT not in at_doctor.get(f"/doctor/consultations/{made}/").content.decode()


def test_the_periodic_task_opens_nothing_personal(at_patient: Client, doctor: Actor) -> None:
    made = scenes.asked(at_patient, doctor)
    late(made, 25)
    expire(int(timezone.now().timestamp()))
    assert scenes.state(made) == "expired"
