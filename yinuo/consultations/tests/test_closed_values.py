"""A value that the gate keeps closed: a page says so in its place, and touching it is refused whole."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import Client, RequestFactory

from yinuo.consultations.models import Intake
from yinuo.consultations.tests import scenes
from yinuo.promise.gate import Actor
from yinuo.promise.gate.web import door
from yinuo.promise.models import SeatRow

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.2"), pytest.mark.clause("1.x")]


def unconfirmed(patient: Actor) -> None:
    """As if the patient had never confirmed any version: then nothing of the patient is open."""
    SeatRow.objects.filter(person=patient.who).update(confirmed={})


def test_a_page_says_what_is_closed_and_shows_no_word_of_it(
    at_doctor: Client, at_patient: Client, doctor: Actor, patient: Actor
) -> None:
    made = scenes.asked(at_patient, doctor)
    assert scenes.COMPLAINT in at_doctor.get(f"/doctor/consultations/{made}/").content.decode()
    unconfirmed(patient)
    answer = at_doctor.get(f"/doctor/consultations/{made}/")
    assert answer.status_code == 200
    assert scenes.COMPLAINT not in answer.content.decode()
    assert "还没有确认隐私政策" in scenes.words(answer)
    assert "未留姓名" in scenes.words(at_doctor.get("/doctor/"))


def test_a_template_that_touches_a_closed_value_is_refused_not_blank(
    at_patient: Client, doctor: Actor, patient: Actor
) -> None:
    scenes.asked(at_patient, doctor)
    unconfirmed(patient)

    def careless(request: HttpRequest) -> HttpResponse:
        page = Template("{% if row.complaint %}{{ row.complaint }}{% endif %}<p>其余的页面</p>")
        return HttpResponse(page.render(Context({"row": Intake.objects.get()})))

    request = RequestFactory().get("/")
    request.actor = doctor  # type: ignore[attr-defined]
    request.session = {}  # type: ignore[assignment]
    answer = door("consultations", roles={"doctor"})(careless)(request)
    assert answer.status_code == 403
    assert "其余的页面" not in answer.content.decode()
    assert "病情描述" in answer.content.decode()


def test_another_purpose_opens_nothing_of_a_consultation(at_patient: Client, doctor: Actor, patient: Actor) -> None:
    scenes.asked(at_patient, doctor)

    def curious(request: HttpRequest) -> HttpResponse:
        return HttpResponse(Intake.objects.get().complaint)

    request = RequestFactory().get("/")
    request.actor = doctor  # type: ignore[attr-defined]
    request.session = {}  # type: ignore[assignment]
    assert door("credentials.qualification", roles={"doctor"})(curious)(request).status_code == 403
