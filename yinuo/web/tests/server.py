"""One port for the elements' tests: pages, static files and posts by HTTP, and a gateway that obeys the test.

What the gateway says is what the real one says; what it must not say (silence, a refusal, a cut) the test sets.
"""

import asyncio
import contextlib
import json
import re
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'"
)
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}


@dataclass
class Played:
    """What the tests set, and what they look at afterwards."""

    pages: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    consent: dict[str, Any] = field(default_factory=lambda: {"ask": False, "granted": True})
    consents: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    uploads: list[dict[str, str]] = field(default_factory=list)
    refused_uploads: dict[str, Any] | None = None
    frames: list[dict[str, Any]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    refusals: dict[str, dict[str, str]] = field(default_factory=dict)
    silent: bool = False
    logged_out: bool = False
    history: list[dict[str, Any]] = field(default_factory=list)

    def sent(self) -> list[dict[str, Any]]:
        return [frame for frame in self.frames if frame["command"] == "consultations.send"]

    def commands(self, name: str) -> list[dict[str, Any]]:
        return [frame for frame in self.frames if frame["command"] == name]


class Stage:
    """The servers, in threads of their own; ``cut`` breaks every connection and lets none in until ``mend``."""

    def __init__(self) -> None:
        self.played = Played()
        self.loop = asyncio.new_event_loop()
        self._sockets: set[ServerConnection] = set()
        self._pipes: set[asyncio.StreamWriter] = set()
        self._away = False
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._threads = [
            threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True),
            threading.Thread(target=self.loop.run_forever, daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        self.port = self._run(self._open())

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    async def _open(self) -> int:
        self._gateway: Server = await serve(self._gateway_talks, "127.0.0.1", 0)
        self._front = await asyncio.start_server(self._pipe, "127.0.0.1", 0)
        return int(self._front.sockets[0].getsockname()[1])

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    def close(self) -> None:
        self._run(self._shut())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._http.shutdown()
        self._http.server_close()
        for thread in self._threads:
            thread.join(5)
        self.loop.close()

    async def _shut(self) -> None:
        self._front.close()
        self._gateway.close(close_connections=True)
        await self._break()
        await asyncio.sleep(0.05)

    def cut(self) -> None:
        self._away = True
        self._run(self._break())

    def mend(self) -> None:
        self._away = False

    async def _break(self) -> None:
        for writer in list(self._pipes):
            writer.close()

    def say(self, **frame: Any) -> None:
        """To every socket, as the gateway would."""
        self._run(self._broadcast(json.dumps(frame)))

    async def _broadcast(self, text: str) -> None:
        for socket in list(self._sockets):
            await socket.send(text)

    async def _pipe(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Both servers behind one port, as in the product."""
        if self._away:
            writer.close()
            return
        self._pipes.add(writer)
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.LimitOverrunError):
            head = await reader.readuntil(b"\r\n\r\n")
            to_gateway = b"upgrade: websocket" in head.lower()
            port = next(iter(self._gateway.sockets)).getsockname()[1] if to_gateway else self._http.server_port
            behind, into = await asyncio.open_connection("127.0.0.1", port)
            into.write(head)
            await asyncio.gather(self._copy(reader, into), self._copy(behind, writer))
        self._pipes.discard(writer)
        writer.close()

    @staticmethod
    async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while chunk := await reader.read(65536):
                writer.write(chunk)
                await writer.drain()
        writer.close()

    async def _gateway_talks(self, socket: ServerConnection) -> None:
        if self.played.logged_out:
            await socket.close(4401)
            return
        self._sockets.add(socket)
        try:
            await socket.send(json.dumps({"event": "welcome", "person": "p"}))
            with contextlib.suppress(ConnectionClosed):
                async for text in socket:
                    for answer in self._answers(json.loads(text)):
                        await socket.send(json.dumps(answer))
        finally:
            self._sockets.discard(socket)

    def _answers(self, frame: dict[str, Any]) -> Iterator[dict[str, Any]]:
        self.played.frames.append(frame)
        if frame["command"] == "ping":
            yield {"event": "pong"}
        if frame["command"] == "consultations.join":
            upto = len(self.played.history)
            yield {"event": "joined", "consultation": frame["consultation"], "upto": upto, "state": "open"}
            yield from (message for message in self.played.history if message["number"] > frame["since"])
        if frame["command"] == "consultations.send" and not self.played.silent:
            yield self._answer_to(frame)

    def _answer_to(self, frame: dict[str, Any]) -> dict[str, Any]:
        client_id = frame["client_id"]
        if frame["kind"] in self.played.refusals:
            return {"event": "refused", "client_id": client_id, **self.played.refusals[frame["kind"]]}
        number = self.played.numbers.setdefault(client_id, len(self.played.numbers) + 1)
        at = datetime.now(UTC).isoformat()
        return {"event": "acknowledged", "client_id": client_id, "number": number, "at": at}

    def _handler(stage) -> Callable[..., BaseHTTPRequestHandler]:  # noqa: N805 - the handler's own self is another
        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
                """Tests are quiet."""

            def do_GET(self) -> None:
                path = self.path.split("?")[0]
                if path in stage.played.pages:
                    self._send(200, "text/html; charset=utf-8", stage.played.pages[path].encode())
                elif path == "/consent/ask/":
                    self._send(200, "application/json", json.dumps(stage.played.consent).encode())
                elif path in stage.played.files:
                    self._send(200, *stage.played.files[path])
                else:
                    self._static(path)

            def _static(self, path: str) -> None:
                found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
                if not found:
                    self._send(404, "text/plain", b"")
                    return
                file = Path(str(found))
                self._send(200, TYPES.get(file.suffix, "application/octet-stream"), file.read_bytes())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                values = _parts(body)
                if self.path.startswith("/consent/"):
                    stage.played.consents.append((self.path, values))
                    stage.played.consent |= {"granted": self.path.endswith("/grant/"), "ask": True}
                    self._send(200, "application/json", b"{}")
                elif stage.played.refused_uploads:
                    self._send(403, "application/json", json.dumps(stage.played.refused_uploads).encode())
                elif self.path.endswith("/media/"):
                    stage.played.uploads.append(values)
                    self._send(200, "application/json", json.dumps({"media": str(uuid.uuid4())}).encode())
                else:
                    self._send(200, "text/html", b"<title>posted</title>")

            def _send(self, status: int, kind: str, content: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Content-Security-Policy", CONTENT_POLICY)
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                with contextlib.suppress(ConnectionError):
                    self.wfile.write(content)

        return Handler


def _parts(body: bytes) -> dict[str, str]:
    """The fields of a multipart form; of a file only how many octets it has."""
    found = {}
    for part in re.split(rb"--[-\w]+(?:--)?\r\n", body):
        head, _, content = part.partition(b"\r\n\r\n")
        name = re.search(rb'name="([^"]+)"', head)
        if name:
            value = content.removesuffix(b"\r\n")
            found[name[1].decode()] = str(len(value)) if b"filename=" in head else value.decode()
    return found
