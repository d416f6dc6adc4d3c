"""Limits hold across processes and keep neither number nor address."""

import subprocess
import sys
import time

import pytest
from django.conf import settings

from yinuo.accounts import limits
from yinuo.accounts.limits import Limit, TooOften


def test_one_too_many_says_how_long_to_wait() -> None:
    limit = Limit("test", times=3, seconds=60)
    for _ in range(3):
        limit.take("a")
    with pytest.raises(TooOften) as told:
        limit.take("a")
    assert 55 <= told.value.wait <= 60
    limit.take("b")


def test_the_window_slides(monkeypatch: pytest.MonkeyPatch) -> None:
    limit, now = Limit("test", times=2, seconds=60), time.time()
    for passed in (0.0, 30.0):
        monkeypatch.setattr(time, "time", lambda passed=passed: now + passed)
        limit.take("a")
    monkeypatch.setattr(time, "time", lambda: now + 59)
    with pytest.raises(TooOften) as told:
        limit.take("a")
    assert told.value.wait == 1
    monkeypatch.setattr(time, "time", lambda: now + 61)
    limit.take("a")


def test_another_process_counts_the_same_table() -> None:
    """Pages run in several processes; five requests are five, whichever of them answers."""
    script = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        f"settings.SECRET_KEY = {settings.SECRET_KEY!r}\n"
        "from yinuo.accounts.limits import Limit\n"
        "Limit('test', times=3, seconds=600).take('a')\n"
    )
    for _ in range(2):
        subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
    limit = Limit("test", times=3, seconds=600)
    limit.take("a")
    with pytest.raises(TooOften):
        limit.take("a")


def test_the_table_holds_instants_only() -> None:
    Limit("test", times=3, seconds=60).take("192.0.2.77")
    _, memory = limits._open_table()
    content = memory[:]
    assert b"192.0.2.77" not in content
    assert len(content) - content.count(0) <= 8
