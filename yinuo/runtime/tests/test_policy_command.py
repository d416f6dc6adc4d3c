"""The command as a person types it, against the throw-away database and home."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from yinuo.promise.models import InForce
from yinuo.promise.policy import UnknownPolicy, library
from yinuo.promise.policy.publish import put_in_force
from yinuo.promise.policy.tests.samples import write_policy
from yinuo.runtime.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """Two folders of policies: ours with one doctors' version, and the operator's, still empty."""
    write_policy(tmp_path / "ours")
    settings.YINUO_POLICY_FOLDERS = [tmp_path / "ours", tmp_path / "home"]
    library.cache_clear()
    InForce.objects.update_or_create(role="doctor", defaults={"number": "1.0.0"})
    yield tmp_path / "home"
    library.cache_clear()


def test_a_stroke_without_apply_writes_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "strike", "doctor", "1.1", "microphone", "--json"]) == 0

    report = json.loads(capsys.readouterr().out)
    assert report["to"] == "1.0.1" and report["asked"] == [] and "folder" not in report
    assert report["closes"] == [
        {"purpose": "consultations", "item": "voice_note", "name": "语音消息", "through": "microphone"}
    ]
    assert not home.exists() and library().in_force("doctor").number == "1.0.0"


def test_an_applied_stroke_is_in_force_at_once(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "microphone" in library().in_force("doctor").purposes["consultations"].permissions

    assert main(["policy", "strike", "doctor", "1.1", "麦克风", "--apply"]) == 0

    assert "1.0.1 现已生效" in capsys.readouterr().out
    assert not library().in_force("doctor").purposes["consultations"].permissions
    row = InForce.objects.get(role="doctor")
    assert (row.number, row.generation) == ("1.0.1", 1)
    assert (home / "doctor" / "1.0.1" / "policy.md").is_file()


def test_an_unknown_number_is_never_put_in_force(home: Path) -> None:
    with pytest.raises(UnknownPolicy):
        put_in_force("doctor", "7.7.7")
    assert InForce.objects.get(role="doctor").number == "1.0.0"


@pytest.mark.django_db(transaction=True)
def test_a_capture_that_runs_ends_before_another_version_comes_into_force(home: Path) -> None:
    from threading import Event, Thread

    from django.db import transaction

    from yinuo.promise.gate.locks import POLICY_KEY

    write_policy(home, number="1.0.1", more='supersedes = "1.0.0"\n')
    published = Event()

    def publish() -> None:
        try:
            put_in_force("doctor", "1.0.1")
            published.set()
        finally:
            connection.close()

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock_shared(%s)", [POLICY_KEY])
        other = Thread(target=publish)
        other.start()
        assert not published.wait(0.3)
    other.join(5)
    assert published.is_set() and InForce.objects.get(role="doctor").number == "1.0.1"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "doctor", "7.7.7"], "no version 7.7.7"),
        (["diff", "doctor", "1.0.0", "7.7.7"], "no version 7.7.7"),
        (["strike", "doctor", "1.1", "camera"], "does not declare 'camera'"),
        (["lint", "nobody"], "no policy nobody"),
    ],
)
def test_what_is_unknown_is_said_in_a_sentence(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert main(["policy", *arguments]) == 1
    assert says in capsys.readouterr().err


def test_lint_show_and_diff_answer_in_their_stable_form(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_policy(home, number="1.0.1", more='supersedes = "1.0.0"\n', storage="[storage.x]\n")
    assert main(["policy", "lint", "doctor", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is False and found["findings"][0]["where"] == "doctor/1.0.1/storage.toml"

    assert main(["policy", "show", "doctor", "1.0.0"]) == 0
    assert "语音消息 [voice_note]: 附加，您的单独同意" in capsys.readouterr().out

    assert main(["policy", "diff", "doctor", "1.0.0", "1.0.0", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"from": "1.0.0", "to": "1.0.0", "differences": []}
