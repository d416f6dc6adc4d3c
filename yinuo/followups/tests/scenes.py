"""A qualified doctor, a patient, and a plan between them, by the same doors as people's own."""

import itertools
import re
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from yinuo.accounts import api as accounts
from yinuo.consultations import api as consultations
from yinuo.credentials import api as credentials
from yinuo.followups import consents
from yinuo.followups.actions import confirming, proposing
from yinuo.followups.models import Occasion, Plan, Tie
from yinuo.promise.consent import grant
from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.policy import library
from yinuo.promise.vault import capturing

DOOR = "test"
NUMBERS = itertools.count(18600000001)
CARD = {"name": "林一禾", "city": "南桥", "title": "主治医师", "hospital": "南桥医院", "department": "心内科"}
WARNING = "有没有胸痛、说话不清或一侧手脚无力"
WELL = {"q_systolic": "132", "q_diastolic": "84", "q_heart_rate": "", "q_drugs": "all", "q_warning": "none"}


def doctor(**card: str) -> Actor:
    person = accounts.open_account(role="doctor", number=str(next(NUMBERS)))
    reviewer = accounts.open_account(role="staff", number=str(next(NUMBERS)), name="周一苇", desk="reviewer")
    credentials.qualify(person, reviewer=reviewer, papers={**CARD, "consult_price": "0", **card})
    return Actor(person, "doctor")


def patient(number: str = "") -> Actor:
    return Actor(accounts.open_account(role="patient", number=number or str(next(NUMBERS))), "patient")


def browser(actor: Actor) -> Client:
    return accounts.session_for(Client(), actor.who)


def say_yes(actor: Actor, *items: str) -> None:
    for item in items:
        grant(actor=actor, purpose=consents.PURPOSE, item=item, notice=consents.notice(actor.role))


def tied(hers: Actor, theirs: Actor, name: str = "乔木") -> UUID:
    with open_purpose(consents.PURPOSE, actor=theirs, door=DOOR):
        say_yes(theirs, consents.NAME)
        with capturing(by=[theirs.who], about=[theirs.who]):
            confirming.tie_to(theirs, doctor=hers.who, name=name)
    return UUID(str(Tie.objects.get(doctor=hers.who, patient=theirs.who).pk))


def proposed(hers: Actor, theirs: Actor, key: str = "hypertension") -> Plan:
    tie = tied(hers, theirs) if not Tie.objects.filter(doctor=hers.who, patient=theirs.who) else None
    found = tie or Tie.objects.get(doctor=hers.who, patient=theirs.who).pk
    with open_purpose(consents.PURPOSE, actor=hers, door=DOOR):
        return plan(proposing.propose_to(hers, tie=found, key=key))


def running(hers: Actor, theirs: Actor, key: str = "hypertension") -> Plan:
    made = proposed(hers, theirs, key)
    answer = confirm(browser(theirs), made)
    assert answer.status_code == 302, words(answer)
    return plan(made.pk)


def confirm(client: Client, made: Plan, **said: str) -> Any:
    items = {f"act-{item}": "yes" for item in (consents.ANSWER, consents.VALUE, consents.NAME)}
    told = {**items, "notice": consents.notice("patient"), **said}
    return client.post(f"/patient/followups/{made.pk}/confirm/", {k: v for k, v in told.items() if v})


def plan(pk: Any) -> Plan:
    found: Plan = Plan.objects.get(pk=pk)
    return found


def first(made: Plan) -> Occasion:
    return Occasion.objects.get(plan=made, number=1)


def answer(client: Client, made: Plan, one: Occasion | None = None, /, **said: str) -> Any:
    occasion = one or first(made)
    return client.post(f"/patient/followups/{made.pk}/{occasion.pk}/", {**WELL, **said})


def photograph() -> SimpleUploadedFile:
    content = BytesIO()
    Image.effect_noise((640, 480), 40).convert("RGB").save(content, "JPEG")
    return SimpleUploadedFile("wound.jpg", content.getvalue(), content_type="image/jpeg")


def upload(client: Client, made: Plan, file: SimpleUploadedFile, kind: str, **more: str) -> Any:
    said = {"client_id": str(uuid4()), "kind": kind, "through": "camera", "file": file, **more}
    return client.post(f"/followups/{made.pk}/media/", said, headers={"Accept": "application/json"})


def consultation(hers: Actor, theirs: Actor, *, ended: bool = True, name: str = "") -> UUID:
    """Asked, accepted and ended through the doors."""
    asking, attending = browser(theirs), browser(hers)
    place = f"/patient/ask/{hers.who}"
    version = library().in_force("patient")
    clause = version.clauses[version.purposes["consultations"].clause].hash
    asking.post(f"{place}/sign/", {"read": "yes", "notice": consultations.risk_digest()})
    asking.post(f"{place}/consent/", {"notice": clause, "act-basic": "yes", "act-allergies": "no",
                                      "act-current_drugs": "no", "act-name": "yes" if name else "no"})  # fmt: skip
    told = {"complaint": "高血压复诊", "age": "46", "statement": "去年三月，南桥医院，高血压", "patient_name": name}
    sent: Any = asking.post(f"{place}/submit/", {**told, "document": photograph(), "document_through": "camera"})
    assert sent.status_code == 302, words(sent)
    made = UUID(sent.url.strip("/").split("/")[-1])
    attending.post(f"/doctor/consultations/{made}/accept/")
    if ended:
        attending.post(f"/doctor/consultations/{made}/close/", {"note": "继续用药", "revisit": "on", "end": "1"})
    return made


def words(answer: Any) -> str:
    """The text of a page without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
