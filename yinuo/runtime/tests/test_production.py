"""Real people's information meets no stand-in, no fictional person, and no promise that is only claimed."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from yinuo.promise.closure.lawful import DEMANDED, only_claimed
from yinuo.promise.closure.promises import CLAIMED, KEPT, NOT_OFFERED, Row
from yinuo.promise.policy import library
from yinuo.promise.sealing.keys import create_keys
from yinuo.runtime import installation
from yinuo.runtime.settings_table import Settings, load
from yinuo.runtime.supervisor import UnableToGoUp


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation with an operator and keys: nothing of its own is in the way of starting it."""
    home = tmp_path / "home"
    installation.write_operator(home, installation.FICTIONAL)
    create_keys(home)
    return replace(load({}), home=home)


def test_a_demonstrations_home_is_refused(settings: Settings) -> None:
    installation.demonstration_mark(settings.home).touch()
    with pytest.raises(UnableToGoUp, match="holds a demonstration"):
        installation.refuse_production(settings)


def test_a_stand_in_for_the_sms_gateway_is_refused(settings: Settings) -> None:
    with pytest.raises(UnableToGoUp, match="YINUO_SMS_ENDPOINT"):
        installation.refuse_production(replace(settings, sms_endpoint="http://127.0.0.1:9/"))


@pytest.mark.clause("1.11")
def test_a_stand_in_for_a_payment_service_is_refused(settings: Settings) -> None:
    with pytest.raises(UnableToGoUp, match="YINUO_WECHAT_ENDPOINT"):
        installation.refuse_production(replace(settings, wechat_endpoint="http://127.0.0.1:9/"))
    with pytest.raises(UnableToGoUp, match="YINUO_ALIPAY_GATEWAY"):
        installation.refuse_production(replace(settings, alipay_gateway="http://127.0.0.1:9/"))


@pytest.mark.clause("7")
def test_mail_that_would_go_out_in_the_clear_is_refused(settings: Settings) -> None:
    with pytest.raises(UnableToGoUp, match="YINUO_MAIL_SECURITY"):
        installation.refuse_production(replace(settings, mail_security="plain"))


def test_nobodys_installation_is_refused(settings: Settings) -> None:
    (settings.home / "operator.toml").write_text('name = "甲医院"\n', encoding="utf-8")
    with pytest.raises(UnableToGoUp, match="yinuo init"):
        installation.refuse_production(settings)


def test_lost_keys_are_not_made_anew(settings: Settings) -> None:
    (settings.home / "keys" / "secret.key").unlink()
    with pytest.raises(UnableToGoUp, match="keys are missing"):
        installation.refuse_production(settings)


def test_what_the_law_demands_and_nothing_proves_keeps_production_down(settings: Settings) -> None:
    """This build still claims some of those rows. When the last one is proved, this test is what must change."""
    with pytest.raises(UnableToGoUp, match="only claims them") as refused:
        installation.refuse_production(settings)
    asked = [sys.executable, "-m", "yinuo.runtime.cli", "promises", "--demanded"]
    environment = {**os.environ, "YINUO_HOME": str(settings.home)}
    said = subprocess.run(asked, env=environment, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert said.stdout in str(refused.value)
    assert "PIPL 47" in said.stdout


def test_only_a_claimed_row_of_the_law_is_in_the_way() -> None:
    rows = [
        Row("5.3", "删除", CLAIMED, (), ()),
        Row("5.4", "改变同意的范围", KEPT, ("door",), ("test",)),
        Row("1.12.2e", "可以不给", CLAIMED, (), ()),
        Row("6", "未成年人", NOT_OFFERED, (), ()),
    ]
    assert [(row.clause, law) for row, law in only_claimed(rows)] == [("5.3", "PIPL 47")]


@pytest.mark.django_db
def test_every_clause_that_the_law_demands_stands_in_the_doctors_policy() -> None:
    assert set(DEMANDED) <= set(library().in_force("doctor").clauses)
