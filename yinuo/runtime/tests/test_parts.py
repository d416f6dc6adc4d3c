"""A part that falls is started again, ever more patiently, and ends with everything it started."""

import os
import sys
import time
from pathlib import Path

import pytest

from yinuo.runtime.parts import FIRST_PAUSE, LONGEST_PAUSE, STEADY_AFTER, Program, Watch


class Falling:
    """A part of which the test says whether it runs."""

    name = "falling"
    up = True
    starts = 0

    def start(self) -> None:
        self.starts += 1

    def running(self) -> bool:
        return self.up

    def stop(self) -> None:
        self.up = False


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_fallen_part_comes_back_at_once_and_then_ever_more_patiently() -> None:
    part, clock = Falling(), Clock()
    watch = Watch(part, clock)
    assert watch.look() == "up"
    part.up = False
    assert watch.look() == "restarted"
    pauses = []
    for _ in range(8):
        fell = clock.now
        while watch.look() == "down":
            clock.now += 0.05
        pauses.append(round(clock.now - fell, 2))
    assert pauses[0] == pytest.approx(FIRST_PAUSE, abs=0.06)
    assert pauses == sorted(pauses)
    assert pauses[-1] == pytest.approx(LONGEST_PAUSE, abs=0.06)


def test_a_part_that_stayed_up_is_trusted_again() -> None:
    part, clock = Falling(), Clock()
    watch = Watch(part, clock)
    watch.pause = LONGEST_PAUSE
    clock.now += STEADY_AFTER + 1
    assert watch.look() == "up"
    part.up = False
    assert watch.look() == "restarted"


def alive(number: int) -> bool:
    try:
        return b"State:\tZ" not in Path(f"/proc/{number}/status").read_bytes()
    except FileNotFoundError:
        return False


def test_stopping_ends_children_that_will_not_go(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    child = f"import time,os; open({str(note)!r},'w').write(str(os.getpid())); time.sleep(60)"
    code = (
        "import signal,subprocess,sys,time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(60)"
    )
    part = Program("stubborn", [sys.executable, "-c", code], dict(os.environ), patience=0.3)
    part.start()
    end = time.monotonic() + 20
    while not (note.exists() and note.read_text()) and time.monotonic() < end:
        time.sleep(0.05)
    number = int(note.read_text())
    assert part.running() and alive(number)
    part.stop()
    time.sleep(0.2)
    assert not part.running() and not alive(number)
