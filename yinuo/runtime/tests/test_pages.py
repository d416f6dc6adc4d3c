"""What every response carries, where the visitor's address comes from, and the state of parts."""

from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from yinuo.runtime import failures, headers, probes


def answered(response: HttpResponse) -> Callable[[HttpRequest], HttpResponse]:
    return lambda request: response


def test_every_response_carries_the_strict_policy() -> None:
    response = headers.guarded(answered(HttpResponse()))(RequestFactory().get("/"))
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["Cache-Control"] == "no-store"
    assert "geolocation=()" in response.headers["Permissions-Policy"]


def test_a_page_may_say_for_itself_how_it_is_kept() -> None:
    response = headers.guarded(answered(HttpResponse(headers={"Cache-Control": "private"})))(RequestFactory().get("/"))
    assert response.headers["Cache-Control"] == "private"


def test_the_address_is_what_the_one_port_saw() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="", HTTP_X_REAL_IP="203.0.113.9", HTTP_X_FORWARDED_FOR="192.0.2.1")
    headers.proxied(answered(HttpResponse()))(request)
    assert request.META["REMOTE_ADDR"] == "203.0.113.9"
    assert "HTTP_X_REAL_IP" not in request.META


@pytest.mark.django_db
def test_a_part_that_is_down_is_said_and_counts(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "port", lambda number: False)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["gateway"] == "down"
    assert answer.json()["parts"]["postgres"] == "up"


@pytest.mark.django_db
def test_the_state_of_parts_names_nobody_and_sets_no_cookie(client: Client) -> None:
    answer = client.get("/healthz")
    assert set(answer.json()) == {"ok", "parts"}
    assert not answer.cookies


@pytest.mark.parametrize(("problem", "status"), [(OperationalError("gone"), 503), (ValueError("ours"), 500)])
def test_a_failure_is_a_sentence_and_a_database_that_is_gone_says_when_to_try_again(
    problem: Exception, status: int
) -> None:
    try:
        raise problem
    except Exception:
        answer = failures.server_error(RequestFactory().get("/"))
    assert answer.status_code == status
    assert ("Retry-After" in answer.headers) == (status == 503)
    assert "请过一会儿再试" in answer.content.decode()
    assert "gone" not in answer.content.decode()
