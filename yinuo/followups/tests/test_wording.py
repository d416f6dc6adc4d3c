"""The hospital's plans speak the reader's language; the record stays Chinese, and nobody's own words are turned."""

import re
import tomllib
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from yinuo.followups.catalogue import FOLDER, ORDER
from yinuo.followups.models import Task
from yinuo.followups.tests import scenes
from yinuo.followups.tests.test_confirming import fields
from yinuo.followups.wording import worded
from yinuo.promise.gate import Actor

pytestmark = [pytest.mark.clause("1.7"), pytest.mark.django_db]
CHINESE = re.compile("[\u4e00-\u9fff℃]")
ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def _back_to_chinese() -> Iterator[None]:
    """A request in English leaves its language to the thread."""
    with translation.override("zh-hans"):
        yield


def texts(said: object) -> Iterator[str]:
    if isinstance(said, dict):
        for value in said.values():
            yield from texts(value)
    if isinstance(said, list):
        for value in said:
            yield from texts(value)
    if isinstance(said, str):
        yield said


@pytest.mark.parametrize("key", ORDER)
def test_every_word_of_the_hospitals_plans_has_its_english(key: str) -> None:
    said = [one for one in texts(tomllib.loads((FOLDER / f"{key}.toml").read_text("utf-8"))) if CHINESE.search(one)]
    assert len(said) > 10
    with translation.override("en"):
        assert [one for one in said if CHINESE.search(worded(one))] == []
    assert [one for one in said if worded(one) != one] == []


def test_a_patient_reads_english_questions_and_the_record_stays_chinese(
    doctor: Actor, patient: Actor, at_doctor: Client, at_patient: Client
) -> None:
    plan = scenes.running(doctor, patient)
    place = f"/patient/followups/{plan.pk}/"
    form = scenes.words(at_patient.get(f"{place}{scenes.first(plan).pk}/", headers=ENGLISH))
    assert "Have you taken today&#x27;s blood pressure tablets?" in form and "Systolic pressure (mmHg)" in form
    assert scenes.answer(at_patient, plan, None, q_systolic="172", q_more="没有").status_code == 302
    page = scenes.words(at_patient.get(place, headers=ENGLISH))
    assert "Any chest pain, slurred speech or weakness on one side? No" in page
    assert "Anything else 没有" in page
    listed = scenes.words(at_doctor.get("/doctor/followups/", headers=ENGLISH))
    assert "High blood pressure" in listed and "Systolic pressure 172 mmHg" in listed
    with translation.override("zh-hans"):
        assert "今天的降压药吃了吗 都吃了" in scenes.words(
            at_patient.get(place, headers={"accept-language": "zh-hans"})
        )
    assert Task.objects.count() == 1


def test_a_template_saved_in_english_keeps_the_hospitals_words(at_doctor: Client, doctor: Actor) -> None:
    place = "/doctor/followups/templates/hypertension/"
    assert "Systolic pressure" in at_doctor.get(place, headers=ENGLISH).content.decode()
    data = {**fields(at_doctor, place), "title": "我的血压随访", "new-label": "睡得好吗"}
    assert at_doctor.post(place, data, headers=ENGLISH).status_code == 302
    page = at_doctor.get(place, headers=ENGLISH).content.decode()
    assert "Systolic pressure" in page and "睡得好吗" in page and 'value="我的血压随访"' in page
    assert "收缩压" in at_doctor.get(place, headers={"accept-language": "zh-hans"}).content.decode()
