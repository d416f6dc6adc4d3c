"""From the doctor's page to a request that waits (clause 1.2)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client

from yinuo.consultations import risk_notice
from yinuo.consultations.models import Consultation, EarlierDiagnosis, Intake, RiskNotice
from yinuo.consultations.tests import scenes
from yinuo.media.models import MediaFile
from yinuo.promise.consent import standing, withdraw
from yinuo.promise.gate import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.2")]


def documents() -> "QuerySet[MediaFile]":
    """The patients' documents; the doctor's own pictures lie in the same table."""
    return MediaFile.objects.filter(item="earlier_diagnosis")


def test_a_visitor_sees_the_doctor_and_the_price(doctor: Actor) -> None:
    page = scenes.words(Client().get(f"/d/{doctor.who}/"))
    for shown in ("林一禾", "南桥医院", "心内科", "免费", "开始问诊"):
        assert shown in page


def test_a_doctor_who_is_not_qualified_has_no_page(db: None) -> None:
    nobody = scenes.person("doctor")
    assert Client().get(f"/d/{nobody.who}/").status_code == 404


def test_a_visitor_who_starts_is_asked_to_log_in_and_comes_back(doctor: Actor) -> None:
    answer = Client().get(f"/patient/ask/{doctor.who}/")
    assert answer.status_code == 302
    assert "next=" in answer.headers["Location"]


def test_steps_follow_each_other_and_nothing_is_chosen_beforehand(at_patient: Client, doctor: Actor) -> None:
    place = f"/patient/ask/{doctor.who}/"
    notice = at_patient.get(place)
    assert "网上问诊不能代替面诊" in scenes.words(notice)
    assert "checked" not in notice.content.decode()
    assert scenes.sign(at_patient, doctor).status_code == 302
    consent = at_patient.get(place)
    assert "病情描述、既往诊断资料" in scenes.words(consent)
    assert "checked" not in consent.content.decode()
    assert scenes.agree(at_patient, doctor).status_code == 302
    form = at_patient.get(place)
    assert "正在用的药" in scenes.words(form)
    assert "checked" not in form.content.decode()


def test_asking_waits_for_the_doctor(at_patient: Client, patient: Actor, doctor: Actor) -> None:
    made = scenes.asked(at_patient, doctor)
    row = Consultation.objects.get(pk=made)
    assert (row.state, row.doctor_id, row.patient_id) == ("waiting", doctor.who, patient.who)
    assert (row.expires_at - row.asked_at).total_seconds() == 24 * 3600
    assert RiskNotice.objects.get().consultation_id == made
    page = scenes.words(at_patient.get(f"/patient/consultations/{made}/"))
    for shown in ("等候接诊", "120", "您前面没有别的患者", "撤回这次问诊"):
        assert shown in page


def test_the_notice_must_be_ticked_and_current(at_patient: Client, doctor: Actor) -> None:
    place = f"/patient/ask/{doctor.who}/sign/"
    assert at_patient.post(place, {"notice": risk_notice.digest()}).status_code == 422
    assert at_patient.post(place, {"read": "yes", "notice": "0" * 64}).status_code == 409
    assert not RiskNotice.objects.exists()


def test_without_a_signed_notice_nothing_is_kept(at_patient: Client, patient: Actor, doctor: Actor) -> None:
    scenes.say_yes(patient, "complaint", "earlier_diagnosis", "allergies", "current_drugs", "name")
    answer = scenes.submit(at_patient, doctor)
    assert answer.status_code == 409
    assert "风险告知" in scenes.words(answer)
    assert not Consultation.objects.exists()


def test_each_act_of_consent_needs_its_own_answer(at_patient: Client, patient: Actor, doctor: Actor) -> None:
    scenes.sign(at_patient, doctor)
    answer = at_patient.post(f"/patient/ask/{doctor.who}/consent/", {"act-basic": "yes"})
    assert answer.status_code == 422
    assert standing(patient.who).grants == {}


def test_refusing_an_additional_item_leaves_its_field_out(at_patient: Client, patient: Actor, doctor: Actor) -> None:
    scenes.sign(at_patient, doctor)
    scenes.agree(at_patient, doctor, allergies="no")
    page = at_patient.get(f"/patient/ask/{doctor.who}/").content.decode()
    assert 'name="allergies"' not in page
    assert "?offer=allergies" in page
    assert scenes.submit(at_patient, doctor).status_code == 302
    assert Intake.objects.filter(allergies__isnull=True, current_drugs__isnull=False).count() == 1


def test_a_refused_item_is_asked_again_only_when_tapped(at_patient: Client, doctor: Actor) -> None:
    scenes.sign(at_patient, doctor)
    scenes.agree(at_patient, doctor, allergies="no")
    place = f"/patient/ask/{doctor.who}/"
    assert 'name="act-allergies"' not in at_patient.get(place).content.decode()
    assert 'name="act-allergies"' in at_patient.get(f"{place}?offer=allergies").content.decode()


def test_refusing_the_basic_items_says_what_to_do_instead(at_patient: Client, doctor: Actor) -> None:
    scenes.sign(at_patient, doctor)
    answer = scenes.agree(at_patient, doctor, basic="no")
    assert "请到医院就诊" in scenes.words(answer)
    assert 'name="act-basic"' in at_patient.get(f"/patient/ask/{doctor.who}/").content.decode()


def test_after_withdrawal_the_form_can_not_capture(at_patient: Client, patient: Actor, doctor: Actor) -> None:
    scenes.sign(at_patient, doctor)
    scenes.agree(at_patient, doctor)
    withdraw(actor=patient, purpose="consultations", item="complaint")
    answer = scenes.submit(at_patient, doctor)
    assert answer.status_code == 403
    assert "病情描述" in scenes.words(answer)
    assert not Consultation.objects.exists()


@pytest.mark.clause("6")
def test_under_18_is_refused_and_nothing_is_kept(at_patient: Client, doctor: Actor) -> None:
    scenes.sign(at_patient, doctor)
    scenes.agree(at_patient, doctor)
    answer = scenes.submit(at_patient, doctor, age="17")
    assert answer.status_code == 422
    assert "监护人" in scenes.words(answer)
    assert scenes.COMPLAINT in answer.content.decode()
    assert not documents().exists()
    assert not Consultation.objects.exists()
    assert scenes.submit(at_patient, doctor, age="18").status_code == 302


@pytest.mark.clause("6")
def test_a_document_taken_in_before_is_dropped_for_a_minor(at_patient: Client, doctor: Actor) -> None:
    scenes.sign(at_patient, doctor)
    scenes.agree(at_patient, doctor)
    scenes.submit(at_patient, doctor, age="")
    picture = documents().get()
    answer = scenes.submit(at_patient, doctor, age="9", picture=str(picture.pk), without_document=True)
    assert answer.status_code == 422
    assert not documents().exists()


def test_no_first_visits_a_document_is_needed(at_patient: Client, doctor: Actor) -> None:
    scenes.sign(at_patient, doctor)
    scenes.agree(at_patient, doctor)
    answer = scenes.submit(at_patient, doctor, without_document=True)
    assert answer.status_code == 422
    assert "请附上以往的诊断资料" in scenes.words(answer)


def test_a_taken_document_stays_when_something_else_is_missing(at_patient: Client, doctor: Actor) -> None:
    scenes.sign(at_patient, doctor)
    scenes.agree(at_patient, doctor)
    first = scenes.submit(at_patient, doctor, complaint="")
    assert first.status_code == 422
    picture = documents().get()
    assert f'value="{picture.pk}"' in first.content.decode()
    assert at_patient.get(f"/consultations/documents/{picture.pk}/").status_code == 200
    second = scenes.submit(at_patient, doctor, without_document=True, picture=str(picture.pk))
    assert second.status_code == 302
    assert EarlierDiagnosis.objects.get().picture_id == picture.pk


def test_somebody_elses_document_can_not_be_handed_over(at_patient: Client, doctor: Actor) -> None:
    other = scenes.browser(scenes.person("patient"))
    scenes.sign(other, doctor)
    scenes.agree(other, doctor)
    scenes.submit(other, doctor, complaint="")
    picture = documents().get()
    assert at_patient.get(f"/consultations/documents/{picture.pk}/").status_code == 404
    scenes.sign(at_patient, doctor)
    scenes.agree(at_patient, doctor)
    answer = scenes.submit(at_patient, doctor, without_document=True, picture=str(picture.pk))
    assert answer.status_code == 409
    assert not Consultation.objects.exists()


def test_a_document_that_is_not_a_picture_is_refused_in_words(at_patient: Client, doctor: Actor) -> None:
    scenes.sign(at_patient, doctor)
    scenes.agree(at_patient, doctor)
    wrong = SimpleUploadedFile("page.jpg", b"<svg onload=alert(1)>", content_type="image/jpeg")
    answer = scenes.submit(at_patient, doctor, document=wrong)
    assert answer.status_code == 422
    assert scenes.COMPLAINT in answer.content.decode()


def test_sending_the_form_twice_asks_once(at_patient: Client, doctor: Actor) -> None:
    made = scenes.asked(at_patient, doctor)
    again = scenes.submit(at_patient, doctor)
    assert again.status_code == 302
    assert str(made) in again.url
    assert Consultation.objects.count() == 1
    assert str(made) in at_patient.get(f"/patient/ask/{doctor.who}/").headers["Location"]


@pytest.mark.parametrize("name", ["🐼👩‍⚕️", "محمد علي", "‮gnahZ", "Zoë O'Brien <b>"])
def test_names_of_all_kinds_stand_by_themselves(
    name: str, at_patient: Client, at_doctor: Client, doctor: Actor
) -> None:
    made = scenes.asked(at_patient, doctor, patient_name=name)
    page = at_doctor.get(f"/doctor/consultations/{made}/").content.decode()
    shown = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#x27;")
    assert f"<bdi>{shown}</bdi>" in page


@pytest.mark.parametrize("field", ["complaint", "statement", "allergies", "current_drugs"])
def test_a_megabyte_of_text_is_refused_in_words(field: str, at_patient: Client, doctor: Actor) -> None:
    scenes.sign(at_patient, doctor)
    scenes.agree(at_patient, doctor)
    answer = scenes.submit(at_patient, doctor, changes={field: "痛" * 340_000})
    assert answer.status_code == 422
    assert "请删减后再提交" in scenes.words(answer)
    assert not Consultation.objects.exists()


@pytest.mark.parametrize("age", ["", "abc", "-3", "999", "4 6 x"])
def test_a_wrong_age_is_told(age: str, at_patient: Client, doctor: Actor) -> None:
    scenes.sign(at_patient, doctor)
    scenes.agree(at_patient, doctor)
    assert scenes.submit(at_patient, doctor, age=age).status_code == 422


def test_a_patient_takes_the_request_back_while_it_waits(at_patient: Client, at_doctor: Client, doctor: Actor) -> None:
    made = scenes.asked(at_patient, doctor)
    assert at_patient.post(f"/patient/consultations/{made}/withdraw/").status_code == 302
    assert scenes.state(made) == "withdrawn"
    page = scenes.words(at_doctor.get(f"/doctor/consultations/{made}/"))
    assert "撤回" in page
    assert scenes.COMPLAINT not in page
    assert at_patient.post(f"/patient/consultations/{made}/withdraw/").status_code == 409
    assert "您在接诊之前撤回了" in scenes.words(at_patient.get(f"/patient/consultations/{made}/"))


def test_the_list_of_doctors_and_of_own_consultations(at_patient: Client, doctor: Actor) -> None:
    assert "还没有问诊" in scenes.words(at_patient.get("/patient/"))
    assert "林一禾" in scenes.words(at_patient.get("/patient/doctors/"))
    made = scenes.asked(at_patient, doctor)
    page = at_patient.get("/patient/").content.decode()
    assert f"/patient/consultations/{made}/" in page
