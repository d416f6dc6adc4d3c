"""The hosts that a process may reach follow the versions in force."""

import time

import pytest

from yinuo.promise.models import InForce
from yinuo.promise.outbound import declared

HOST = "dysmsapi.aliyuncs.com"


@pytest.mark.django_db(transaction=True)
def test_hosts_are_those_of_the_versions_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declared, "FRESH_FOR", 0.0)
    assert HOST in declared.declared_hosts()
    assert "elsewhere.example" not in declared.declared_hosts()


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_read_declares_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declared, "FRESH_FOR", 0.0)
    InForce.objects.update_or_create(role="doctor", defaults={"number": "99.0.0"})
    with pytest.raises(LookupError):
        declared.declared_hosts()


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_kept_for_seconds_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declared, "_known", (time.monotonic(), frozenset({"kept.example"})))
    assert declared.declared_hosts() == {"kept.example"}
    monkeypatch.setattr(declared, "_known", (time.monotonic() - declared.FRESH_FOR - 1, frozenset({"kept.example"})))
    assert "kept.example" not in declared.declared_hosts()
