"""A shelf of one's own: what a test publishes is gone afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from yinuo.promise.policy import library


@pytest.fixture
def shelf(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """Where this test's versions are written, beside those of this build."""
    folder = tmp_path / "policies"
    settings.YINUO_POLICY_FOLDERS = [settings.YINUO_POLICIES, folder]
    library.cache_clear()
    yield folder
    library.cache_clear()
