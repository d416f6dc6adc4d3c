"""Ratings: given once and freely, read by this doctor alone, a mean only of enough."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from yinuo.promise.consent import withdraw
from yinuo.promise.gate import Actor
from yinuo.promise.retention.sweep import sweep
from yinuo.wallet.models import Rating
from yinuo.wallet.tests import scenes

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.11")]


def over(patient: Actor, doctor: Actor, state: str = "ended") -> UUID:
    """A consultation that took place."""
    now = timezone.now()
    ended = {"ended_at": now} if state == "ended" else {}
    made: UUID = (
        apps.get_model("consultations.Consultation")
        .objects.create(
            doctor_id=doctor.who,
            patient_id=patient.who,
            state=state,
            asked_at=now - timedelta(hours=1),
            accepted_at=now,
            expires_at=now + timedelta(hours=1),
            **ended,
        )
        .pk
    )
    return made


def rate(client: Client, consultation: UUID, **more: str) -> Any:
    told = {"stars": "4", "words": "讲得很清楚", "notice": scenes.notice(), **more}
    return client.post(f"/patient/rate/{consultation}/", told)


def test_the_doctor_reads_it_and_nobody_else(
    doctor: Actor, patient: Actor, at_doctor: Client, at_patient: Client
) -> None:
    made = over(patient, doctor)
    assert rate(at_patient, made).status_code == 302
    assert "讲得很清楚" in scenes.words(at_doctor.get("/doctor/ratings/"))
    other = scenes.browser(scenes.charging_doctor())
    assert "讲得很清楚" not in scenes.words(other.get("/doctor/ratings/"))
    assert "讲得" not in scenes.words(Client().get(f"/d/{doctor.who}/"))


def test_it_is_given_once(doctor: Actor, patient: Actor, at_patient: Client) -> None:
    made = over(patient, doctor)
    rate(at_patient, made)
    again = rate(at_patient, made, stars="1")
    assert again.status_code == 409 and "已经评价过" in scenes.words(again)
    assert list(Rating.objects.values_list("stars", flat=True)) == [4]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"stars": ""}, "请先选择几颗星"),
        ({"stars": "6"}, "请先选择几颗星"),
        ({"words": "长" * 501}, "最多 500 个字"),
        ({"notice": "0" * 64}, "刚刚更新"),
    ],
)
def test_what_can_not_be_taken_stays_in_the_form(
    doctor: Actor, patient: Actor, at_patient: Client, changes: dict[str, str], says: str
) -> None:
    answer = rate(at_patient, over(patient, doctor), **changes)
    assert answer.status_code == 422 and says in scenes.words(answer)
    assert changes.get("words", "讲得很清楚") in answer.content.decode()
    assert not Rating.objects.exists()


def test_what_is_not_over_is_not_rated(doctor: Actor, patient: Actor, at_patient: Client) -> None:
    assert rate(at_patient, over(patient, doctor, "open")).status_code == 409
    assert not Rating.objects.exists()


def test_a_mean_is_shown_only_of_enough(doctor: Actor) -> None:
    for stars in ("5", "4", "5", "3"):
        one = scenes.person("patient")
        rate(scenes.browser(one), over(one, doctor), stars=stars)
    assert "患者评分" not in scenes.words(Client().get(f"/d/{doctor.who}/"))
    one = scenes.person("patient")
    rate(scenes.browser(one), over(one, doctor), stars="5")
    assert "患者评分 4.4（5 份评价）" in scenes.words(Client().get(f"/d/{doctor.who}/"))


def test_taken_back_it_is_deleted(doctor: Actor, patient: Actor, at_patient: Client) -> None:
    rate(at_patient, over(patient, doctor), words="")
    withdraw(actor=patient, purpose="wallet.payment", item="rating")
    sweep(timezone.now())
    assert not Rating.objects.exists()
