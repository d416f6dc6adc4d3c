"""The demonstration's stand-in for push services, over real HTTP, in memory only: Web Push (RFC 8030, 8188, 8292) and
Huawei Push Kit's REST interface.

``python -m yinuo.notices.stand_in_push --port N``. It plays the service: it checks what a service checks, can't read
what is sealed, and shows on its page what came. Production refuses to start with it on.

Where it differs: a user agent fetches its messages with GET on its subscription instead of HTTP/2 server push, and
``POST /subscribe?answer=429`` (or another status) makes a subscription whose pushes are answered so.
"""

import argparse
import base64
import binascii
import json
import os
import re
import secrets
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from http.server import ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from yinuo.web import stand_in

TEMPLATE = "notices/stand_in_push.html"
KEPT = 500
LARGEST = 4096
DAY = 24 * 3600
TOPIC = re.compile(r"[A-Za-z0-9_-]{1,32}")
URGENCIES = {"very-low", "low", "normal", "high"}


@dataclass(frozen=True)
class Message:
    """``body`` is what came, sealed, in base64; Huawei's is readable, and is ``shown``."""

    id: str
    service: str
    token: str
    at: float
    size: int
    headers: Mapping[str, str]
    body: str = ""
    shown: str = ""

    @property
    def title(self) -> str:
        return self.shown or f"密文 {self.size} 字节"

    @property
    def carrier(self) -> str:
        return "华为推送" if self.service == "huawei" else "Web Push"

    @property
    def when(self) -> str:
        return datetime.fromtimestamp(self.at, UTC).isoformat(timespec="seconds")

    @property
    def told(self) -> list[tuple[str, str]]:
        """What the service sees of it."""
        return list(self.headers.items())


@dataclass
class Subscription:
    token: str
    answer: int = 201
    gone: bool = False
    waiting: dict[str, Message] = field(default_factory=dict)


class Shelf:
    """Subscriptions and what came, the last ones."""

    def __init__(self, app: str, secret: str) -> None:
        self.app, self.secret, self.access = app, secret, secrets.token_hex(16)
        self.subscriptions: dict[str, Subscription] = {}
        self.came: deque[Message] = deque(maxlen=KEPT)
        self.arrived = threading.Condition()

    def messages(self) -> list[Message]:
        """Newest first."""
        with self.arrived:
            return list(reversed(self.came))

    def subscribe(self, answer: int = 201) -> Subscription:
        made = Subscription(secrets.token_urlsafe(24), answer)
        with self.arrived:
            self.subscriptions[made.token] = made
        return made

    def take(self, message: Message, subscription: Subscription | None = None, topic: str = "") -> None:
        """A waiting message of the same topic is replaced (RFC 8030, 5.4)."""
        with self.arrived:
            self.came.append(message)
            if subscription is not None:
                subscription.waiting[topic or message.id] = message
            self.arrived.notify_all()

    def fetch(self, subscription: Subscription, seconds: float) -> list[Message]:
        """What waits for this user agent; waits for it, and hands it out once."""
        with self.arrived:
            self.arrived.wait_for(lambda: bool(subscription.waiting), seconds)
            found, subscription.waiting = list(subscription.waiting.values()), {}
            return found


class Refusal(Exception):
    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise Refusal(401, "malformed base64url") from None


def require_vapid(authorization: str, origin: str) -> None:
    """Who sends is proven by a token of at most a day for this very service (RFC 8292)."""
    scheme, _, rest = authorization.partition(" ")
    parts = dict(part.strip().partition("=")[::2] for part in rest.split(","))
    if scheme.lower() != "vapid" or not {"t", "k"} <= set(parts):
        raise Refusal(401, "vapid is required")
    signed, _, signature = parts["t"].rpartition(".")
    raw = _bytes(signature)
    if len(raw) != 64 or signed.count(".") != 1:
        raise Refusal(401, "malformed token")
    head, body = (json.loads(_bytes(part)) for part in signed.split("."))
    try:
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(parts["k"]))
        der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
        key.verify(der, signed.encode(), ec.ECDSA(hashes.SHA256()))
    except (ValueError, InvalidSignature):
        raise Refusal(403, "the signature does not fit the key") from None
    if head.get("alg") != "ES256" or body.get("aud") != origin:
        raise Refusal(403, "not for this service")
    if not time.time() < float(body.get("exp", 0)) <= time.time() + DAY:
        raise Refusal(403, "too old, or good for more than a day")


def require_sealed(encoding: str, body: bytes) -> None:
    """The head of aes128gcm with a P-256 point as its key id (RFC 8188, 8291)."""
    if encoding != "aes128gcm":
        raise Refusal(400, "aes128gcm is required")
    if len(body) > LARGEST:
        raise Refusal(413, "too large")
    if len(body) < 103 or body[20] != 65 or body[21] != 4:
        raise Refusal(400, "not aes128gcm")


