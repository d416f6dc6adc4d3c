"""Everybody of the matrix, each with a log-in, and one real object behind every address."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tests.matrix.table import Who
from yinuo.accounts.api import open_account, session_for
from yinuo.accounts.tests.browser import Visitor
from yinuo.channel.demonstration import SAMPLES, answered, approved, handed_in, spoken, written
from yinuo.channel.models import Answer
from yinuo.consultations.models import EarlierDiagnosis
from yinuo.consultations.tests import scenes
from yinuo.credentials.actions import correct
from yinuo.credentials.demonstration import hand_in, qualify
from yinuo.credentials.models import Correction
from yinuo.followups.actions.handing_over import offer_hand_over
from yinuo.followups.actions.inviting import token_hash
from yinuo.followups.models import HandOver, Invitation, Occasion, Task, Tie
from yinuo.followups.tests import scenes as followups
from yinuo.media.models import MediaFile
from yinuo.namecards.actions import make_card
from yinuo.promise.exceptions import approve_case, open_case
from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.models import ConsentEvent
from yinuo.promise.policy.acts import Hand
from yinuo.promise.policy.drafts import begin
from yinuo.rights.actions import ask
from yinuo.wallet.api import bring_in
from yinuo.wallet.bank.day_file import Line
from yinuo.wallet.bank.reconciling import compare
from yinuo.wallet.models import Difference, Order, Withdrawal

NUMBERS = {who: f"198333300{place:02d}" for place, who in enumerate(Who)}
DESKS = {
    Who.REVIEWER: "reviewer",
    Who.PRIVACY_OFFICER: "privacy_officer",
    Who.SECURITY: "security",
    Who.AUDIT: "audit",
    Who.SYSTEM_ADMINISTRATOR: "system_administrator",
    Who.FINANCE: "finance",
    Who.CONTENT: "content",
}
NOTHING = uuid4()
# Words of an address that name no object.
WORDS: dict[str, object] = {
    "role": "patient",
    "token": "nothing",
    "item": "licence",
    "clause": "1.2",
    "file": "policy.md",
    "part": "name",
    "what": "take",
    "step": "hold",
    "layout": "card",
    "kind": "new_message",
    "act": "discard",
    "number": 1,
}
ACTS = {
    "channel:question_act": "decline",
    "console:channel_decide": "return",
    "console:channel_decide_answer": "return",
}
FOLLOWUP = "followup_"  # such an object stands behind the word of the same name in addresses of follow-ups
POLICY: dict[str, object] = {"role": "doctor", "number": "4.2.0", "clause": "1.2"}


@dataclass(frozen=True)
class Cast:
    """``cookies`` are log-ins; ``objects`` stand behind the words of the addresses."""

    cookies: Mapping[Who, str]
    people: Mapping[Who, UUID]
    objects: Mapping[str, object]

    def browser(self, who: Who, **options: bool) -> Client:
        """A fresh browser with this person's log-in."""
        client = Client(**options)  # type: ignore[arg-type]
        if who in self.cookies:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[who]
        return client

    def address(self, name: str, pattern: URLPattern, **other: object) -> str:
        """The address of a door with real objects in it."""
        words = POLICY if name.startswith("policy:") else {**WORDS, **self.objects}
        if name.startswith("followups:"):
            words |= {key[len(FOLLOWUP) :]: found for key, found in self.objects.items() if key.startswith(FOLLOWUP)}
        wanted = words | ({"act": ACTS[name]} if name in ACTS else {}) | other
        return reverse(name, kwargs={key: wanted[key] for key in pattern.pattern.regex.groupindex})


def doors() -> dict[str, URLPattern]:
    """Every URL of the URLconf by its full name."""
    return dict(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], space: str) -> list[tuple[str, URLPattern]]:
    found: list[tuple[str, URLPattern]] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found += _walk(pattern.url_patterns, inner)
        elif pattern.name is None:
            raise NoReverseMatch(f"{pattern.pattern} has no name")
        else:
            found.append((f"{space}{pattern.name}", pattern))
    return found


