"""Which versions a start puts in force."""

import re
from argparse import Namespace
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone
from pytest_django import Settings

from yinuo.accounts.demonstration import open_account
from yinuo.notices.pages import notices_of
from yinuo.promise.models import Announcement, InForce
from yinuo.promise.policy import library
from yinuo.promise.policy.acts import COMMAND
from yinuo.promise.policy.drafts import begin_from
from yinuo.promise.policy.folders import read_files, write_whole
from yinuo.promise.policy.publish import announce, come_into_force
from yinuo.promise.policy.publishing import publish
from yinuo.promise.policy.redpen import renumbered
from yinuo.promise.policy.source import POLICY, PolicyError
from yinuo.promise.policy.tests.conftest import shelf  # noqa: F401 - the fixture
from yinuo.promise.tests.overlay import NAME, files
from yinuo.runtime.cli import CannotContinue
from yinuo.runtime.commands.prepare import run_migrate
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


@pytest.mark.clause("7")
def test_the_red_pen_of_one_run_tells_nobody_and_leaves_nothing_behind() -> None:
    put_versions_in_force()
    doctor = open_account(role="doctor", number="13800138520")
    shown = notices_of(doctor)
    with override_settings(YINUO_POLICY_IN_FORCE={"doctor": "3.10.8"}):
        put_versions_in_force()
        assert notices_of(doctor) == shown
    put_versions_in_force()
    assert notices_of(doctor) == shown
    told = Announcement.objects.filter(policy="doctor")
    assert not told.filter(number="3.10.8").exists() and not told.filter(before="3.10.8").exists()


@pytest.mark.clause("7")
def test_who_came_while_the_red_pen_was_on_hears_of_no_change_when_it_is_off() -> None:
    Announcement.objects.all().delete()
    InForce.objects.all().delete()
    with override_settings(YINUO_POLICY_IN_FORCE={"doctor": "3.10.8"}):
        put_versions_in_force()
    put_versions_in_force()
    told = Announcement.objects.get(policy="doctor")
    assert (told.number, told.before, told.letters) == (InForce.objects.get(role="doctor").number, "", "")


def brought(below: Path, *edits: tuple[str, str]) -> str:
    """A build brings another doctors' policy in a folder; its number."""
    now = library().in_force("doctor")
    source = library().folder("doctor", now.number)
    assert source is not None
    number = f"{now.number.rsplit('.', 1)[0]}.99"
    files = read_files(source)
    text = renumbered(files[POLICY].decode(), number, now.number, timezone.localdate())
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    write_whole({**files, POLICY: text.encode()}, "doctor", number, below)
    return number


@pytest.mark.clause("7")
def test_what_a_build_brings_comes_in_by_a_start_when_it_lessens_nothing(shelf: Path) -> None:  # noqa: F811
    number = brought(shelf, ("十五天", "十天"))
    assert put_versions_in_force() == []
    assert InForce.objects.get(role="doctor").number == number
    assert Announcement.objects.filter(policy="doctor", number=number).exists()


@pytest.mark.clause("7")
@pytest.mark.parametrize(
    ("edit", "kind"),
    [
        (("请求先核实身份，十五天内答复", "请求先核实身份，三十天内答复"), "lessens_rights"),
        (('id = "requests.clock"', 'id = "contacts.shown"'), "measure_twice"),
        (("## 6 ", "## 9 "), "unknown_chapter"),
    ],
)
def test_a_build_that_lessens_a_right_or_is_not_lawful_is_refused_and_the_old_version_stays(
    shelf: Path,  # noqa: F811
    edit: tuple[str, str],
    kind: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = InForce.objects.get(role="doctor")
    number = brought(shelf, edit)
    run_migrate(Namespace())
    said = capsys.readouterr().err
    assert re.search(rf"doctor/{number}/policy\.md:\d+ clause \S+: .*\[{kind}\]", said), said
    assert "stays in force" in said
    after = InForce.objects.get(role="doctor")
    assert (after.number, after.generation) == (before.number, before.generation)
    assert not Announcement.objects.filter(policy="doctor", number=number).exists()


@pytest.mark.clause("7")
def test_where_no_version_stands_yet_an_unlawful_one_stops_the_start(shelf: Path) -> None:  # noqa: F811
    brought(shelf, ("## 6 ", "## 9 "))
    Announcement.objects.all().delete()
    InForce.objects.all().delete()
    with pytest.raises(CannotContinue, match=r"policy\.md:\d+"):
        run_migrate(Namespace())


def edit(below: Path, number: str, old: str = "请求先核实身份", new: str = "请求先核对身份") -> None:
    """Somebody edits the text of a version that stands already, under the same number; the next process reads it."""
    policy = below / "doctor" / number / POLICY
    text = policy.read_text()
    assert old in text
    policy.write_text(text.replace(old, new))
    library.cache_clear()


@pytest.mark.clause("7")
def test_a_version_in_force_whose_text_was_changed_under_its_number_stops_a_real_start(
    shelf: Path,  # noqa: F811
) -> None:
    number = brought(shelf)
    assert put_versions_in_force() == []
    assert put_versions_in_force() == []
    edit(shelf, number)
    with pytest.raises(PolicyError, match=rf"doctor/{number}: its text is not the one .* \[edited\]"):
        put_versions_in_force()


@pytest.mark.clause("7")
def test_a_version_that_was_in_force_before_is_held_to_its_text_too(
    shelf: Path,  # noqa: F811
) -> None:
    """Whoever has not confirmed the newer one is judged by it still."""
    number = brought(shelf)
    put_versions_in_force()
    later = number.replace(".99", ".100")
    files = read_files(shelf / "doctor" / number)
    text = renumbered(files[POLICY].decode(), later, number, timezone.localdate())
    write_whole({**files, POLICY: text.encode()}, "doctor", later, shelf)
    assert put_versions_in_force() == []
    assert InForce.objects.get(role="doctor").number == later
    edit(shelf, number)
    with pytest.raises(PolicyError, match=rf"doctor/{number}: "):
        put_versions_in_force()


@pytest.mark.clause("7")
def test_a_demonstration_goes_on_with_an_edited_text_and_says_how_to_begin_anew(
    shelf: Path,  # noqa: F811
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    number = brought(shelf)
    put_versions_in_force()
    edit(shelf, number)
    settings.YINUO_DEMO = True
    run_migrate(Namespace())
    said = capsys.readouterr().err
    assert f"doctor/{number}: its text was changed" in said and "to begin anew, stop it and remove the folder" in said
    assert "stays in force" not in said
    assert InForce.objects.get(role="doctor").number == number


@pytest.mark.clause("7")
def test_an_announced_version_whose_text_was_changed_before_its_day_stays_out_of_force(
    shelf: Path,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = InForce.objects.get(role="doctor").number
    number = brought(shelf)
    announce(library().get("doctor", number), before, frozenset(), timezone.localdate())
    edit(shelf, number)
    run_migrate(Namespace())
    said = capsys.readouterr().err
    assert f"doctor/{number}: its text is not the one that people were told of" in said and "stays in force" in said
    assert InForce.objects.get(role="doctor").number == before
    edit(shelf, number, "请求先核对身份", "请求先核实身份")
    assert put_versions_in_force() == []
    assert InForce.objects.get(role="doctor").number == number


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
