"""Where an installation can't be: each reason is a sentence that says whose place it is and what to do."""

import os
import pwd
import socket
from pathlib import Path

import pytest

from yinuo.runtime import cli, places
from yinuo.runtime.places import UnusableHome, loopbacks, refusal_of, refuse_strange

ME = pwd.getpwuid(os.geteuid()).pw_name
NOBODY = pwd.getpwnam("nobody")


def closed(*folders: Path) -> object:
    """``os.access`` as it answers who may not enter these; root may enter everywhere."""

    def access(path: object, mode: int) -> bool:
        return path not in folders

    return access


def made_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folders of this test belong to whom runs it, so somebody else comes."""
    monkeypatch.setattr(os, "geteuid", lambda: NOBODY.pw_uid)


def test_a_folder_that_is_there_or_can_be_made_is_taken(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    for home in (tmp_path, tmp_path / "new", tmp_path / "not yet" / "数据"):
        refuse_strange(home, to_write=True)


def test_what_is_no_folder_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for home in (file, file / "below"):
        with pytest.raises(UnusableHome, match="file is not a folder; let YINUO_HOME name a folder of your own"):
            refuse_strange(home, to_write=True)


def test_a_place_that_is_closed_to_writing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", closed(tmp_path))
    for home in (tmp_path, tmp_path / "new"):
        with pytest.raises(UnusableHome, match=f"{ME} may not write into {tmp_path}; let YINUO_HOME"):
            refuse_strange(home, to_write=True)


def test_another_users_product_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "keys").mkdir()
    made_by_nobody(monkeypatch)
    with pytest.raises(UnusableHome, match=f"was made by {ME}: start as {ME}, or let YINUO_HOME"):
        refuse_strange(tmp_path, to_write=True)
    refuse_strange(tmp_path, to_write=False)


def test_a_closed_home_is_told_by_every_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "keys").mkdir()
    monkeypatch.setenv("YINUO_HOME", str(tmp_path))
    monkeypatch.setattr(os, "access", closed(tmp_path / "keys"))
    made_by_nobody(monkeypatch)
    for command in (["check"], ["policy", "lint"], ["up", "--demo"], ["journal", "verify"]):
        assert cli.main(command) == 1
        assert f"was made by {ME}" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["0.0.0.0", *loopbacks()])  # noqa: S104 - in the way for a moment
def test_a_port_that_somebody_has_is_named(host: str) -> None:
    with socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET) as held:
        port = held.getsockname()[1]
        assert refusal_of(port) == f"Port {port} is taken; choose another with YINUO_PORT."
    assert refusal_of(port) == ""


def test_a_port_for_root_alone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(socket.socket):
        def bind(self, address: object) -> None:
            raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(places, "loopbacks", lambda: ["127.0.0.1"])
    monkeypatch.setattr(socket, "socket", Closed)
    assert refusal_of(80) == "Port 80 is for root alone; choose one above 1023 with YINUO_PORT."
