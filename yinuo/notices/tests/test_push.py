"""Clause 1.10: what goes out, to whom, when, and what never does; over real HTTP against the stand-in service."""

import base64
import json
import logging
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from yinuo.notices import actions
from yinuo.notices.api import UnknownKind, notify
from yinuo.notices.kinds import KINDS, LIST, Kind
from yinuo.notices.models import Push, PushChoices, PushEndpoint
from yinuo.notices.push import huawei, vapid, webpush
from yinuo.notices.push.outcomes import later
from yinuo.notices.push.quiet import Choices, from_json
from yinuo.notices.push.sending import push
from yinuo.notices.stand_in_push import TEMPLATE, PushServer, Refusal, require_sealed, require_vapid
from yinuo.notices.tests.conftest import announce
from yinuo.notices.tests.device import Device
from yinuo.notices.tests.pushing import VENDOR, agreed, choose, post, received, subscribed
from yinuo.promise.consent import withdraw, withdraw_all
from yinuo.promise.models import Sharing
from yinuo.promise.policy.acts import Hand
from yinuo.promise.policy.publishing import retract
from yinuo.promise.vault import uuid7
from yinuo.web.stand_in import page

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.10"), pytest.mark.usefixtures("shelf")]
NEW_YEAR = datetime(2026, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))


def states() -> list[str]:
    return list(Push.objects.order_by("made_at").values_list("state", flat=True))


def test_a_push_carries_its_kind_and_nothing_else_and_only_the_device_reads_it(service: PushServer) -> None:
    who = subscribed(service)
    assert notify(person=who.actor.who, kind="review_result") == 1
    assert push() == 1
    (came,) = service.shelf.messages()
    assert received(service, who) == [{"kind": "review_result", "language": "zh-hans"}]
    assert b"review_result" not in base64.b64decode(came.body)
    assert came.headers["TTL"] == "86400" and came.headers["Urgency"] == "normal" and came.headers["Topic"]
    (shared,) = Sharing.objects.filter(person=who.actor.who)
    assert (shared.recipient, shared.items) == ("push_mozilla", ["push_endpoint_mozilla"])
    assert states() == ["sent"]


def test_every_payload_is_as_long_as_any_other() -> None:
    lengths = {len(webpush.payload(kind, language)) for kind in LIST for language in ("zh-hans", "en")}
    assert lengths == {webpush.LENGTH}


@pytest.mark.parametrize("kind", LIST, ids=lambda kind: kind.id)
def test_a_locked_screen_says_nothing_medical(kind: Any) -> None:
    for word in ("问诊", "病", "药", "医生", "患者", "诊", "随访", "patient", "doctor", "consult", "health"):
        assert word not in kind.said("zh-hans") and word not in kind.said("en").lower()
    assert kind.said("en") != kind.said("zh-hans")


@pytest.mark.parametrize("kind", ["marketing", "recommendation", "", "new_message "])
def test_there_is_no_door_for_another_kind(service: PushServer, kind: str) -> None:
    who = subscribed(service)
    with pytest.raises(UnknownKind):
        notify(person=who.actor.who, kind=kind)
    assert not Push.objects.exists()


def test_a_kind_that_reached_the_queue_past_the_door_is_not_sent(service: PushServer) -> None:
    who = subscribed(service)
    now = timezone.now()
    endpoint = PushEndpoint.objects.get(person=who.actor.who)
    Push.objects.create(endpoint=endpoint, person=who.actor.who, kind="marketing", made_at=now, next_at=now)
    assert (push(), states(), service.shelf.messages()) == (0, ["closed"], [])


def test_a_kind_of_the_other_role_is_not_sent(service: PushServer) -> None:
    who = subscribed(service, "patient")
    notify(person=who.actor.who, kind="review_result")
    assert (push(), states()) == (0, ["closed"])


def test_what_waits_already_is_not_doubled_and_once_is_once(service: PushServer) -> None:
    who = subscribed(service)
    assert [notify(person=who.actor.who, kind="review_result") for _ in range(2)] == [1, 0]
    assert push() == 1
    assert notify(person=who.actor.who, kind="review_result", once=True) == 0
    assert notify(person=who.actor.who, kind="review_result") == 1


def test_nothing_goes_out_after_the_consent_was_taken_back(service: PushServer) -> None:
    one, two = subscribed(service), subscribed(service)
    for who in (one, two):
        notify(person=who.actor.who, kind="review_result")
    withdraw(actor=one.actor, purpose="notices", item="push_endpoint_mozilla")
    withdraw_all(actor=two.actor)
    assert (push(), service.shelf.messages(), states()) == (0, [], ["closed", "closed"])


def test_the_one_switch_deletes_devices_and_choices_at_once(service: PushServer) -> None:
    who = subscribed(service)
    choose(who, but="review_result")
    notify(person=who.actor.who, kind="new_message", about=uuid7())
    who.browser.post("/me/settings/notices/stop/")
    assert not PushEndpoint.objects.exists() and not PushChoices.objects.exists() and not Push.objects.exists()
    assert post(who, who.device.subscription).status_code == 403


