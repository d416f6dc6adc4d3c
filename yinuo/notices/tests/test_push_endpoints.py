"""A device may name the declared push services and nothing else: nobody makes us knock inside the network."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from yinuo.accounts.api import session_for
from yinuo.notices.models import PushEndpoint
from yinuo.notices.stand_in_push import PushServer
from yinuo.notices.tests.pushing import Subscribed, agreed, choose, post
from yinuo.promise.consent import grant
from yinuo.promise.gate import open_purpose
from yinuo.promise.outbound.allowed import Allowed, OutboundRefused, is_public
from yinuo.promise.tests.conftest import confirmed, notice

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.10")]
GOOGLE = "push_endpoint_google"
ALL = {"push_google": "security_assessment:1", "push_mozilla": "certification:1", "push_apple": "standard_contract:1"}

INSIDE = [
    "http://fcm.googleapis.com/fcm/send/abc",
    "https://localhost/x",
    "https://127.0.0.1/x",
    "https://127.1/x",
    "https://2130706433/x",
    "https://0x7f000001/x",
    "https://0/x",
    "https://10.0.0.1/x",
    "https://192.168.1.1/x",
    "https://172.16.0.1/x",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.100.100.200/latest/meta-data/",
    "https://[::1]/x",
    "https://[::ffff:127.0.0.1]/x",
    "https://[fe80::1%25eth0]/x",
    "https://[fd00::1]/x",
    "https://metadata.google.internal/x",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com:443/x",
    "https://someone@fcm.googleapis.com/x",
    "https://fcm.googleapis.com@127.0.0.1/x",
    "https://fcm.googleapis.com#@127.0.0.1/x",
    "https://fcm.googleapis.com\\@127.0.0.1/x",
    "https://fcm.googleapis.com.evil.example/x",
    "https://evilfcm.googleapis.com/x",
    "https://fcm.googleapis.com./x",
    "https://ｆcm.googleapis.com/x",
    "https://fcm.googleapis.com/x y",
    "https://fcm.googleapis.com/x\r\nHost: inside",
    "https://fcm.googleapis.com/x#fragment",
    "https://fcm.googleapis.com",
    "//fcm.googleapis.com/x",
    "ftp://fcm.googleapis.com/x",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://push-api.cloud.huawei.com/x",
    "https://fcm.googleapis.com/" + "x" * 2100,
    "",
]


@pytest.fixture
def abroad(settings: Any) -> None:
    settings.YINUO_ABROAD = ALL


@pytest.mark.usefixtures("abroad")
@pytest.mark.parametrize("endpoint", INSIDE)
def test_an_endpoint_that_is_no_declared_service_is_refused(endpoint: str) -> None:
    who = agreed(item=GOOGLE)
    who.device.endpoint = endpoint
    answer = post(who, who.device.subscription)
    assert answer.status_code == 400 and answer.json()["sentence"].endswith("。")
    assert not PushEndpoint.objects.exists()


@pytest.mark.usefixtures("abroad")
@pytest.mark.parametrize(
    ("endpoint", "item"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc:def-_", GOOGLE),
        ("https://updates.push.services.mozilla.com/wpush/v2/gAAAA", "push_endpoint_mozilla"),
        ("https://web.push.apple.com/QAbc", "push_endpoint_apple"),
    ],
)
def test_a_declared_service_with_a_consent_of_its_own_is_kept_sealed(endpoint: str, item: str) -> None:
    who = agreed(item=item)
    who.device.endpoint = endpoint
    assert post(who, who.device.subscription).status_code == 201
    row = PushEndpoint.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("select address from notices_pushendpoint")
        (sealed,) = cursor.fetchone()
    assert row.item == item and endpoint.encode() not in bytes(sealed)


@pytest.mark.usefixtures("abroad")
def test_a_consent_to_one_service_is_none_to_another() -> None:
    who = agreed(item=GOOGLE)
    who.device.endpoint = "https://web.push.apple.com/QAbc"
    answer = post(who, who.device.subscription)
    assert answer.status_code == 403 and not PushEndpoint.objects.exists()


def test_without_a_recorded_way_out_of_the_country_nothing_abroad_is_taken(settings: Any) -> None:
    settings.YINUO_ABROAD = {}
    who = agreed(item=GOOGLE)
    who.device.endpoint = "https://fcm.googleapis.com/fcm/send/abc"
    answer = post(who, who.device.subscription)
    assert answer.status_code == 400 and "没有登记合法的出境途径" in answer.json()["sentence"]
    page = who.browser.get("/me/settings/notices/").content.decode()
    assert "谷歌推送服务（Google LLC）、" in page and "不能开启推送" in page
    assert not PushEndpoint.objects.exists()


@pytest.mark.usefixtures("service")
def test_in_the_demonstration_only_the_stand_in_is_taken(settings: Any) -> None:
    settings.YINUO_ABROAD = ALL
    who = agreed(item=GOOGLE)
    who.device.endpoint = "https://fcm.googleapis.com/fcm/send/abc"
    answer = post(who, who.device.subscription)
    assert answer.status_code == 400 and "替身" in answer.json()["sentence"]


def test_outside_the_demonstration_the_stand_in_is_not_taken(service: PushServer, settings: Any) -> None:
    settings.YINUO_DEMO, settings.YINUO_STAND_INS = False, {}
    who = agreed()
    who.device.endpoint = f"{service.origin}/push/abc"
    assert post(who, who.device.subscription).status_code == 400


BODIES = [
    b"",
    b"null",
    b"[]",
    b"not json",
    b'{"endpoint": 1}',
    b'{"endpoint": "https://fcm.googleapis.com/x", "keys": {}}',
    b'{"endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": "", "auth": ""}}',
    b'{"endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": "%s", "auth": "AAAAAAAAAAAAAAAAAAAAAA"}}'
    % (b"B" + b"A" * 86),
    b'{"endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": "\xe4\xb8\x80", "auth": "!"}}',
    b'{"service": "push_huawei", "token": "short"}',
    b'{"service": "push_google", "token": "%s"}' % (b"A" * 64),
    b"[" * 6000,
    b'{"a": "' + b"x" * 9000 + b'"}',
]


@pytest.mark.usefixtures("abroad")
@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_bad_input_gets_a_sentence_and_keeps_nothing(body: bytes) -> None:
    who = agreed(item=GOOGLE)
    answer = who.browser.post("/me/settings/notices/device/", body, content_type="application/json")
    assert answer.status_code == 400 and answer.json()["sentence"].endswith("。")
    assert not PushEndpoint.objects.exists()


@pytest.mark.usefixtures("abroad")
def test_without_consent_no_endpoint_is_kept() -> None:
    who = agreed(item=GOOGLE)
    other = confirmed("doctor")
    stranger = Subscribed(other, session_for(Client(), other.who), who.device)
    stranger.device.endpoint = "https://fcm.googleapis.com/fcm/send/abc"
    assert post(stranger, stranger.device.subscription).status_code == 403
    assert not PushEndpoint.objects.exists()


@pytest.mark.usefixtures("abroad")
def test_a_person_has_ten_devices_at_most_and_a_log_in_one() -> None:
    first = agreed(item=GOOGLE)
    for number in range(12):
        who = agreed(item=GOOGLE, actor=first.actor) if number else first
        for again in range(2):
            who.device.endpoint = f"https://fcm.googleapis.com/fcm/send/{number}-{again}"
            assert post(who, who.device.subscription).status_code == 201
    assert PushEndpoint.objects.count() == 10
    assert not PushEndpoint.objects.filter(session=first.session).exists()


def test_a_declared_name_that_points_inside_leads_nowhere() -> None:
    """DNS rebinding: the name is declared, what a name server says of it is not."""
    allowed = Allowed(hosts=lambda: frozenset({"fcm.googleapis.com"}))
    for inside in ("127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fd00::1", "fe80::1%2"):
        assert not is_public(inside)
        allowed.found("fcm.googleapis.com", [inside])
        with pytest.raises(OutboundRefused):
            allowed.endpoint(inside, 443)
    allowed.found("fcm.googleapis.com", ["142.250.4.95"])
    allowed.endpoint("142.250.4.95", 443)
    assert not is_public("2002:7f00:1::") and not is_public("224.0.0.1") and not is_public("0.0.0.1")


def test_choices_come_back_as_they_were_saved_and_bad_times_are_refused() -> None:
    who = agreed(item=GOOGLE)
    choose(who, but="review_result", since="23:30", until="06:15")
    page = who.browser.get("/me/settings/notices/").content.decode()
    assert 'value="23:30"' in page and 'value="06:15"' in page
    assert 'value="review_result">' in page and 'value="new_message" checked' in page
    for bad in ("25:00", "", "x", "7"):
        answer = who.browser.post("/me/settings/notices/", {"kind": ["new_message"], "since": bad, "until": "07:00"})
        assert answer.status_code == 400 and "22:00" in answer.content.decode()
    assert 'value="23:30"' in who.browser.get("/me/settings/notices/").content.decode()


def test_a_tap_opens_what_the_newest_push_of_its_kind_told_of() -> None:
    who = agreed(item=GOOGLE)
    with open_purpose("notices", actor=who.actor, door="test"):
        grant(actor=who.actor, purpose="notices", item=GOOGLE, notice=notice("doctor", "notices"))
    assert who.browser.get("/me/notices/open/policy_change/").headers["Location"] == "/me/notices/"
    assert who.browser.get("/me/notices/open/new_message/").headers["Location"] == "/doctor/"
    assert who.browser.get("/me/notices/open/marketing/").status_code == 404
