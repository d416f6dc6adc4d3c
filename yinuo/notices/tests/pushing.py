"""People with a device that takes pushes, and the stand-in service on loopback."""

import base64
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import time
from typing import Any

import httpx
import pytest
from django.conf import settings as django_settings
from django.test import Client

from yinuo.accounts.api import session_for
from yinuo.notices import actions
from yinuo.notices.kinds import KINDS
from yinuo.notices.push import huawei
from yinuo.notices.push.quiet import Choices
from yinuo.notices.stand_in_push import PushServer, Shelf
from yinuo.notices.tests.device import Device
from yinuo.promise.consent import grant
from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.tests.conftest import confirmed, notice
from yinuo.realtime.api import session_hash

WEB, VENDOR = "push_endpoint_mozilla", "push_endpoint"
DEVICE = "/me/settings/notices/device/"
RECORD = "standard_contract:1"


@pytest.fixture
def service(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[PushServer]:
    """The stand-in, standing for Mozilla's service and for Huawei's; no quiet hours at whatever hour tests run."""
    server = PushServer(0, Shelf("app", "secret"))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    place = server.origin.removeprefix("http://")
    settings.YINUO = replace(
        settings.YINUO,
        huawei_push=server.origin,
        huawei_login=server.origin,
        huawei_app="app",
        huawei_secret="secret",
    )
    settings.YINUO_STAND_INS = {"push_mozilla": place, "push_huawei": place}
    settings.YINUO_ABROAD = {"push_mozilla": RECORD}
    settings.YINUO_DEMO = True
    monkeypatch.setattr(huawei, "_token", ("", 0.0))
    monkeypatch.setattr("yinuo.notices.access.Choices", lambda: Choices(since=time(0), until=time(0)))
    yield server
    server.shutdown()
    server.server_close()


@dataclass(frozen=True)
class Subscribed:
    """Somebody logged in in a browser, with a device that the stand-in carries to."""

    actor: Actor
    browser: Client
    device: Device

    @property
    def token(self) -> str:
        return self.device.endpoint.rpartition("/")[2]

    @property
    def session(self) -> str:
        return session_hash(self.browser.cookies[django_settings.SESSION_COOKIE_NAME].value)


def agreed(role: str = "doctor", item: str = WEB, actor: Actor | None = None) -> Subscribed:
    """Who confirmed, agreed to the one who carries it, and is logged in; the device is not handed over yet."""
    actor = actor or confirmed(role)
    with open_purpose("notices", actor=actor, door="test"):
        grant(actor=actor, purpose="notices", item=item, notice=notice(role, "notices"))
    return Subscribed(actor, session_for(Client(), actor.who), Device(""))


def subscribed(
    service: PushServer, role: str = "doctor", *, answer: int = 201, actor: Actor | None = None
) -> Subscribed:
    """As the page does it, over HTTP."""
    who = agreed(role, actor=actor)
    made = httpx.post(f"{service.origin}/subscribe?answer={answer}", trust_env=False).json()
    who.device.endpoint = made["endpoint"]
    response = post(who, who.device.subscription)
    assert response.status_code == 201, response.content
    return who


def post(who: Subscribed, body: object) -> Any:
    return who.browser.post(DEVICE, body, content_type="application/json", headers={"Accept": "application/json"})


def received(service: PushServer, who: Subscribed) -> list[dict[str, str]]:
    """What this device reads of what the service holds for it, oldest first."""
    found = [one for one in reversed(service.shelf.messages()) if one.token == who.token]
    return [who.device.read(base64.b64decode(one.body)) for one in found]


def choose(who: Subscribed, *, but: str = "", since: str = "00:00", until: str = "00:00") -> None:
    with open_purpose("notices", actor=who.actor, door="test"):
        actions.choose(actor=who.actor, wanted=set(KINDS) - {but}, since=since, until=until)
