"""The two lists of what really happened, receipts, and what lies on the device."""

from typing import Any

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.test import Client

from yinuo.accounts.api import session_for
from yinuo.credentials.api import hand_in
from yinuo.promise.consent import acknowledge, confirm, grant, postpone, refuse, withdraw, withdraw_all
from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.models import ConsentEvent, Sharing
from yinuo.promise.outbound import UndeclaredRecipient, guarded_client
from yinuo.promise.policy import library
from yinuo.promise.sharing.ledger import record
from yinuo.promise.tests.overlay import NAME, publish_overlay
from yinuo.rights.tests.conftest import Somebody
from yinuo.web.tests.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.1")]


def sent(doctor: Somebody) -> None:
    with open_purpose("rights", actor=Actor(doctor.person, "doctor"), door="test") as context:
        record(
            context,
            recipient="sms_gateway",
            purpose="rights",
            items=("phone_number", "verification_code"),
            about=doctor.person,
            version=library().in_force("doctor"),
        )


def test_the_collected_list_says_what_was_taken_and_what_is_not_held(doctor: Somebody) -> None:
    hand_in(doctor.person)
    page = words(doctor.browser.get("/me/information/collected/"))
    assert "保存着 1 条" in page and "现在没有保存" in page and "与患者图文、语音问诊" in page
    assert page.index("医生执照") < page.index("语音消息")


def test_a_recipient_that_was_never_sent_anything_says_so(doctor: Somebody) -> None:
    page = words(doctor.browser.get("/me/information/shared/"))
    names = library().in_force("doctor").recipients
    assert page.count("从来没有发给它任何关于您的信息") == len(names)
    sent(doctor)
    page = words(doctor.browser.get("/me/information/shared/"))
    assert "手机号码、验证码：1 次" in page
    assert page.count("从来没有发给它任何关于您的信息") == len(names) - 1


def test_what_was_shared_stands_in_the_persons_journal_and_is_only_appended_to(doctor: Somebody) -> None:
    sent(doctor)
    assert "发给接收方" in words(doctor.browser.get("/me/information/seen/"))
    for act in (lambda: Sharing.objects.all().delete(), lambda: Sharing.objects.update(items=[])):
        with pytest.raises((InternalError, IntegrityError, Exception), match="only appended"), transaction.atomic():
            act()


def test_items_that_were_typed_must_be_declared_for_the_recipient_too(doctor: Somebody) -> None:
    with (
        open_purpose("rights", actor=Actor(doctor.person, "doctor"), door="test"),
        pytest.raises(UndeclaredRecipient),
    ):
        guarded_client("sms_gateway", purpose="rights", items=(), about=doctor.person, typed=("gender",))


def acts(doctor: Somebody) -> None:
    actor = Actor(doctor.person, "doctor")
    version = library().in_force("doctor")
    notice = version.clauses["1.2"].hash
    grant(actor=actor, purpose="consultations", item="voice_note", notice=notice)
    withdraw(actor=actor, purpose="consultations", item="voice_note")
    refuse(actor=actor, purpose="consultations", item="photo_taken", notice=notice)
    withdraw_all(actor=actor)


def test_each_act_has_a_receipt_that_names_the_text_shown_and_the_way_back(doctor: Somebody) -> None:
    acts(doctor)
    listed = words(doctor.browser.get("/me/receipts/"))
    for label in ("确认政策", "同意", "收回同意", "不同意", "取消隐私授权"):
        assert label in listed, label
    given = ConsentEvent.objects.get(person=doctor.person, kind="granted")
    page = words(doctor.browser.get(f"/me/receipts/{given.pk}/"))
    assert given.notice[:32] in page and "语音消息" in page and "第 1.2 条" in page and "一步即可" in page


def body(doctor: Somebody, kind: str) -> Any:
    event = ConsentEvent.objects.filter(person=doctor.person, kind=kind).latest("at")
    answer = doctor.browser.get(f"/me/receipts/{event.pk}/record.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    return answer.json()


def test_the_receipt_as_data_has_the_parts_of_the_standard_and_no_words_of_the_person(doctor: Somebody) -> None:
    acts(doctor)
    given = body(doctor, "granted")
    assert set(given) == {"record_metadata", "pii_processing", "event", "party_identification"}
    assert given["record_metadata"]["schema_version"] == "ISO/IEC TS 27560:2023"
    (purpose,) = given["pii_processing"]["purposes"]
    assert [item["pii_type"] for item in purpose["pii_information"]] == ["voice_note"]
    assert given["pii_processing"]["privacy_notice"]["hash"]["shown"]
    assert given["event"][0]["event_state"] == "given"
    assert "13800138600" not in str(given)
    confirmed = body(doctor, "confirmed")
    assert len(confirmed["pii_processing"]["purposes"]) > 2


def test_a_not_now_and_an_understood_are_receipts_too(doctor: Somebody) -> None:
    actor, number = Actor(doctor.person, "doctor"), library().in_force("doctor").number
    postpone(actor=actor, policy="doctor", version=number)
    acknowledge(actor=actor, policy="doctor", version=number)
    listed = words(doctor.browser.get("/me/receipts/"))
    assert "暂不确认" in listed and "知道了" in listed
    for event in ConsentEvent.objects.filter(person=doctor.person):
        page = words(doctor.browser.get(f"/me/receipts/{event.pk}/"))
        assert ("依据" in page) is (event.kind == "confirmed")
        assert doctor.browser.get(f"/me/receipts/{event.pk}/record.json").json()["event"][0]["event_state"]


def test_each_kind_of_act_has_its_words(doctor: Somebody) -> None:
    for kind in ConsentEvent.Kind:
        ConsentEvent.objects.create(person=doctor.person, kind=kind, policy="doctor", version="4.2.0")
    assert doctor.browser.get("/me/receipts/").status_code == 200


def test_the_receipt_of_a_service_policy_leads_to_that_policy(doctor: Somebody) -> None:
    overlay = publish_overlay()
    confirm(actor=Actor(doctor.person, "doctor"), version=overlay.number, shown=overlay.hash, policy=NAME)
    event = ConsentEvent.objects.get(person=doctor.person, policy=NAME)
    page = doctor.browser.get(f"/me/receipts/{event.pk}/").content.decode()
    assert f'href="/policy/{NAME}/{overlay.number}/"' in page


def test_nobody_reads_anothers_receipt(doctor: Somebody, patient: Somebody) -> None:
    event = ConsentEvent.objects.filter(person=doctor.person).latest("at")
    for path in ("", "record.json"):
        assert patient.browser.get(f"/me/receipts/{event.pk}/{path}").status_code == 404


@pytest.mark.clause("2")
def test_everybody_sees_what_this_browser_has_and_may_forget_the_choices(doctor: Somebody) -> None:
    visitor = Client()
    visitor.post("/text/", {"size": "large"})
    page = words(visitor.get("/device/"))
    assert "yinuo_text" in page and "现在有" in page and "yinuo_outbox" not in page
    assert visitor.post("/device/forget/").cookies["yinuo_text"].value == ""
    assert "yinuo_outbox" in words(session_for(Client(), doctor.person).get("/device/"))
