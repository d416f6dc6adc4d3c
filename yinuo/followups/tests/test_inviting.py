"""Own patients invited from a list: all or nothing, one message, gone after 14 days, nothing medical before a yes."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from yinuo.accounts import api as accounts
from yinuo.followups.actions import inviting
from yinuo.followups.models import Invitation, Plan, Tie
from yinuo.followups.tasks import send_waiting
from yinuo.followups.tests import scenes
from yinuo.promise.gate import Actor
from yinuo.promise.retention.sweep import sweep

pytestmark = [pytest.mark.clause("1.7"), pytest.mark.django_db]
PLACE = "/doctor/followups/invitations/"


@pytest.fixture
def gateway(settings: Settings) -> Iterator[Any]:
    """The stand-in of the SMS gateway over real HTTP."""
    held = accounts.StandInGateway("test-key", "test-secret")
    with accounts.StandIn(0, held) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        port = server.server_address[1]
        settings.YINUO = replace(
            settings.YINUO, sms_endpoint=f"http://127.0.0.1:{port}/", sms_key_id="test-key",
            sms_key_secret="test-secret", sms_invitation_template="SMS_2",
        )  # fmt: skip
        settings.YINUO_STAND_INS = {"sms_gateway": f"127.0.0.1:{port}"}
        yield held
        server.shutdown()


def csv(text: str, encoding: str = "utf-8") -> SimpleUploadedFile:
    return SimpleUploadedFile("list.csv", text.encode(encoding), content_type="text/csv")


def invited(client: Client, text: str, **more: str) -> Any:
    return client.post(f"{PLACE}send/", {"words": text, "stated": "yes", **more})


def link(gateway: Any) -> str:
    words = str(gateway.messages()[0].text)
    return words[words.index("/f/") :].split(" ")[0]


def test_a_list_is_shown_with_its_faults_and_nothing_is_kept_before_the_doctors_word(
    doctor: Actor, at_doctor: Client
) -> None:
    bad = at_doctor.post(PLACE, {"file": csv("姓名,手机\n乔木,13800000001\n江南,1380\n")})
    assert bad.status_code == 422
    assert "第 3 行" in scenes.words(bad)
    good = at_doctor.post(PLACE, {"file": csv("乔木,13800000001\n", "gb18030")})
    assert good.status_code == 200
    assert "138****0001" in scenes.words(good)
    assert invited(at_doctor, "乔木,13800000001", stated="").status_code == 409
    assert invited(at_doctor, "乔木,13800000001\n江南,1380").status_code == 422
    assert invited(at_doctor, "").status_code == 422
    assert not Invitation.objects.exists()
    assert invited(at_doctor, "乔木,13800000001\n江南,13900000002").status_code == 302
    assert Invitation.objects.count() == 2
    assert "乔木" in scenes.words(at_doctor.get(PLACE))
    twice = invited(at_doctor, "关山,13700000003\n乔木,13800000001")
    assert "已经邀请过" in scenes.words(twice)
    assert Invitation.objects.count() == 2


def test_a_typed_list_is_never_lost(at_doctor: Client) -> None:
    typed = "乔木,13800000001\n江南,1380\n"
    faulty = at_doctor.post(PLACE, {"words": typed})
    assert faulty.status_code == 422
    assert "乔木,13800000001\n江南,1380" in faulty.content.decode().replace("\r", ""), "to be mended in place"
    good = at_doctor.post(PLACE, {"words": "乔木,13800000001"})
    assert "回去改" in scenes.words(good)
    again = at_doctor.post(PLACE, {"words": "乔木,13800000001", "again": "1"})
    assert (again.status_code, "乔木,13800000001" in again.content.decode()) == (200, True)
    both = at_doctor.post(PLACE, {"words": "乔木,13800000001", "file": csv("江南,13900000002")})
    assert both.status_code == 422
    assert "请只留一样" in scenes.words(both) and "乔木,13800000001" in both.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("sent", [{"words": ""}, {"words": "姓名,手机"}])
def test_an_empty_list_says_what_belongs_on_it(at_doctor: Client, sent: dict[str, str]) -> None:
    answer = at_doctor.post(PLACE, sent)
    assert (answer.status_code, "名单是空的" in scenes.words(answer)) == (422, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"x" * 10_000_000, "200 KB"), (b"PK\x03\x04", "工作簿"), (b"\x00\xff\x00\xff", "编码"), (b"", "是空的")],
)
def test_a_file_that_is_no_list_is_refused(at_doctor: Client, content: bytes, words: str) -> None:
    file = SimpleUploadedFile("list.csv", content)
    answer = at_doctor.post(PLACE, {"file": file})
    assert (answer.status_code, words in scenes.words(answer)) == (422, True)


def test_whether_a_number_has_an_account_is_said_only_of_own_patients(doctor: Actor, at_doctor: Client) -> None:
    own, other = scenes.patient("15800000001"), scenes.patient("15800000002")
    scenes.tied(doctor, own)
    answer = at_doctor.post(PLACE, {"words": "甲木,15800000001\n乙木,15800000002"})
    page = scenes.words(answer)
    assert "第 1 行" in page
    assert "已经是您的随访患者" in page
    assert "第 2 行" not in page
    assert other.who


def test_one_message_goes_out_and_the_invited_decides(doctor: Actor, at_doctor: Client, gateway: Any) -> None:
    invited(at_doctor, "乔木,15800000011")
    assert send_waiting(now=timezone.now()) == 1
    assert send_waiting(now=timezone.now()) == 0
    (message,) = gateway.messages()
    assert message.number == "15800000011"
    assert "林一禾医生邀请您" in message.text
    assert "乔木" not in message.text
    place = link(gateway)
    page = scenes.words(Client().get(place))
    assert "林一禾" in page
    assert "乔木" not in page

    other = scenes.browser(scenes.patient("15800000012"))
    assert "另一个手机号码" in scenes.words(other.post(f"{place}accept/"))
    theirs = scenes.patient("15800000011")
    at_patient = scenes.browser(theirs)
    assert at_patient.post(f"{place}accept/").status_code == 302
    row = Invitation.objects.get()
    assert (row.__dict__["name"], row.__dict__["number"], row.taken_by_id) == (None, None, theirs.who)
    assert not Plan.objects.exists()
    assert Client().get(place).status_code == 404
    tie = Tie.objects.get(doctor=doctor.who, patient=theirs.who)
    assert "接受了邀请" in scenes.words(at_doctor.get("/doctor/followups/"))
    sent = at_doctor.post(f"/doctor/followups/for/{tie.pk}/", {"plan": "diabetes"})
    assert sent.status_code == 302
    assert Plan.objects.get().state == "proposed"


def test_an_invitation_that_nobody_took_up_is_gone_after_14_days(
    doctor: Actor, at_doctor: Client, gateway: Any
) -> None:
    invited(at_doctor, "乔木,15800000021")
    send_waiting(now=timezone.now())
    place = link(gateway)
    sweep(timezone.now() + timedelta(days=13), [Invitation])
    assert Invitation.objects.count() == 1
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(place).status_code == 404
    assert scenes.browser(scenes.patient("15800000021")).post(f"{place}accept/").status_code == 409
    sweep(timezone.now() + timedelta(days=15), [Invitation])
    assert not Invitation.objects.exists()


def test_an_invitation_is_withdrawn_at_once_and_by_nobody_else(doctor: Actor, at_doctor: Client) -> None:
    invited(at_doctor, "乔木,15800000031")
    row = Invitation.objects.get()
    assert scenes.browser(scenes.doctor()).post(f"{PLACE}{row.pk}/withdraw/").status_code == 404
    assert at_doctor.post(f"{PLACE}{row.pk}/again/").status_code == 409
    at_doctor.post(f"{PLACE}{row.pk}/withdraw/")
    row = Invitation.objects.get()
    assert (row.__dict__["name"], row.__dict__["number"]) == (None, None)
    assert "没有等待接受的邀请" in scenes.words(at_doctor.get(PLACE))
    assert at_doctor.post(f"{PLACE}{row.pk}/withdraw/").status_code == 404
    assert send_waiting(now=timezone.now()) == 0
    sweep(timezone.now() + timedelta(days=15), [Invitation])
    assert not Invitation.objects.exists()


def test_nobody_is_sent_message_after_message(at_doctor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "MOST_A_DAY", 2)
    for _time in range(2):
        assert invited(at_doctor, "乔木,15800000061").status_code == 302
        at_doctor.post(f"{PLACE}{Invitation.objects.latest('stated_at').pk}/withdraw/")
    refused = invited(at_doctor, "乔木,15800000061")
    assert (refused.status_code, "请明天再发" in scenes.words(refused)) == (409, True)


def test_a_message_that_the_gateway_refused_can_be_sent_again(doctor: Actor, at_doctor: Client, gateway: Any) -> None:
    invited(at_doctor, "乔木,15800000041")
    gateway.secret = "another"
    send_waiting(now=timezone.now())
    assert Invitation.objects.get().sent == "failed"
    gateway.secret = "test-secret"
    row = Invitation.objects.get()
    at_doctor.post(f"{PLACE}{row.pk}/again/")
    send_waiting(now=timezone.now())
    assert Invitation.objects.get().sent == "sent"


def test_who_is_not_qualified_invites_nobody(db: None) -> None:
    new = Actor(accounts.open_account(role="doctor", number=str(next(scenes.NUMBERS))), "doctor")
    assert invited(scenes.browser(new), "乔木,15800000051").status_code == 409
    assert not Invitation.objects.exists()
