"""The engine's periodic upkeep runs by itself, and each task opens no purpose that could open a value."""

from datetime import UTC, datetime
from typing import Any

import pytest
from procrastinate.contrib.django import app

from yinuo.promise import tasks
from yinuo.promise.gate.context import current
from yinuo.promise.sealing.keys import create_keys

pytestmark = pytest.mark.django_db
TASKS = {
    "keys.rotate": (tasks.rotate_keys, "rotate"),
    "retention.sweep": (tasks.sweep_retention, "sweep"),
    "journal.days": (tasks.turn_days, "drop_due"),
}


@pytest.mark.parametrize("name", TASKS)
def test_upkeep_is_done_periodically_and_opens_no_purpose(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    task, work = TASKS[name]
    purposes: list[str | None] = []
    monkeypatch.setattr(tasks, work, lambda moment: purposes.append(current().purpose))
    task(timestamp=int(datetime(2026, 11, 24, tzinfo=UTC).timestamp()))
    assert purposes == [None]
    assert name in {periodic for periodic, _ in app.periodic_registry.periodic_tasks}


def test_upkeep_of_an_empty_hospital_does_nothing(settings: Any, tmp_path: Any) -> None:
    settings.YINUO_HOME, settings.YINUO_KEYS = tmp_path, tmp_path / "keys"
    create_keys(tmp_path)
    now = int(datetime.now(UTC).timestamp())
    for task, _ in TASKS.values():
        task(timestamp=now)