def test_logging_out_deletes_the_device_of_that_log_in_only(service: PushServer) -> None:
    one = subscribed(service)
    two = subscribed(service, actor=one.actor)
    one.browser.post("/accounts/logout/")
    assert [row.session_id for row in PushEndpoint.objects.all()] == [two.session]


@pytest.mark.parametrize("status", [404, 410])
def test_an_endpoint_that_is_gone_is_deleted(service: PushServer, status: int) -> None:
    who = subscribed(service, answer=status)
    notify(person=who.actor.who, kind="review_result")
    assert push() == 0
    assert not PushEndpoint.objects.exists() and not Push.objects.exists()


@pytest.mark.parametrize("status", [429, 500, 503, 401])
def test_a_busy_service_is_asked_again_after_its_own_time_and_given_up_in_the_end(
    service: PushServer, status: int
) -> None:
    who = subscribed(service, answer=status)
    notify(person=who.actor.who, kind="review_result")
    assert (push(), push()) == (0, 0)
    waiting = Push.objects.get()
    assert waiting.state == "waiting" and waiting.next_at > timezone.now() + timedelta(seconds=0.5)
    Push.objects.update(next_at=timezone.now(), tries=9)
    assert (push(), states()) == (0, ["failed"])
    assert PushEndpoint.objects.exists()


def test_retry_after_is_heeded_and_never_for_long() -> None:
    assert later("120").wait == 120
    assert later("999999999").wait == 6 * 3600
    assert later("nonsense").wait == later("").wait == 0
    assert later("Wed, 21 Oct 2015 07:28:00 GMT").wait == 0


def test_a_kind_that_is_turned_off_is_not_sent(service: PushServer) -> None:
    who = subscribed(service)
    choose(who, but="review_result")
    notify(person=who.actor.who, kind="review_result")
    assert (push(), states()) == (0, ["closed"])


def test_in_quiet_hours_it_waits_and_the_urgent_goes_out(service: PushServer, monkeypatch: Any) -> None:
    who = subscribed(service)
    monkeypatch.setattr("yinuo.notices.kinds._still", {})
    now = timezone.localtime()
    choose(who, since=f"{now - timedelta(hours=1):%H:%M}", until=f"{now + timedelta(hours=2):%H:%M}")
    notify(person=who.actor.who, kind="review_result")
    notify(person=who.actor.who, kind="request_closing", about=uuid7())
    assert push() == 1
    assert [one["kind"] for one in received(service, who)] == ["request_closing"]
    held = Push.objects.get(kind="review_result")
    assert held.state == "waiting" and timedelta(hours=1) < held.next_at - timezone.now() <= timedelta(hours=2)


CLOCK = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))
NOW = st.integers(0, 366 * 24 * 60).map(lambda minutes: NEW_YEAR + timedelta(minutes=minutes))


@given(since=CLOCK, until=CLOCK, now=NOW)
def test_quiet_hours_end_and_are_quiet_till_then(since: time, until: time, now: datetime) -> None:
    chosen = Choices(since=since, until=until)
    end = chosen.silent_until(KINDS["new_message"], now)
    assert chosen.silent_until(KINDS["request_closing"], now) is None
    if since == until:
        assert end is None
    if end is not None:
        assert now < end <= now + timedelta(days=1) and end.timetz().replace(tzinfo=None) == until
        assert chosen.silent_until(KINDS["new_message"], end) is None
    assert from_json(chosen.as_json()) == chosen


def test_a_version_is_pushed_once_to_everybody_with_a_device_and_not_when_it_was_retracted(
    service: PushServer,
) -> None:
    doctor, patient = subscribed(service), subscribed(service, "patient")
    told = announce(days=3)
    assert (actions.tell_devices(), actions.tell_devices()) == (1, 0)
    assert push() == 1
    assert [one["kind"] for one in received(service, doctor)] == ["policy_change"]
    assert received(service, patient) == []
    Push.objects.update(state="waiting", next_at=timezone.now())
    retract(Hand.of(uuid7()), "doctor", told.number)
    assert (push(), len(service.shelf.messages())) == (0, 1)


def test_what_was_pushed_is_kept_for_a_week(service: PushServer) -> None:
    who = subscribed(service)
    notify(person=who.actor.who, kind="review_result")
    push()
    assert actions.forget_old(timezone.now() + timedelta(days=6)) == 0
    assert actions.forget_old(timezone.now() + timedelta(days=8)) == 1


def test_a_key_that_was_replaced_makes_old_subscriptions_useless(service: PushServer, monkeypatch: Any) -> None:
    who = subscribed(service)
    notify(person=who.actor.who, kind="review_result")
    monkeypatch.setattr(vapid, "NAME", "another.key")
    assert (push(), PushEndpoint.objects.exists()) == (0, False)
    made = subscribed(service, actor=who.actor)
    notify(person=who.actor.who, kind="review_result")
    assert (push(), len(received(service, made))) == (1, 1)


