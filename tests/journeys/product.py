"""The real product in a home of its own: what `yinuo up --demo` starts, and nothing in its place."""

import json
import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
MUTANTS = ROOT / "tests" / "mutants"
START_SECONDS = 240


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Product:
    """``mutant`` names a promise row whose enforcement is switched off from outside (``tests/mutants``); one process
    renders its pages, for what is only to fail need not be seen on both.

    ``template`` is a home in which the product ran once and was stopped: a copy of it starts in a second.
    """

    def __init__(self, mutant: str = "", template: Path | None = None) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="yinuo-journey-"))
        self.home.chmod(0o755)
        if template is not None:
            subprocess.run(["cp", "-a", f"{template}/.", str(self.home)], check=True)
        self.port = free_port()
        self.mutant = mutant
        self.lines: list[str] = []
        self.sessions: dict[str, Any] = {}  # cookies of people who are logged in, by number
        self._process: subprocess.Popen[str] | None = None
        self._listener: threading.Thread | None = None

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("YINUO_", "DATABASE_"))}
        kept |= {"YINUO_HOME": str(self.home), "YINUO_PORT": str(self.port), "PYTHONUNBUFFERED": "1"}
        if self.mutant:
            kept |= {"PYTHONPATH": str(MUTANTS), "YINUO_TEST_MUTANT": self.mutant, "YINUO_PAGE_WORKERS": "1"}
        return kept

    def start(self, *arguments: str) -> None:
        """Start and wait for `ready:`; arguments are those of `yinuo up`."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "yinuo.runtime.cli", "up", "--demo", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        heard: queue.Queue[str] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, args=(self._process, heard), daemon=True)
        self._listener.start()
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                line = heard.get(timeout=max(0.1, until - time.monotonic()))
            except queue.Empty:
                break
            if line.startswith("ready:"):
                return
            if line == "":
                raise AssertionError("ended: " + "".join(self.lines[-40:]))
        raise AssertionError("not ready: " + "".join(self.lines[-40:]))

    def _listen(self, process: "subprocess.Popen[str]", heard: "queue.Queue[str]") -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.lines.append(line)
            heard.put(line)
        heard.put("")

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._listener is not None:
            self._listener.join(10)
        if self._process is not None and self._process.stdout is not None:
            self._process.stdout.close()
        self._process = self._listener = None

    def leave(self) -> None:
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def cli(self, *arguments: str, check: bool = True) -> str:
        """What a `yinuo` command prints on this home."""
        done = subprocess.run(
            [sys.executable, "-m", "yinuo.runtime.cli", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert not check or done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def cli_json(self, *arguments: str, check: bool = True) -> Any:
        return json.loads(self.cli(*arguments, "--json", check=check))

    def messages(self) -> list[dict[str, Any]]:
        """What the SMS stand-in was sent, the newest first."""
        answer = httpx.get(f"{self.address}/stand-in/sms/messages", timeout=10)
        found = answer.json()
        return list(found["messages"] if isinstance(found, dict) else found)

    def code(self, number: str, *, after: int = 0) -> str:
        """The newest code that was sent to a number, when more than ``after`` messages were sent; waits a little."""
        until = time.monotonic() + 15
        while time.monotonic() < until:
            messages = self.messages()
            fitting = [one for one in messages if number in json.dumps(one)] if len(messages) > after else []
            if fitting:
                return str(fitting[0]["code"])
            time.sleep(0.1)
        raise AssertionError(f"no code was sent to {number[-4:]}")
