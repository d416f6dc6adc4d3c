"""Which versions a start puts in force."""

import pytest
from django.test import override_settings

from yinuo.promise.models import InForce
from yinuo.promise.policy import library
from yinuo.runtime.in_force import put_versions_in_force
from yinuo.runtime.settings_table import WrongSetting

pytestmark = pytest.mark.django_db


def test_a_start_puts_the_newest_effective_version_in_force() -> None:
    put_versions_in_force()
    newest = [one.number for one in library().versions("doctor") if not one.archive][-1]
    assert InForce.objects.get(role="doctor").number == newest


def test_the_red_pen_puts_an_archive_in_force_and_the_next_start_takes_it_back() -> None:
    with override_settings(YINUO_POLICY_IN_FORCE={"doctor": "3.10.8"}):
        put_versions_in_force()
    before = InForce.objects.get(role="doctor")
    assert before.number == "3.10.8"
    put_versions_in_force()
    after = InForce.objects.get(role="doctor")
    assert after.number != "3.10.8"
    assert after.generation > before.generation, "gateways and pages see that something changed"


@pytest.mark.parametrize("chosen", [{"doctor": "9.9.9"}, {"nobody": "1.0.0"}])
def test_a_version_that_is_not_there_stops_the_start(chosen: dict[str, str]) -> None:
    with override_settings(YINUO_POLICY_IN_FORCE=chosen), pytest.raises(WrongSetting, match="YINUO_POLICY"):
        put_versions_in_force()
