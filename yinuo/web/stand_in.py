"""The shape of every stand-in: what the demonstration took in instead of sending it, on a labelled page of its own.

A stand-in speaks a third party's protocol over real HTTP or SMTP on loopback, keeps what it was sent in memory only,
and shows it. It runs without Django's settings: a room subclasses :class:`Handler`, names its template (which extends
``web/stand_in.html``) and says what it keeps. Production refuses to start with one on.
"""

import json
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar
from urllib.parse import urlsplit

from django.template import Context, Engine

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    T = TypeVar("T", bound=DataclassInstance)
else:
    T = TypeVar("T")

PACKAGE = Path(__file__).resolve().parents[1]
STATIC = PACKAGE / "web" / "static" / "web"
FILES = {
    "/web/stand-in.css": ("text/css", ("tokens.css", "stand-in.css")),
    "/web/stand-in.js": ("text/javascript", ("stand-in.js",)),
}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class Shelf(Generic[T]):
    """The last ``most`` things, in memory only."""

    def __init__(self, most: int) -> None:
        self._kept: deque[T] = deque(maxlen=most)
        self._lock = threading.Lock()

    def put(self, one: T) -> None:
        with self._lock:
            self._kept.append(one)

    def newest(self) -> list[T]:
        """Newest first."""
        with self._lock:
            return list(reversed(self._kept))

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()


@cache
def _engine() -> Engine:
    return Engine(dirs=[str(folder) for folder in sorted(PACKAGE.glob("*/templates"))])


def page(template: str, kept: Sequence["DataclassInstance"]) -> str:
    """The page of what was kept. Fields that a template prints are strings: formats of numbers are settings."""
    return draw(template, kept=kept, count=str(len(kept)))


def draw(template: str, **shown: object) -> str:
    """Any page of a stand-in; ``root`` is the way from its address to the stand-in's own."""
    return str(_engine().get_template(template).render(Context(shown)))


class Handler(BaseHTTPRequestHandler):
    """``GET /`` is the page, ``GET /messages`` the same as JSON; a stand-in for an HTTP service adds ``do_POST``."""

    template: ClassVar[str]

    def kept(self) -> Sequence["DataclassInstance"]:
        """What the page shows, newest first."""
        raise NotImplementedError

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/":
            self.answer(200, "text/html", page(self.template, self.kept()))
        elif path == "/messages":
            self.json(200, [asdict(one) for one in self.kept()])
        elif path in FILES:
            kind, names = FILES[path]
            self.answer(200, kind, "".join((STATIC / name).read_text(encoding="utf-8") for name in names))
        else:
            self.answer(404, "text/plain", "not here")

    def json(self, status: int, body: object) -> None:
        self.answer(status, "application/json", json.dumps(body, ensure_ascii=False))

    def answer(self, status: int, kind: str, body: str | bytes) -> None:
        content = body if isinstance(body, bytes) else body.encode()
        with suppress(BrokenPipeError, ConnectionResetError):  # who asked went away
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            for name, value in HEADERS.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        """Nothing: a request line may hold a number, and what people do here is nobody's."""
