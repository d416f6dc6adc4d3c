"""One table of settings: typed, named when wrong, and written down."""

from pathlib import Path

import pytest

from yinuo.runtime import reference
from yinuo.runtime.settings_table import Operator, WrongSetting, load, operator, rows


def test_the_reference_page_is_the_table() -> None:
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page(), "run: python -m yinuo.runtime.reference"


def test_every_setting_says_what_it_is_for() -> None:
    for row in rows():
        assert row.does.endswith(".") and row.kind and len(row.does) < 120, row.name


def test_defaults_stand_without_an_environment() -> None:
    settings = load({})
    assert (settings.port, settings.demo, settings.policy, settings.domain) == (8600, False, {}, "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("YINUO_PORT", "http"),
        ("YINUO_PORT", "70000"),
        ("YINUO_DEMO", "yes"),
        ("YINUO_DOMAIN", "https://a.example/"),
        ("YINUO_POLICY", "doctor"),
        ("DATABASE_URL", "mysql://x"),
        ("YINUO_STATIC_NAMES", "rot13"),
        ("YINUO_SMS_ENDPOINT", "ftp://x"),
        ("YINUO_PAGE_WORKERS", "0"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(WrongSetting, match=name):
        load({name: value})


def test_versions_are_read_from_either_spelling() -> None:
    wanted = {"doctor": "3.10.8", "patient": "1.0.0"}
    assert load({"YINUO_POLICY": "doctor=3.10.8 patient=1.0.0"}).policy == wanted
    assert load({"YINUO_POLICY": "doctor=3.10.8,patient=1.0.0"}).policy == wanted


def test_an_operator_is_complete_or_named_as_missing(tmp_path: Path) -> None:
    assert not operator(tmp_path).complete
    (tmp_path / "operator.toml").write_text('name = "甲医院"\n', encoding="utf-8")
    assert operator(tmp_path).name == "甲医院"
    assert not operator(tmp_path).complete
    (tmp_path / "operator.toml").write_text('nmae = "甲医院"\n', encoding="utf-8")
    with pytest.raises(WrongSetting, match=r"operator\.toml"):
        operator(tmp_path)


def test_no_operator_is_made_up() -> None:
    assert "未填写" in Operator().name
