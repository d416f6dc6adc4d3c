"""A task goes to another doctor only by the patient's word, and every try stays written."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from yinuo.followups.models import HandOver, Task
from yinuo.followups.tests import scenes
from yinuo.followups.tests.test_answering import HIGH
from yinuo.promise.gate import Actor

pytestmark = [pytest.mark.clause("1.7"), pytest.mark.django_db]


class Handed:
    """A task of the first doctor, and a second one of the hospital."""

    def __init__(self, doctor: Actor, patient: Actor) -> None:
        self.plan = scenes.running(doctor, patient)
        scenes.answer(scenes.browser(patient), self.plan, None, **HIGH)
        self.task = Task.objects.get()
        self.other = scenes.doctor(name="顾一山")
        self.place = f"/doctor/followups/{self.plan.pk}/{self.task.pk}/hand-over/"

    def offer(self, client: Client, taker: UUID | None = None, reason: str = "我明天休假") -> Any:
        return client.post(self.place, {"taker": str(taker or self.other.who), "reason": reason})


def test_a_task_goes_over_only_when_the_patient_agrees_and_the_line_stays(
    doctor: Actor, patient: Actor, at_doctor: Client, at_patient: Client
) -> None:
    handed = Handed(doctor, patient)
    at_other = scenes.browser(handed.other)
    assert "顾一山" in scenes.words(at_doctor.get(handed.place))
    assert handed.offer(at_doctor).status_code == 302
    assert Task.objects.get().owner_id == doctor.who
    assert at_other.get(f"/doctor/followups/{handed.plan.pk}/").status_code == 404
    assert handed.offer(at_doctor).status_code in (302, 409)
    assert HandOver.objects.count() == 1
    asked = scenes.words(at_patient.get("/patient/followups/"))
    assert "我明天休假" in asked
    assert "顾一山" in asked
    row = HandOver.objects.get()
    stranger = scenes.browser(scenes.patient())
    assert stranger.post(f"/patient/followups/hand-over/{row.pk}/", {"agreed": "yes"}).status_code == 404
    at_patient.post(f"/patient/followups/hand-over/{row.pk}/", {"agreed": "yes"})
    task = Task.objects.get()
    assert (task.owner_id, task.deadline) == (handed.other.who, handed.task.deadline)
    assert "转交给我的" in scenes.words(at_other.get("/doctor/followups/"))
    page = scenes.words(at_other.get(f"/doctor/followups/{handed.plan.pk}/"))
    assert "收缩压 172 mmHg" in page
    assert "我明天休假" in page
    assert at_other.post(f"/doctor/followups/{handed.plan.pk}/end/").status_code == 409
    finish = f"/doctor/followups/{handed.plan.pk}/{task.pk}/done/"
    assert at_doctor.post(finish, {"note": ""}).status_code == 404
    assert at_other.post(finish, {"note": "已电话联系"}).status_code == 302
    assert at_other.get(f"/doctor/followups/{handed.plan.pk}/").status_code == 404
    assert HandOver.objects.get().state == "agreed"


def test_a_refused_or_taken_back_hand_over_leaves_the_task_where_it_was(
    doctor: Actor, patient: Actor, at_doctor: Client, at_patient: Client
) -> None:
    handed = Handed(doctor, patient)
    handed.offer(at_doctor)
    blocked = at_doctor.post(f"/doctor/followups/{handed.plan.pk}/{handed.task.pk}/done/", {"note": ""})
    assert (blocked.status_code, "撤回转交" in scenes.words(blocked)) == (409, True)
    row = HandOver.objects.get()
    at_patient.post(f"/patient/followups/hand-over/{row.pk}/", {"agreed": "no"})
    assert Task.objects.get().owner_id == doctor.who
    assert at_patient.post(f"/patient/followups/hand-over/{row.pk}/", {"agreed": "yes"}).status_code == 409
    handed.offer(at_doctor)
    second = HandOver.objects.get(state="asked")
    at_doctor.post(f"/doctor/followups/hand-over/{second.pk}/back/")
    assert sorted(HandOver.objects.values_list("state", flat=True)) == ["back", "refused"]


def test_a_task_goes_to_no_stranger(doctor: Actor, patient: Actor, at_doctor: Client) -> None:
    handed = Handed(doctor, patient)
    for taker in (doctor.who, patient.who, handed.plan.pk):
        assert handed.offer(at_doctor, taker).status_code == 409
    assert handed.offer(at_doctor, reason=" ").status_code == 422
    assert not HandOver.objects.exists()


def test_only_the_doctor_who_sent_a_plan_ends_it(
    doctor: Actor, patient: Actor, at_doctor: Client, at_patient: Client
) -> None:
    given = Handed(doctor, patient)
    given.offer(at_doctor)
    at_patient.post(f"/patient/followups/hand-over/{HandOver.objects.get().pk}/", {"agreed": "yes"})
    tried = scenes.browser(given.other).post(f"/doctor/followups/{given.plan.pk}/end/")
    assert tried.status_code == 409
    assert "另一位医生发出的" in scenes.words(tried)
