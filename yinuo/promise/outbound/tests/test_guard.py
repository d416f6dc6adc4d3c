"""The process guard, proved with illegal fixtures and with the ways that must stay open."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from yinuo.promise.outbound.tests import illegal

OPEN = {"own_part", "own_part_by_name", "own_part_uvloop", "own_unix", "own_program"}
# Nobody answers for the name, but asking for it is allowed: what comes back is the network's failure, not ours.
ASKS = {"declared_lookup", "declared_connection", "declared_uvloop"}
WAYS = sorted(illegal.ways(1, ""))


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """How each way ended, beside one of our own parts: a loopback port and a unix socket."""
    folder = tmp_path_factory.mktemp("p")
    with socket.create_server(("127.0.0.1", 0)) as port, socket.socket(socket.AF_UNIX) as unix:
        unix.bind(str(folder / "part.sock"))
        unix.listen()
        command = [
            sys.executable,
            "-m",
            "yinuo.promise.outbound.tests.illegal",
            str(port.getsockname()[1]),
            str(folder),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
        assert done.returncode == 0, done.stderr
        yield json.loads(done.stdout)


@pytest.mark.parametrize("way", [way for way in WAYS if way not in OPEN | ASKS])
def test_an_undeclared_way_out_is_refused(way: str, outcomes: dict[str, str]) -> None:
    assert outcomes[way] == "refused"


@pytest.mark.parametrize("way", sorted(OPEN))
def test_our_own_parts_are_reached(way: str, outcomes: dict[str, str]) -> None:
    assert outcomes[way] == "reached"


@pytest.mark.parametrize("way", sorted(ASKS))
def test_a_declared_host_may_be_asked_for(way: str, outcomes: dict[str, str]) -> None:
    assert outcomes[way].startswith("asked the network")
