"""A real stand-in for the SMS gateway over HTTP, and empty limits for every test."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytest_django.fixtures import Settings

from yinuo.accounts import limits, sending
from yinuo.accounts.stand_in_sms import Gateway, StandIn
from yinuo.accounts.tests.browser import Visitor
from yinuo.accounts.views import login


@pytest.fixture(scope="session")
def _gateway() -> Iterator[tuple[Gateway, int]]:
    gateway = Gateway("test-key", "test-secret")
    with StandIn(0, gateway) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield gateway, server.server_address[1]
        server.shutdown()


@pytest.fixture
def gateway(_gateway: tuple[Gateway, int], settings: Settings) -> Gateway:
    """The stand-in, declared to the outbound guard as the gateway."""
    held, port = _gateway
    held.forget()
    settings.YINUO = replace(
        settings.YINUO,
        sms_endpoint=f"http://127.0.0.1:{port}/",
        sms_key_id="test-key",
        sms_key_secret="test-secret",
        sms_template="SMS_1",
    )
    settings.YINUO_STAND_INS = {"sms_gateway": f"127.0.0.1:{port}"}
    return held


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login, "SECONDS_TO_ANSWER", 0.0)
    monkeypatch.setattr(sending, "send_after", sending.send_now)  # a thread does not see what a test has not committed
    limits.forget()


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()
