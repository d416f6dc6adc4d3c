"""Which versions a start puts in force."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from yinuo.promise.models import InForce
from yinuo.promise.policy import library
from yinuo.promise.policy.acts import COMMAND
from yinuo.promise.policy.drafts import begin_from
from yinuo.promise.policy.publish import come_into_force
from yinuo.promise.policy.publishing import publish
from yinuo.promise.policy.tests.conftest import shelf  # noqa: F401 - the fixture
from yinuo.promise.tests.overlay import NAME, files
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


@pytest.mark.clause("0.1")
@pytest.mark.usefixtures("shelf")
def test_a_service_policy_of_a_later_day_stops_nothing_until_then() -> None:
    day = timezone.localdate() + timedelta(days=3)
    publish(COMMAND, begin_from(COMMAND, files()).pk, revision=1, effective=day)
    assert library().in_force_number(NAME) is None and not library().overlays("doctor")
    put_versions_in_force()
    assert not InForce.objects.filter(role=NAME).exists()
    assert come_into_force(timezone.now() + timedelta(days=3)) == [f"{NAME} 1.0.0"]
    assert [one.role for one in library().overlays("doctor")] == [NAME]