def test_huawei_gets_the_token_and_the_fixed_sentence(service: PushServer, monkeypatch: Any) -> None:
    who = agreed(item=VENDOR)
    assert post(who, {"service": "push_huawei", "token": "A" * 64}).status_code == 201
    notify(person=who.actor.who, kind="review_result")
    assert push() == 1
    (came,) = service.shelf.messages()
    assert (came.service, came.token, came.shown) == ("huawei", "A" * 64, "医诺：审核有了结果")
    service.shelf.access = "another"  # our access token ran out before its time
    notify(person=who.actor.who, kind="review_result")
    assert push() == 1


@pytest.mark.parametrize("kind", LIST, ids=lambda kind: kind.id)
def test_what_the_vendor_reads_names_no_kind(kind: Kind) -> None:
    """A name such as ``followup_waits`` would say what the sentence beside it leaves out."""
    told = json.dumps(huawei.message(kind, "zh-hans", "A" * 64))
    assert not any(one.id in told for one in LIST)


def test_a_token_that_huawei_no_longer_knows_is_deleted(service: PushServer) -> None:
    who = agreed(item=VENDOR)
    assert post(who, {"service": "push_huawei", "token": "gone" + "A" * 64}).status_code == 201
    notify(person=who.actor.who, kind="review_result")
    assert (push(), PushEndpoint.objects.exists()) == (0, False)


def test_a_service_that_can_t_be_reached_is_tried_again_and_no_log_names_anybody(
    service: PushServer, caplog: pytest.LogCaptureFixture
) -> None:
    who = subscribed(service)
    service.shutdown()
    service.server_close()
    notify(person=who.actor.who, kind="review_result")
    with caplog.at_level(logging.DEBUG):
        assert (push(), states()) == (0, ["waiting"])
    assert who.token not in caplog.text and str(who.actor.who) not in caplog.text


def test_who_may_no_longer_be_reached_abroad_is_not(service: PushServer, settings: Any) -> None:
    who = subscribed(service)
    notify(person=who.actor.who, kind="review_result")
    settings.YINUO_ABROAD = {}
    assert (push(), states(), service.shelf.messages()) == (0, ["closed"], [])


# The stand-in refuses what a service refuses, so that what it takes says something.


def test_the_stand_in_checks_who_sends_and_what_is_sealed(service: PushServer) -> None:
    made = httpx.post(f"{service.origin}/subscribe", trust_env=False).json()
    device = Device(made["endpoint"])
    address = {"endpoint": device.endpoint, **device.subscription["keys"]}
    sealed = webpush.seal(b"{}", address)
    good = {
        "TTL": "60",
        "Content-Encoding": "aes128gcm",
        "Authorization": vapid.authorization(device.endpoint),
    }

    def answer(body: bytes = sealed, **other: str) -> int:
        headers = good | {name.replace("_", "-"): value for name, value in other.items()}
        return httpx.post(device.endpoint, content=body, headers=headers, trust_env=False).status_code

    assert answer() == 201
    assert answer(TTL="soon") == 400
    assert answer(Topic="x" * 33) == 400
    assert answer(Content_Encoding="aesgcm") == 400
    assert answer(body=b"not sealed") == 400
    assert answer(body=sealed.ljust(5000)) == 413
    assert answer(Authorization="") == 401
    assert answer(Authorization=vapid.authorization("https://elsewhere.example/x")) == 403
    token, _, key = good["Authorization"].partition(",k=")
    assert answer(Authorization=f"{token[:-4]}AAAA,k={key}") == 403
    httpx.delete(f"{service.origin}{made['subscription']}", trust_env=False)
    assert answer() == 410
    assert httpx.post(f"{service.origin}/push/unknown", headers=good, trust_env=False).status_code == 404


def test_a_token_of_yesterday_is_refused(monkeypatch: Any) -> None:
    monkeypatch.setattr(vapid, "GOOD_FOR", -10)
    with pytest.raises(Refusal, match="too old"):
        require_vapid(vapid.authorization("https://push.example/x"), "https://push.example")
    monkeypatch.setattr(vapid, "GOOD_FOR", 3 * 24 * 3600)
    with pytest.raises(Refusal, match="more than a day"):
        require_vapid(vapid.authorization("https://push.example/x"), "https://push.example")
    with pytest.raises(Refusal):
        require_sealed("aes128gcm", b"\0" * 200)


def test_the_page_of_the_stand_in_says_what_it_is_and_can_t_read(service: PushServer) -> None:
    who = subscribed(service)
    notify(person=who.actor.who, kind="review_result")
    push()
    shown = page(TEMPLATE, service.shelf.messages())
    assert "演示用推送替身" in shown and "密文" in shown and "审核" not in shown and "aes128gcm" in shown
    assert "还没有推送" in page(TEMPLATE, [])
    assert httpx.get(service.origin, trust_env=False).status_code == 200
