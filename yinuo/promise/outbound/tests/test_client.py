"""One declared recipient: who gets what of whom, for which purpose."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest
from django.test import override_settings

from yinuo.promise.consent import confirm, withdraw_all
from yinuo.promise.gate import Actor, Reason, Refused, open_purpose
from yinuo.promise.models import Person, SeatRow
from yinuo.promise.outbound import OutboundRefused, UndeclaredRecipient, guarded_client, sharing
from yinuo.promise.policy import library
from yinuo.promise.vault import create_person

REGISTRATION = "accounts.registration"
ITEMS = {"phone_number", "verification_code"}


@pytest.fixture
def doctor(transactional_db: None) -> Person:
    person = create_person("doctor")
    version = library().in_force("doctor")
    confirm(actor=Actor(person.id, "doctor"), version=version.number, shown=version.hash)
    return person


@pytest.fixture
def gateway() -> Iterator[str]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302)
            self.send_header("Location", "http://192.0.2.7/")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_declared_recipient_gets_declared_items(doctor: Person, gateway: str) -> None:
    stand_ins = override_settings(YINUO_STAND_INS={"sms_gateway": gateway})
    with stand_ins, open_purpose(REGISTRATION, actor=Actor(doctor.id, "doctor"), door="test"):
        with guarded_client("sms_gateway", purpose=REGISTRATION, items=ITEMS, about=doctor.id) as client:
            answer = client.get(f"http://{gateway}/")
    assert answer.status_code == 302, "a redirect is not followed: it could lead anywhere"


@pytest.mark.parametrize(
    ("recipient", "items"),
    [("sms_gateway", {"portrait"}), ("sms_gateway", {"phone_number", "gender"}), ("other", ITEMS)],
)
def test_an_undeclared_sharing_is_refused(doctor: Person, recipient: str, items: set[str]) -> None:
    with open_purpose(REGISTRATION, actor=Actor(doctor.id, "doctor"), door="test"):
        with pytest.raises(UndeclaredRecipient):
            guarded_client(recipient, purpose=REGISTRATION, items=items, about=doctor.id)


def test_a_recipient_of_one_purpose_gets_nothing_for_another(doctor: Person) -> None:
    with open_purpose("consultations", actor=Actor(doctor.id, "doctor"), door="test"):
        for purpose in ("consultations", REGISTRATION):
            with pytest.raises(UndeclaredRecipient):
                guarded_client("sms_gateway", purpose=purpose, items=ITEMS, about=doctor.id)


@pytest.mark.clause("3.1.1")
def test_a_recipient_that_the_person_has_not_confirmed_gets_nothing_yet(doctor: Person) -> None:
    SeatRow.objects.filter(person=doctor.pk).update(confirmed={"doctor": "3.10.9"})
    with open_purpose(REGISTRATION, actor=Actor(doctor.id, "doctor"), door="test"):
        with pytest.raises(UndeclaredRecipient):
            sharing("sms_gateway", purpose=REGISTRATION, items=["phone_number"], about=doctor.id)
    with open_purpose("rights", actor=Actor(doctor.id, "doctor"), door="test"):
        found = sharing("sms_gateway", purpose="rights", items=[], about=doctor.id, typed=ITEMS)
    assert found.recipient.id == "sms_gateway", "a code for the rights waits for no version"


def test_items_of_nobody_are_refused(doctor: Person) -> None:
    with open_purpose(REGISTRATION, actor=Actor(doctor.id, "doctor"), door="test"):
        with pytest.raises(UndeclaredRecipient):
            guarded_client("sms_gateway", purpose=REGISTRATION, items=ITEMS)


def test_who_withdrew_is_shared_with_nobody(doctor: Person) -> None:
    withdraw_all(actor=Actor(doctor.id, "doctor"))
    with pytest.raises(Refused) as refused:
        with open_purpose(REGISTRATION, actor=Actor(doctor.id, "doctor"), door="test"):
            guarded_client("sms_gateway", purpose=REGISTRATION, items=ITEMS, about=doctor.id)
    assert refused.value.verdict.reason is Reason.WITHDRAWN


@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example/", "http://dysmsapi.aliyuncs.com/", "http://127.0.0.1:9/", "https://192.0.2.7/"],
)
def test_the_client_reaches_its_recipient_only(doctor: Person, address: str) -> None:
    with open_purpose(REGISTRATION, actor=Actor(doctor.id, "doctor"), door="test"):
        with guarded_client("sms_gateway", purpose=REGISTRATION, items=ITEMS, about=doctor.id) as client:
            with pytest.raises(OutboundRefused):
                client.get(address)


def test_the_environment_adds_no_proxy(doctor: Person, gateway: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://{gateway}")
    with open_purpose(REGISTRATION, actor=Actor(doctor.id, "doctor"), door="test"):
        with guarded_client("sms_gateway", purpose=REGISTRATION, items=ITEMS, about=doctor.id) as client:
            assert not any(isinstance(one, httpx.HTTPTransport) for one in client._mounts.values())