def assemble() -> Cast:
    """The papers of one doctor wait, the other's are approved; she and the patient are in an open consultation."""
    people = {who: open_account(role="staff", number=NUMBERS[who], name="周一苇", desk=DESKS[who]) for who in DESKS}
    for who in (Who.DOCTOR_BEFORE, Who.DOCTOR_AFTER):
        people[who] = open_account(role="doctor", number=NUMBERS[who])
    people[Who.PATIENT] = open_account(role="patient", number=NUMBERS[Who.PATIENT])
    application = hand_in(people[Who.DOCTOR_BEFORE])
    qualify(people[Who.DOCTOR_AFTER], reviewer=people[Who.REVIEWER])
    cookies = {
        who: session_for(Client(), person).cookies[settings.SESSION_COOKIE_NAME].value for who, person in people.items()
    }
    cookies[Who.REGISTERING] = _registering()
    objects: dict[str, object] = {"application": application, "doctor": people[Who.DOCTOR_AFTER]}
    objects |= _money(people[Who.DOCTOR_AFTER])
    objects["printed_on"] = _card(people[Who.DOCTOR_AFTER])
    objects["draft"] = begin(Hand.of(people[Who.PRIVACY_OFFICER]), "doctor").pk
    objects |= _channel(people)
    return Cast(
        cookies,
        people,
        {
            **objects,
            "case": _case(people),
            **_consultation(people, cookies),
            **_rights(people),
            **_followup(people),
        },
    )


def _money(doctor: UUID) -> dict[str, object]:
    """The approved doctor has had income and one withdrawal; the bank's word of it differs."""
    bring_in(doctor, 3000)
    row = Withdrawal.objects.get(doctor=doctor)
    compare(row.paid_on or timezone.localdate(), [Line(row.pk.hex, row.fen + 1)])
    return {"withdrawal": row.pk, "payout": row.pk, "difference": Difference.objects.get().pk}


def _card(doctor: UUID) -> str:
    """The address on the doctor's card."""
    with open_purpose("namecards", actor=Actor(doctor, "doctor"), door="matrix"):
        return str(make_card(actor=Actor(doctor, "doctor")).token)


def _followup(people: Mapping[Who, UUID]) -> dict[str, object]:
    """The approved doctor follows the patient up: one answer alarmed and its task is being handed over, the next time
    is open. Somebody else was invited."""
    hers, theirs = Actor(people[Who.DOCTOR_AFTER], "doctor"), Actor(people[Who.PATIENT], "patient")
    plan, at_patient = followups.running(hers, theirs, "after_surgery"), followups.browser(theirs)
    followups.say_yes(theirs, "followup_photo")
    first, then = (Occasion.objects.get(plan=plan, number=number) for number in (1, 2))
    sent = followups.upload(at_patient, plan, followups.photograph(), "photo", occasion=str(first.pk))
    said = {"q_temperature": "38.2", "q_pain": "2", "q_wound": "red", "q_warning": "none"}
    at_patient.post(f"/patient/followups/{plan.pk}/{first.pk}/", said)
    Occasion.objects.filter(pk=then.pk).update(opens_at=first.opens_at, state=Occasion.State.OPEN)
    task = Task.objects.get(plan=plan)
    taker = followups.doctor(name="顾一山").who
    with open_purpose("followups", actor=hers, door="matrix"):
        offer_hand_over(hers, task_id=task.pk, taker=taker, reason="我明天休假")
    followups.browser(hers).post("/doctor/followups/invitations/send/", {"words": "乔木,15800009999", "stated": "yes"})
    Invitation.objects.update(token_hash=token_hash("invited"), sent=Invitation.Sent.SENT)
    return {
        "followup_plan_id": plan.pk,
        "followup_occasion_id": then.pk,
        "followup_task_id": task.pk,
        "followup_hand_over_id": HandOver.objects.get().pk,
        "followup_tie_id": Tie.objects.get(doctor=hers.who, patient=theirs.who).pk,
        "followup_media_id": UUID(sent.json()["media"]),
        "followup_invitation_id": Invitation.objects.get().pk,
        "followup_token": "invited",
        "followup_key": "diabetes",
    }


