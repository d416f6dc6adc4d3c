"""A qualified doctor, a patient with a phone, and the steps of a consultation over plain HTTP."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from yinuo.consultations import risk_notice
from yinuo.consultations.models import Consultation
from yinuo.credentials import api as credentials
from yinuo.promise.consent import confirm, grant
from yinuo.promise.gate import Actor
from yinuo.promise.policy import library
from yinuo.promise.vault import create_person

CARD = {
    "name": "林一禾",
    "city": "南桥",
    "title": "主治医师",
    "hospital": "南桥医院",
    "department": "心内科",
    "consult_price": "0",
}
COMPLAINT = "高血压复诊，最近早上头晕两次，想调整用药"
ANSWERS = {
    "complaint": COMPLAINT,
    "age": "46",
    "statement": "去年三月，南桥医院，高血压二级",
    "patient_name": "周先生",
    "has_allergies": "some",
    "allergies": "青霉素，起疹子",
    "has_drugs": "some",
    "current_drugs": "氨氯地平，每天一片",
}
ACTS = ("basic", "allergies", "current_drugs", "name")


def person(role: str, *granted: str, purpose: str = "consultations") -> Actor:
    """Somebody new who confirmed the version in force and granted these items."""
    actor = Actor(create_person(role).pk, role)
    version = library().in_force(role)
    confirm(actor=actor, version=version.number, shown=version.hash)
    say_yes(actor, *granted, purpose=purpose)
    return actor


def say_yes(actor: Actor, *items: str, purpose: str = "consultations") -> None:
    version = library().in_force(actor.role)
    for item in items:
        grant(actor=actor, purpose=purpose, item=item, notice=version.clauses[version.purposes[purpose].clause].hash)


def qualified_doctor(**card: str) -> Actor:
    """A doctor whom the hospital has approved."""
    doctor = person("doctor")
    credentials.qualify(doctor.who, reviewer=person("staff").who, papers={**CARD, **card})
    return doctor


def browser(actor: Actor) -> Client:
    """A browser that is logged in."""
    client = Client()
    session = client.session
    session.update({"person": str(actor.who), "role": actor.role, "stage": "account"})
    session.save()
    return client


def photograph(size: tuple[int, int] = (640, 480)) -> SimpleUploadedFile:
    content = BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(content, "JPEG")
    return SimpleUploadedFile("page.jpg", content.getvalue(), content_type="image/jpeg")


def sign(client: Client, doctor: Actor) -> Any:
    place = f"/patient/ask/{doctor.who}/sign/"
    return client.post(place, {"read": "yes", "notice": risk_notice.digest()})


def agree(client: Client, doctor: Actor, **words: str) -> Any:
    """Answer every act, yes unless said otherwise."""
    version = library().in_force("patient")
    notice = version.clauses[version.purposes["consultations"].clause].hash
    answers = {f"act-{act}": words.get(act, "yes") for act in ACTS}
    return client.post(f"/patient/ask/{doctor.who}/consent/", {"notice": notice, **answers})


def submit(
    client: Client,
    doctor: Actor,
    *,
    without_document: bool = False,
    changes: Mapping[str, Any] | None = None,
    **more: Any,
) -> Any:
    answers = {**ANSWERS, **(changes or {}), **more}
    if not without_document:
        answers.setdefault("document", photograph())
        answers.setdefault("document_through", "camera")
    return client.post(f"/patient/ask/{doctor.who}/submit/", answers)


def asked(client: Client, doctor: Actor, **changes: Any) -> UUID:
    """Through all steps, to the id of the request."""
    sign(client, doctor)
    agree(client, doctor)
    answer = submit(client, doctor, **changes)
    assert answer.status_code == 302, words(answer)
    return UUID(answer.url.strip("/").split("/")[-1])


def accepted(doctor_browser: Client, patient_browser: Client, doctor: Actor) -> UUID:
    made = asked(patient_browser, doctor)
    answer = doctor_browser.post(f"/doctor/consultations/{made}/accept/")
    assert answer.status_code == 302, words(answer)
    return made


def state(consultation: UUID) -> str:
    return Consultation.objects.get(pk=consultation).state


def words(answer: Any) -> str:
    """The text of a page without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
