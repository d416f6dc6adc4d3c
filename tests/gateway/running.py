"""A real gateway in a thread of its own, and clients that speak to it over real sockets."""

import asyncio
import json
import threading
import time
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self
from uuid import UUID, uuid4

import uvloop
from django.utils.module_loading import autodiscover_modules
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.waiting import IN_VAIN
from yinuo.realtime.database import Database
from yinuo.realtime.gateway import HOST, database_parameters
from yinuo.realtime.limits import Limits
from yinuo.realtime.registry import registered_log
from yinuo.realtime.server import Gateway

PATIENCE = 20.0


class Running:
    """One gateway, from start to stop."""

    def __init__(self, limits: Limits | None = None) -> None:
        autodiscover_modules("commands")
        self.limits = limits or Limits(rate=100_000.0, burst=100_000, waiting=10_000, unacknowledged=10_000)
        self.parameters = database_parameters()
        self._loop = uvloop.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self.gateway, self.port = self.do(self._start())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.do(self.gateway.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(IN_VAIN)
        assert not self._thread.is_alive()
        self._loop.close()

    async def _start(self) -> tuple[Gateway, int]:
        gateway = Gateway(
            Database(self.parameters), registered_log(), hosts=("localhost",), limits=self.limits, allow_url="/allow/"
        )
        port = await gateway.start(HOST, 0)
        await gateway.listener.listening.wait()
        return gateway, port

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run something on the gateway's loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def client(self, cookie: str | None, **options: Any) -> "Client":
        return Client(self, cookie, **options)


class Client:
    """One page's socket."""

    def __init__(self, running: Running, cookie: str | None, origin: str | None = None, language: str = "") -> None:
        jar = [f"yinuo_session={cookie}"] if cookie else []
        jar += [f"yinuo_language={language}"] if language else []
        host = f"localhost:{running.port}"
        self._opening = connect(
            f"ws://{host}/socket",
            origin=Origin(origin or f"http://{host}"),
            additional_headers={"Cookie": "; ".join(jar)} if jar else {},
            compression=None,
            proxy=None,
            open_timeout=PATIENCE,
        )
        self.socket: ClientConnection = self._opening.__enter__()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._opening.__exit__(kind, error, at)

    def say(self, command: str, **fields: Any) -> None:
        self.socket.send(json.dumps({"command": command, **fields}, default=str))

    def hear(self, *events: str) -> dict[str, Any]:
        """The next of these events; others before it are passed by. All events when none is named."""
        end = time.monotonic() + IN_VAIN
        while True:
            assert time.monotonic() < end, f"none of {events} came"
            said: dict[str, Any] = json.loads(self.socket.recv(timeout=PATIENCE))
            if not events or said["event"] in events:
                return said

    def join(self, consultation: UUID, since: int = 0) -> dict[str, Any]:
        self.say("consultations.join", consultation=consultation, since=since)
        return self.hear("joined", "refused")

    def send(self, consultation: UUID, text: str, client_id: UUID | None = None, **more: Any) -> UUID:
        name = client_id or uuid4()
        self.say("consultations.send", consultation=consultation, client_id=name, text=text, **more)
        return name

    def sent(self, consultation: UUID, text: str, client_id: UUID | None = None, **more: Any) -> dict[str, Any]:
        """Send, and return the answer."""
        name = self.send(consultation, text, client_id, **more)
        end = time.monotonic() + IN_VAIN
        while True:
            assert time.monotonic() < end, "it was not answered"
            answer = self.hear("acknowledged", "refused")
            if answer["client_id"] == str(name):
                return answer

    def settle(self) -> list[dict[str, Any]]:
        """Everything that was said up to now, in order: a ping marks the end."""
        self.say("ping")
        heard = []
        while (said := self.hear())["event"] != "pong":
            heard.append(said)
        return heard

    def closed(self) -> tuple[int, list[dict[str, Any]]]:
        """Wait until the gateway closes; the code, and what it said before."""
        heard = []
        end = time.monotonic() + IN_VAIN
        try:
            while True:
                assert time.monotonic() < end, "the gateway does not close"
                heard.append(json.loads(self.socket.recv(timeout=PATIENCE)))
        except ConnectionClosed as error:
            return (error.rcvd.code if error.rcvd else 1006), heard
