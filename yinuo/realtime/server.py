"""The gateway, put together: what it holds, how a handshake goes, and what it does with announcements."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from datetime import datetime
from http import HTTPStatus
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

import msgspec
from django.http.request import split_domain_port, validate_host
from multidict import CIMultiDict
from picows import WSListener, WSUpgradeRequest, WSUpgradeResponse, WSUpgradeResponseWithListener, ws_create_server

from yinuo.realtime import announcements, session
from yinuo.realtime.announcements import Announcement, PolicyChanged, SeatChanged, SessionEnded
from yinuo.realtime.appends import Log
from yinuo.realtime.closing import note_closing
from yinuo.realtime.database import Database, Listener
from yinuo.realtime.events import CloseCode, SeatMoved
from yinuo.realtime.hub import Hub
from yinuo.realtime.limits import Limits
from yinuo.realtime.registry import announcement_handlers, commands, decoder
from yinuo.realtime.seats import Seats
from yinuo.realtime.session import Session
from yinuo.realtime.socket import Socket
from yinuo.realtime.writer import Writer

logger = logging.getLogger(__name__)
T = TypeVar("T")
PATH = b"/socket"
HEALTH = b"/health"


class Gateway:
    """One process's worth of sockets. ``hosts`` are the names under which our pages answer (Django's patterns)."""

    def __init__(
        self,
        database: Database,
        log: Log,
        *,
        hosts: tuple[str, ...],
        limits: Limits,
        allow_url: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.database, self.limits, self.clock, self.allow_url = database, limits, clock, allow_url
        self.hosts = hosts
        self.hub, self.seats = Hub(), Seats()
        self.writer = Writer(database, self.seats, log, batch=limits.batch, queue=limits.queue)
        self.decoder = decoder()
        self.commands = {entry.shape: entry for entry in commands().values()}
        self.listener = Listener(database, announcements.CHANNEL, self.hear, self.look_again)
        self._announced = announcement_handlers()
        self._parts: dict[Callable[[Gateway], Any], object] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        return asyncio.get_running_loop()

    # Running

    async def start(self, host: str, port: int) -> int:
        """Listen; returns the port."""
        for work in (self.writer.run(), self.listener.run(), self._sweep_for_ever()):
            self.spawn(work)
        self._server = await ws_create_server(
            self.handshake,
            host,
            port,
            max_frame_size=self.limits.swallow_bytes,
            read_buffer_init_size=2048,
            backlog=1024,
        )
        bound: int = self._server.sockets[0].getsockname()[1]
        return bound

    async def stop(self) -> None:
        """Take nothing new, commit what waits, say goodbye."""
        if self._server is not None:
            self._server.close()
        if not self.database.gone:
            await self.writer.drain()
        for socket in list(self.hub.sockets):
            socket.close(CloseCode.GOING_AWAY)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.writer.close()
        await self.database.close()

    def part(self, make: "Callable[[Gateway], T]") -> T:
        """A room's own thing, one a gateway; made when it is first asked for."""
        found = self._parts.get(make)
        if found is None:
            found = self._parts[make] = make(self)
        return cast(T, found)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something beside; a fault in it is logged, never swallowed."""
        task = self.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("a task of the gateway failed", exc_info=task.exception())

    # Handshake

    def handshake(self, request: WSUpgradeRequest) -> WSListener | WSUpgradeResponseWithListener | None:
        """A socket at ``/socket``, the state at ``/health``, nothing elsewhere.

        SECURITY: a browser sends cookies with a socket that any site opens; so the origin must be one of ours.
        """
        path = request.path.split(b"?", 1)[0]
        if path == HEALTH:
            return _answer(HTTPStatus.OK, msgspec.json.encode(self.state()))
        if path != PATH:
            return None
        if not self._is_ours(request.headers.get("Origin", ""), request.headers.get("Host", "")):
            return _answer(HTTPStatus.FORBIDDEN, b'{"error":"origin"}')
        found = session.cookies(request.headers.get("Cookie", ""))
        return Socket(self, session.hash_of_cookie(found), session.language_of_cookie(found))

    def _is_ours(self, origin: str, host: str) -> bool:
        """The page that opens the socket came from the very host that it opens it to, and that host is ours."""
        name, _ = split_domain_port(host)
        return bool(name) and urlsplit(origin).netloc == host and validate_host(name, self.hosts)

    async def authenticate(self, key_hash: str | None) -> Session | None:
        """The session behind a cookie's hash, however long the database takes to answer."""
        if key_hash is None:
            return None
        wanted = key_hash
        return await self.database.read(lambda connection: session.find(connection, wanted))

    def state(self) -> dict[str, object]:
        """For /healthz: numbers only."""
        return {
            "ok": not self.database.gone,
            "database": "gone" if self.database.gone else "ready",
            "announcements": "heard" if self.listener.listening.is_set() else "missed",
            "sockets": len(self.hub.sockets),
            "waiting": self.writer.waiting,
            "batches": self.writer.batches,
            "commits": self.writer.commits,
        }

    # Announcements: only faster, they never decide

    def hear(self, payload: str) -> None:
        announced = announcements.decoded(payload)
        if isinstance(announced, SeatChanged):
            self.seats.forget([announced.person])
            self.hub.let_go()
            closed = list(self.hub.of_person(announced.person))
            for socket in closed:
                socket.say(SeatMoved())
            if closed and announced.withdrawn_at is not None:
                self.spawn(self._note_closing(announced.withdrawn_at, time.monotonic()))
        elif isinstance(announced, PolicyChanged):
            self.seats.forget_all()
            self.hub.let_go()
            for socket in list(self.hub.sockets):
                socket.say(SeatMoved())
        elif isinstance(announced, SessionEnded):
            for socket in self.hub.of_sessions([announced.key_hash]):
                socket.log_out()
        elif announced is not None:
            self._tell_room(announced)

    async def _note_closing(self, withdrawn_at: datetime, closed_at: float) -> None:
        await self.database.read(
            lambda connection: note_closing(connection, withdrawn_at, time.monotonic() - closed_at)
        )

    def _tell_room(self, announced: Announcement) -> None:
        for handler in self._announced.get(type(announced), ()):
            handler(self, announced)

    def look_again(self) -> None:
        """Announcements may have been missed: look at everything that hangs on them."""
        self.seats.forget_all()
        self.hub.let_go()
        for socket in list(self.hub.sockets):
            for subscription in socket.subscriptions.values():
                subscription.catch_up()

    # Sweeping

    async def sweep(self) -> None:
        """Ping the silent, cut the dead, look up every session again."""
        for socket in list(self.hub.sockets):
            socket.sweep()
        await self.end_sessions()

    async def end_sessions(self) -> None:
        """Close the sockets whose sessions are over, whether or not anybody announced it."""
        held = {socket.session.key_hash for socket in self.hub.sockets if socket.session is not None}
        if held:
            good = await self.database.read(lambda connection: session.living(connection, held))
            for socket in self.hub.of_sessions(held - good):
                socket.log_out()

    async def _sweep_for_ever(self) -> None:
        while True:
            await asyncio.sleep(self.limits.sweep_seconds)
            await self.sweep()


def _answer(status: HTTPStatus, body: bytes) -> WSUpgradeResponseWithListener:
    response = WSUpgradeResponse()
    response.version = b"HTTP/1.1"
    response.status = status
    response.headers = CIMultiDict(
        {"Content-Type": "application/json", "Cache-Control": "no-store", "Connection": "close"}
    )
    response.body = body
    return WSUpgradeResponseWithListener(response, None)