def _channel(people: Mapping[Who, UUID]) -> dict[str, object]:
    """The approved doctor's article is public, with a picture and a recording; one question is answered."""
    author, desk, reader = people[Who.DOCTOR_AFTER], people[Who.CONTENT], people[Who.PATIENT]
    article = written(author, SAMPLES[0].content, picture=SAMPLES[0].picture)
    spoken(author, article)
    revision = handed_in(author, article)
    approved(revision, reviewer=desk)
    question = answered(author, reviewer=desk, reader=reader)
    answer = Answer.objects.get(question=question).pk
    return {"article_id": article, "revision": revision, "question_id": question, "answer": answer}


def _rights(people: Mapping[Who, UUID]) -> dict[str, object]:
    """The patient has asked for something; the approved doctor wants a word of the papers corrected."""
    with open_purpose("rights", actor=Actor(people[Who.PATIENT], "patient"), door="matrix"):
        request = ask(actor=Actor(people[Who.PATIENT], "patient"), kind="access", text="请告诉我谁看过")
    doctor = Actor(people[Who.DOCTOR_AFTER], "doctor")
    with open_purpose("credentials.qualification", actor=doctor, door="matrix"):
        correct(actor=doctor, part="city", text="云岭市", notice="")
    event = ConsentEvent.objects.filter(person=people[Who.PATIENT]).latest("at")
    return {"event": event.pk, "request_id": request.pk, "correction": Correction.objects.get().pk}


def _registering() -> str:
    visitor = Visitor()
    visitor.confirm("patient")
    return visitor.cookies[settings.SESSION_COOKIE_NAME].value


def _consultation(people: Mapping[Who, UUID], cookies: Mapping[Who, str]) -> dict[str, object]:
    """Asked and accepted through the doors; one picture was taken in and not handed over."""
    doctor = Actor(people[Who.DOCTOR_AFTER], "doctor")
    browsers = {}
    for who in (Who.PATIENT, Who.DOCTOR_AFTER):
        browsers[who] = Client()
        browsers[who].cookies[settings.SESSION_COOKIE_NAME] = cookies[who]
    scenes.sign(browsers[Who.PATIENT], doctor)
    scenes.agree(browsers[Who.PATIENT], doctor)
    scenes.submit(browsers[Who.PATIENT], doctor, complaint="")
    unused = MediaFile.objects.get(item="earlier_diagnosis").pk
    made = scenes.accepted(browsers[Who.DOCTOR_AFTER], browsers[Who.PATIENT], doctor)
    picture = EarlierDiagnosis.objects.get(consultation=made).picture_id
    return {"consultation_id": made, "media_id": picture, "unused": unused, "order_id": _order(people, made)}


def _order(people: Mapping[Who, UUID], consultation: UUID) -> UUID:
    """As if it had cost something."""
    now = timezone.now()
    parties = {"patient": people[Who.PATIENT], "doctor": people[Who.DOCTOR_AFTER], "consultation": consultation}
    times = {"made_at": now, "expires_at": now, "paid_at": now}
    return Order.objects.create(fen=3000, fee_percent=20, state="paid", **parties, **times).pk


def _case(people: Mapping[Who, UUID]) -> UUID:
    """Opened by one privacy officer, approved by another."""
    second = open_account(role="staff", number="19833330099", name="方一苇", desk="privacy_officer")
    case = open_case(
        actor=Actor(people[Who.PRIVACY_OFFICER], "staff", "privacy_officer"),
        letter="i",
        person=people[Who.PATIENT],
        purpose="security.logs",
        items=["ip_address"],
        reference="工单 1",
        hours=2,
    )
    approve_case(actor=Actor(second, "staff", "privacy_officer"), case=case.pk)
    return UUID(str(case.pk))