class Handler(stand_in.Handler):
    server: "PushServer"
    protocol_version = "HTTP/1.1"
    template = TEMPLATE

    def kept(self) -> list[Message]:
        return self.server.shelf.messages()

    def do_GET(self) -> None:  # noqa: N802 - the parent's naming
        found = self._subscription("/subscription/")
        if found is None:
            super().do_GET()
            return
        seconds = float(parse_qs(urlsplit(self.path).query).get("wait", ["0"])[0])
        self._json(200, [asdict(one) for one in self.server.shelf.fetch(found, min(seconds, 30.0))])

    def do_DELETE(self) -> None:  # noqa: N802 - the parent's naming
        """The user agent gives its subscription up (RFC 8030, 7.3)."""
        found = self._subscription("/subscription/")
        if found is not None:
            found.gone = True
        self._answer(204 if found is not None else 404, "")

    def do_POST(self) -> None:  # noqa: N802 - the parent's naming
        parts = urlsplit(self.path)
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), 2 * LARGEST))
        try:
            if parts.path == "/subscribe":
                self._subscribe(int(parse_qs(parts.query).get("answer", ["201"])[0]))
            elif parts.path.startswith("/push/"):
                self._push(body)
            elif parts.path == "/oauth2/v3/token":
                self._access(body.decode())
            elif parts.path == f"/v1/{self.server.shelf.app}/messages:send":
                self._huawei(body)
            else:
                self._answer(404, "not here")
        except Refusal as no:
            self._answer(no.status, str(no))
        except (ValueError, KeyError, TypeError):
            self._answer(400, "malformed")

    def _subscription(self, below: str) -> Subscription | None:
        path = urlsplit(self.path).path
        return self.server.shelf.subscriptions.get(path.removeprefix(below)) if path.startswith(below) else None

    def _subscribe(self, answer: int) -> None:
        made = self.server.shelf.subscribe(answer)
        push = f"{self.server.origin}/push/{made.token}"
        links = {"Location": f"/subscription/{made.token}", "Link": f'<{push}>; rel="urn:ietf:params:push"'}
        self._json(201, {"endpoint": push, "subscription": f"/subscription/{made.token}"}, links)

    def _push(self, body: bytes) -> None:
        found = self._subscription("/push/")
        if found is None:
            raise Refusal(404, "no such subscription")
        if found.gone:
            raise Refusal(410, "the subscription is gone")
        if found.answer != 201:
            self._answer(found.answer, "as asked", extra={"Retry-After": "1"})
            return
        given = self.headers
        if not given.get("TTL", "").isdigit():
            raise Refusal(400, "TTL is required")
        topic, urgency = given.get("Topic", ""), given.get("Urgency", "normal")
        if (topic and not TOPIC.fullmatch(topic)) or urgency not in URGENCIES:
            raise Refusal(400, "malformed Topic or Urgency")
        require_vapid(given.get("Authorization", ""), self.server.origin)
        require_sealed(given.get("Content-Encoding", ""), body)
        shown = {name: given.get(name, "") for name in ("TTL", "Urgency", "Topic", "Content-Encoding", "Authorization")}
        made = Message(
            secrets.token_urlsafe(12),
            "web",
            found.token,
            time.time(),
            len(body),
            shown,
            base64.b64encode(body).decode(),
        )
        self.server.shelf.take(made, found, topic)
        self._answer(201, "", extra={"Location": f"{self.server.origin}/message/{made.id}", "TTL": given["TTL"]})

    def _access(self, form: str) -> None:
        said = {name: values[0] for name, values in parse_qs(form).items()}
        shelf = self.server.shelf
        if (said.get("client_id"), said.get("client_secret")) != (shelf.app, shelf.secret):
            raise Refusal(401, "unknown client")
        self._json(200, {"access_token": shelf.access, "expires_in": 3600, "token_type": "Bearer"})

    def _huawei(self, body: bytes) -> None:
        shelf = self.server.shelf
        if self.headers.get("Authorization") != f"Bearer {shelf.access}":
            self._json(401, {"code": "80200001", "msg": "Authentication failed", "requestId": "0"})
            return
        message = json.loads(body)["message"]
        (token,) = message["token"]
        if token.startswith("gone"):
            self._json(200, {"code": "80300007", "msg": "All tokens are invalid", "requestId": "0"})
            return
        shown = message["android"]["notification"]
        headers = {"ttl": str(message["android"]["ttl"]), "urgency": str(message["android"]["urgency"])}
        said = f"{shown['title']}：{shown['body']}"
        shelf.take(Message(secrets.token_urlsafe(12), "huawei", token, time.time(), len(body), headers, shown=said))
        self._json(200, {"code": "80000000", "msg": "Success", "requestId": secrets.token_hex(8)})

    def _json(self, status: int, said: object, extra: Mapping[str, str] | None = None) -> None:
        self._answer(status, json.dumps(said, ensure_ascii=False), "application/json", extra)

    def _answer(self, status: int, body: str, kind: str = "text/plain", extra: Mapping[str, str] | None = None) -> None:
        content = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        for name, value in {**stand_in.HEADERS, **(extra or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


class PushServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, shelf: Shelf) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.shelf = shelf
        self.origin = f"http://127.0.0.1:{self.server_address[1]}"


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m yinuo.notices.stand_in_push", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    asked = parser.parse_args(arguments)
    shelf = Shelf(os.environ.get("YINUO_HUAWEI_APP", ""), os.environ.get("YINUO_HUAWEI_SECRET", ""))
    with PushServer(asked.port, shelf) as server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
