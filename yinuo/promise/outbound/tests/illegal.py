"""Illegal ways out, each tried in a process of its own: an audit hook can't be taken off again.

``python -m yinuo.promise.outbound.tests.illegal <port> <socket folder>`` prints for each way as JSON ``refused``,
``reached`` or the name of another failure.
"""

import asyncio
import json
import multiprocessing
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import asyncpg
import httpx
import psycopg
import uvloop

from yinuo.promise.outbound.allowed import Allowed, OutboundRefused
from yinuo.promise.outbound.guard import install

FAR = "elsewhere.example"


def by_uvloop(work: Callable[[], object]) -> None:
    async def run() -> None:
        await work()  # type: ignore[misc]

    uvloop.run(run())


def by_asyncio(work: Callable[[], object]) -> None:
    async def run() -> None:
        await work()  # type: ignore[misc]

    asyncio.run(run())


def loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


def connected(host: str, port: int) -> None:
    socket.create_connection((host, port), 2).close()


def sent(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.sendto(b"x", (host, port))


def to_unix(path: str) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.connect(path)


def ways(port: int, folder: str) -> dict[str, Callable[[], object]]:
    other = port + 1
    return {
        "httpx": lambda: httpx.get(f"http://{FAR}/", timeout=2, trust_env=False),
        "httpx_address": lambda: httpx.get("http://192.0.2.7/", timeout=2, trust_env=False),
        "urllib": lambda: urllib.request.urlopen(f"http://{FAR}/", timeout=2),
        "socket": lambda: connected("192.0.2.7", 443),
        "other_loopback_port": lambda: connected("127.0.0.1", other),
        "datagram": lambda: sent("192.0.2.7", 53),
        "lookup": lambda: socket.getaddrinfo(FAR, 443),
        "old_lookup": lambda: socket.gethostbyname(FAR),
        "reverse_lookup": lambda: socket.gethostbyaddr("192.0.2.7"),
        "unix_socket": lambda: to_unix("/tmp/elsewhere.sock"),
        "psycopg": lambda: psycopg.connect(f"host={FAR} connect_timeout=2"),
        "psycopg_address": lambda: psycopg.connect("hostaddr=192.0.2.7 connect_timeout=2"),
        "asyncpg_uvloop": lambda: by_uvloop(lambda: asyncpg.connect(f"postgresql://{FAR}/x", timeout=2)),
        "asyncpg_asyncio": lambda: by_asyncio(lambda: asyncpg.connect(f"postgresql://{FAR}/x", timeout=2)),
        "uvloop_address": lambda: by_uvloop(lambda: loop().create_connection(asyncio.Protocol, "192.0.2.7", 443)),
        "uvloop_lookup": lambda: by_uvloop(lambda: loop().getaddrinfo(FAR, 443)),
        "uvloop_datagram": lambda: by_uvloop(
            lambda: loop().create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=("192.0.2.7", 53))
        ),
        "uvloop_unix": lambda: by_uvloop(
            lambda: loop().create_unix_connection(asyncio.Protocol, "/tmp/elsewhere.sock")
        ),
        "uvloop_subprocess": lambda: by_uvloop(lambda: asyncio.create_subprocess_exec("/usr/bin/env", "true")),
        "subprocess": lambda: subprocess.run(["curl", f"http://{FAR}/"], check=False),
        "subprocess_path": lambda: subprocess.run(["/usr/bin/env", "true"], check=False),
        "shell": lambda: os.system("true"),
        "spawn": lambda: os.posix_spawn("/usr/bin/env", ["env"], {}),
        "own_part": lambda: connected("127.0.0.1", port),
        "own_part_by_name": lambda: connected("localhost", port),
        "own_part_uvloop": lambda: by_uvloop(lambda: loop().create_connection(asyncio.Protocol, "127.0.0.1", port)),
        "own_unix": lambda: to_unix(f"{folder}/part.sock"),
        "own_program": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
        "declared_lookup": lambda: socket.getaddrinfo("declared.example", port),
        "declared_connection": lambda: connected("declared.example", port),
        "declared_uvloop": lambda: by_uvloop(
            lambda: loop().create_connection(asyncio.Protocol, "declared.example", port)
        ),
    }


def outcome(way: str, port: int, folder: str) -> str:
    allowed = Allowed(
        hosts=lambda: frozenset({"declared.example"}),
        endpoints=frozenset({("127.0.0.1", port), ("::1", port)}),
        folders=(Path(folder),),
        programs=(Path(sys.executable).parent,),
    )
    install(allowed)
    try:
        ways(port, folder)[way]()
    except OutboundRefused:
        return "refused"
    except OSError as problem:
        return f"asked the network: {type(problem).__name__}"
    except Exception as problem:
        return f"failed: {problem!r}"
    return "reached"


def main(port: int, folder: str) -> dict[str, str]:
    """Every process begins as a copy of this one, which has loaded everything and has no guard."""
    names = sorted(ways(port, folder))
    with multiprocessing.get_context("fork").Pool(8, maxtasksperchild=1) as pool:
        return dict(zip(names, pool.starmap(outcome, [(way, port, folder) for way in names], 1), strict=True))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), sys.argv[2])))
