"""The recovery kit brings keys back, and only with its own code."""

import re
from pathlib import Path

import pytest

from yinuo.promise.sealing.keys import create_keys
from yinuo.runtime import recovery


@pytest.fixture
def kit(tmp_path: Path) -> tuple[Path, str]:
    create_keys(tmp_path)
    paper = recovery.make(tmp_path, "甲医院").read_text(encoding="utf-8")
    code = re.search(r"monospace\">([A-Z2-7-]+)<", paper)
    assert code is not None
    return tmp_path, code[1]


def test_a_kit_puts_lost_keys_back(kit: tuple[Path, str]) -> None:
    home, code = kit
    lost = {path: path.read_bytes() for path in (home / "keys").rglob("*.key")}
    assert lost, "there are keys to lose"
    for path in lost:
        path.unlink()
    assert len(recovery.restore(home, code.lower().replace("-", " "))) == len(lost)
    assert {path: path.read_bytes() for path in lost} == lost


def test_a_wrong_code_opens_nothing(kit: tuple[Path, str]) -> None:
    home, code = kit
    with pytest.raises(recovery.WrongCode):
        recovery.restore(home, ("A" if code[0] != "A" else "B") + code[1:])


def test_the_code_is_not_kept_on_the_machine(kit: tuple[Path, str]) -> None:
    home, code = kit
    (home / "recovery-kit.html").unlink()
    for path in home.rglob("*"):
        assert not path.is_file() or code.encode() not in path.read_bytes()


def test_keys_that_exist_are_left_alone(kit: tuple[Path, str]) -> None:
    home, code = kit
    assert recovery.restore(home, code) == []
