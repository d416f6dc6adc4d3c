"""``yinuo up`` as a whole: parts that are killed come back, one installation runs once, and nothing stays behind."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PARTS = {
    "caddy",
    "gateway",
    "pages",
    "postgres",
    "stand_in_bank",
    "stand_in_mail",
    "stand_in_payment",
    "stand_in_push",
    "stand_in_sms",
    "worker",
}
COMMAND = [sys.executable, "-m", "yinuo.runtime.cli", "up", "--demo"]


class Installation:
    """One home, one port, one running product."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = int(probe.getsockname()[1])
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("YINUO_", "DATABASE_"))}
        self.environment = {**kept, "YINUO_HOME": str(home), "YINUO_PORT": str(self.port)}
        self.said = home.parent / "said"
        self.process = self.up()

    def up(self) -> "subprocess.Popen[bytes]":
        self.said.write_bytes(b"")
        with self.said.open("ab") as said:
            process = subprocess.Popen(COMMAND, env=self.environment, stdout=said, stderr=said)
        end = time.monotonic() + 120
        while b"ready: http" not in self.said.read_bytes():
            assert process.poll() is None and time.monotonic() < end, self.said.read_text(encoding="utf-8")
            time.sleep(0.1)
        return process

    def health(self) -> tuple[int, dict[str, Any]]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as answer:
            return answer.code, json.loads(answer.read() or b"{}")
        except OSError:
            return 0, {}

    def until_well(self, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while self.health()[0] != 200:
            assert time.monotonic() < end, f"{self.health()} {self.processes()} {self.said.read_text(encoding='utf-8')}"
            time.sleep(0.1)

    def processes(self) -> dict[int, str]:
        """Everything that runs for this home, by what it was told; the launcher left out."""
        found = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) in (self.process.pid, os.getpid()):
                continue
            try:
                told = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if os.fsencode(self.home) in told and command:
                found[int(entry.name)] = command
        return found


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    folder = Path(tempfile.mkdtemp(prefix="yinuo-up-"))  # not pytest's: the database's own user must pass through
    folder.chmod(0o711)
    made = Installation(folder / "it's 我的 home")
    yield made
    made.process.kill()
    made.process.wait()
    shutil.rmtree(folder, ignore_errors=True)


def test_every_part_is_up(installation: Installation) -> None:
    status, body = installation.health()
    assert (status, body["ok"], set(body["parts"])) == (200, True, PARTS)


@pytest.mark.parametrize("what", ["postgres -D", "bin/granian", "realtime.gateway", "cli worker", "caddy run"])
def test_a_killed_part_comes_back(installation: Installation, what: str) -> None:
    killed = [number for number, command in installation.processes().items() if what in command]
    assert killed, installation.processes()
    for number in killed:
        os.kill(number, signal.SIGKILL)
    time.sleep(0.5)
    installation.until_well()
    assert not set(killed) & set(installation.processes())


def test_one_installation_runs_once(installation: Installation) -> None:
    done = subprocess.run(COMMAND, env=installation.environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "is up already" in done.stderr


def test_a_taken_port_is_named(installation: Installation, tmp_path: Path) -> None:
    environment = {**installation.environment, "YINUO_HOME": str(tmp_path / "other")}
    done = subprocess.run(COMMAND, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert f"Port {installation.port} is taken" in done.stderr


def test_after_a_killed_launcher_nothing_stays_and_everything_comes_back(installation: Installation) -> None:
    assert installation.processes()
    installation.process.kill()
    installation.process.wait()
    end = time.monotonic() + 15
    while installation.processes() and time.monotonic() < end:
        time.sleep(0.1)
    assert installation.processes() == {}
    installation.process = installation.up()
    assert installation.health()[0] == 200


def test_stopping_takes_seconds_and_leaves_nothing(installation: Installation) -> None:
    began = time.monotonic()
    installation.process.send_signal(signal.SIGTERM)
    assert installation.process.wait(30) == 0
    assert time.monotonic() - began < 10
    assert installation.processes() == {}


def test_an_interrupt_on_the_way_up_leaves_nothing_and_no_traceback(installation: Installation) -> None:
    """As a terminal sends it: to the whole group, here while the database is being prepared."""
    installation.process.terminate()
    installation.process.wait(30)
    with subprocess.Popen(
        COMMAND,
        env=installation.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        end = time.monotonic() + 60
        while not any("cli migrate" in command for command in installation.processes().values()):
            assert process.poll() is None and time.monotonic() < end
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        said, _ = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert installation.processes() == {}
