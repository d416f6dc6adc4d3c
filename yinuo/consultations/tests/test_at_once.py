"""Two at the same moment, on connections of their own."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from yinuo.consultations.models import Consultation, Message
from yinuo.consultations.tests import scenes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clause("1.2")]


def together(*steps: Callable[[], Any]) -> list[Any]:
    """Start all at once; their answers in the order of the steps."""
    answers: list[Any] = [None] * len(steps)
    start = threading.Barrier(len(steps))

    def run(place: int) -> None:
        try:
            start.wait()
            answers[place] = steps[place]()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(steps))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_two_devices_accept_at_once_and_one_wins(transactional_db: None) -> None:
    doctor = scenes.qualified_doctor()
    made = scenes.asked(scenes.browser(scenes.person("patient")), doctor)
    devices = [scenes.browser(doctor) for _ in range(4)]
    answers = together(*(lambda d=device: d.post(f"/doctor/consultations/{made}/accept/") for device in devices))
    assert sorted(answer.status_code for answer in answers) == [302, 409, 409, 409]
    assert Message.objects.filter(consultation=made).count() == 1


def test_accepting_and_withdrawing_at_once_leave_one_truth(transactional_db: None) -> None:
    doctor = scenes.qualified_doctor()
    at_patient, at_doctor = scenes.browser(scenes.person("patient")), scenes.browser(doctor)
    made = scenes.asked(at_patient, doctor)
    answers = together(
        lambda: at_doctor.post(f"/doctor/consultations/{made}/accept/"),
        lambda: at_patient.post(f"/patient/consultations/{made}/withdraw/"),
    )
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert scenes.state(made) == ("open" if answers[0].status_code == 302 else "withdrawn")


def test_the_form_sent_twice_at_once_asks_once(transactional_db: None) -> None:
    doctor, patient = scenes.qualified_doctor(), scenes.person("patient")
    tabs: list[Client] = [scenes.browser(patient) for _ in range(3)]
    scenes.sign(tabs[0], doctor)
    scenes.agree(tabs[0], doctor)
    answers = together(*(lambda t=tab: scenes.submit(t, doctor) for tab in tabs))
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.url for answer in answers}) == 1
    assert Consultation.objects.count() == 1
