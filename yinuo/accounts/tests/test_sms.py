"""The SMS gateway's protocol, its signature, its stand-in, and what it is declared to get."""

import json
import logging
from uuid import UUID

import httpx
import pytest
from django.conf import settings

from yinuo.accounts.acs3 import EMPTY, Call, authorization, read_authorization, signature
from yinuo.accounts.demonstration import open_account
from yinuo.accounts.sms import SmsUnavailable, send_code
from yinuo.accounts.stand_in_sms import Gateway, Handler, Message
from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.outbound import OutboundRefused
from yinuo.web.stand_in import page

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.1a")]
PURPOSE = "accounts.registration"


@pytest.fixture
def person() -> UUID:
    return open_account(role="doctor", number="13800138400")


def _send(person: UUID, number: str = "+8613800138400") -> None:
    with open_purpose(PURPOSE, actor=Actor(person, "visitor"), door="test"):
        send_code(number, "042137", purpose=PURPOSE, about=person)


def test_the_signature_is_the_documented_one() -> None:
    """The worked example of the gateway's documentation (request syntax and signature method V3)."""
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": EMPTY,
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    query = {"ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId": "cn-shanghai"}
    call = Call("POST", "/", query, headers)
    assert signature(call, "YourAccessKeySecret") == "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    parts = read_authorization(authorization(call, "YourAccessKeyId", "YourAccessKeySecret"))
    assert parts["Credential"] == "YourAccessKeyId" and parts["SignedHeaders"].startswith("host;x-acs-action")


def test_the_gateway_gets_number_and_code_and_nothing_else(person: UUID, gateway: Gateway) -> None:
    _send(person)
    (message,) = gateway.messages()
    assert (message.number, message.code) == ("13800138400", "042137")


@pytest.mark.parametrize("broken", ["secret", "key_id"])
def test_a_wrong_key_is_refused_by_the_gateway(person: UUID, gateway: Gateway, broken: str) -> None:
    right = getattr(gateway, broken)
    setattr(gateway, broken, "another")
    try:
        with pytest.raises(SmsUnavailable):
            _send(person)
    finally:
        setattr(gateway, broken, right)
    assert not gateway.messages()


def test_a_gateway_that_is_down_is_told(person: UUID, gateway: Gateway, settings: object) -> None:
    from dataclasses import replace

    table = settings.YINUO  # type: ignore[attr-defined]
    settings.YINUO = replace(table, sms_endpoint="http://127.0.0.1:9/")  # type: ignore[attr-defined]
    settings.YINUO_STAND_INS = {"sms_gateway": "127.0.0.1:9"}  # type: ignore[attr-defined]
    with pytest.raises(SmsUnavailable):
        _send(person)


def test_only_the_declared_host_is_reached(person: UUID, gateway: Gateway, settings: object) -> None:
    settings.YINUO_STAND_INS = {}  # type: ignore[attr-defined]
    with pytest.raises(OutboundRefused):
        _send(person)


def test_nothing_of_a_message_is_logged(person: UUID, gateway: Gateway, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        _send(person)
        gateway.secret = "another"
        try:
            with pytest.raises(SmsUnavailable) as problem:
                _send(person)
        finally:
            gateway.secret = "test-secret"
    assert "13800138400" not in caplog.text + str(problem.value)
    assert "042137" not in caplog.text + str(problem.value)


def _endpoint() -> str:
    return str(settings.YINUO.sms_endpoint)


def test_the_stand_in_says_what_it_is_and_shows_codes(person: UUID, gateway: Gateway) -> None:
    _send(person)
    page = httpx.get(_endpoint())
    assert "演示用短信替身" in page.text and "042137" in page.text and "没有真正发出" in page.text
    assert "default-src 'none'; style-src 'self'; script-src 'self'" in page.headers["Content-Security-Policy"]
    for name in ("web/stand-in.css", "web/stand-in.js"):
        assert f'"{name}"' in page.text and httpx.get(_endpoint() + name).status_code == 200
    found = httpx.get(_endpoint() + "messages").json()
    assert found[0]["code"] == "042137" and set(found[0]) == {"number", "code", "text", "at"}
    assert httpx.get(_endpoint() + "elsewhere").status_code == 404


def test_the_stand_in_escapes_what_it_shows(gateway: Gateway) -> None:
    shown = page(Handler.template, [Message("<b>", "<script>", "&", "now")])
    assert "<script>" not in shown and "<b>" not in shown and "&lt;b&gt;" in shown


def test_a_request_is_good_once_and_must_be_signed_whole(person: UUID, gateway: Gateway) -> None:
    headers = {
        "host": httpx.URL(_endpoint()).netloc.decode(),
        "x-acs-action": "SendSms",
        "x-acs-version": "2017-05-25",
        "x-acs-date": "2020-01-01T00:00:00Z",
        "x-acs-signature-nonce": "n",
        "x-acs-content-sha256": EMPTY,
    }
    query = {"PhoneNumbers": "13800138400", "TemplateParam": json.dumps({"code": "1"})}
    signed = authorization(Call("POST", "/", query, headers), "test-key", "test-secret")
    late = httpx.post(_endpoint(), params=query, headers={**headers, "authorization": signed})
    assert late.status_code == 400 and late.json()["Code"] == "InvalidTimeStamp.Expired"
    assert httpx.post(_endpoint(), params=query, headers=headers).json()["Code"] == "InvalidAccessKeyId.NotFound"
    part = {name: headers[name] for name in ("host", "x-acs-action")}
    signed = authorization(Call("POST", "/", query, part), "test-key", "test-secret")
    answer = httpx.post(_endpoint(), params=query, headers={**headers, "authorization": signed})
    assert answer.json()["Code"] == "IncompleteSignature"
