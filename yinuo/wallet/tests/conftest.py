"""Both sides with a browser each, and a stand-in that serves both protocols."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from yinuo.promise.gate import Actor
from yinuo.wallet.tests import scenes
from yinuo.wallet.tests.scenes import Service


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("payment") / "keys"


@pytest.fixture
def service(settings: Any, keys: Path, tmp_path: Path) -> Iterator[Service]:
    settings.YINUO_MEDIA = tmp_path / "media"
    with Service(keys) as made:
        scenes.point_at(settings, made, keys)
        yield made
        made.shutdown()


@pytest.fixture
def doctor(db: None) -> Actor:
    return scenes.charging_doctor()


@pytest.fixture
def patient(db: None) -> Actor:
    return scenes.person("patient", *scenes.GIVEN)


@pytest.fixture
def at_doctor(doctor: Actor) -> Client:
    return scenes.browser(doctor)


@pytest.fixture
def at_patient(patient: Actor) -> Client:
    return scenes.browser(patient)
