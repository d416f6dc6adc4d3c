"""The one port's configuration is what Caddy accepts, with a stand-in only in a demonstration."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from yinuo.runtime import caddy, places
from yinuo.runtime.settings_table import load


def adapted(home: Path, **more: str) -> dict[str, Any]:
    settings = load({"YINUO_HOME": str(home), "YINUO_PORT": "18699", **more})
    home.mkdir(exist_ok=True)
    file = caddy.write(
        settings, places.Ports(home / "run" / "pages.sock", 18698, 18697, 18696, 18695, 18694, 18693, 18692)
    )
    command = [str(places.program("caddy")), "adapt", "--config", str(file), "--adapter", "caddyfile"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr.lower()
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def test_the_admin_interface_is_off(tmp_path: Path) -> None:
    assert adapted(tmp_path)["admin"]["disabled"] is True


def test_without_a_domain_it_listens_on_loopback_only(tmp_path: Path) -> None:
    server = adapted(tmp_path)["apps"]["http"]["servers"]["srv0"]
    assert "127.0.0.1:18699" in server["listen"]
    assert all(one.startswith(("127.0.0.1:", "[::1]:")) for one in server["listen"])


def test_with_a_domain_tls_comes_by_itself(tmp_path: Path) -> None:
    made = adapted(tmp_path, YINUO_DOMAIN="yinuo.example")
    server = made["apps"]["http"]["servers"]["srv0"]
    assert server["listen"] == [":443"]
    assert "automatic_https" not in server


@pytest.mark.parametrize(("demo", "there"), [("1", True), ("0", False)])
def test_stand_ins_are_reached_in_a_demonstration_only(tmp_path: Path, demo: str, there: bool) -> None:
    assert ("18697" in json.dumps(adapted(tmp_path, YINUO_DEMO=demo))) is there


def test_a_home_may_have_spaces_and_letters_of_any_kind(tmp_path: Path) -> None:
    told = json.dumps(adapted(tmp_path / "my 数据 folder"), ensure_ascii=False)
    for place in ("run/pages.sock", "static", "caddy"):
        assert f"{tmp_path}/my 数据 folder/{place}" in told
