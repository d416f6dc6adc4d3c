"""One client's socket: its state, its frames, and what it is owed when it is slow."""

import logging
from collections import deque
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import msgspec
from django.utils import translation
from django.utils.translation import gettext as _
from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport

from yinuo.promise.gate import Verdict
from yinuo.realtime.events import CloseCode, Event, Failed, Refused, Welcome, encoded
from yinuo.realtime.hub import Subscription
from yinuo.realtime.limits import Bucket
from yinuo.realtime.registry import Command
from yinuo.realtime.session import Session
from yinuo.realtime.state import SocketState, moved

if TYPE_CHECKING:
    from yinuo.realtime.server import Gateway

logger = logging.getLogger(__name__)
_TEXT = WSMsgType.TEXT
_GOODBYE_SECONDS = 5.0


class Socket(WSListener):
    """Drives picows' callbacks through :mod:`yinuo.realtime.state`. Nothing here waits for the client."""

    __slots__ = (
        "_bucket",
        "_busy",
        "_fragments",
        "_missed",
        "_too_fast",
        "_waiting",
        "gateway",
        "heard",
        "key_hash",
        "language",
        "paused",
        "session",
        "state",
        "subscriptions",
        "transport",
        "unacknowledged",
        "watching",
    )

    def __init__(self, gateway: "Gateway", key_hash: str | None, language: str) -> None:
        self.gateway = gateway
        self.key_hash = key_hash
        self.language = language
        self.state = SocketState.CONNECTING
        self.session: Session | None = None
        self.transport: WSTransport | None = None
        self.subscriptions: dict[int, Subscription] = {}
        self.watching: frozenset[str] = frozenset()
        self.paused = False
        self.heard = True
        self.unacknowledged = 0
        self._missed = 0
        self._bucket = Bucket(gateway.limits.rate, gateway.limits.burst, gateway.clock)
        self._too_fast = 0
        self._busy = True
        self._waiting: deque[bytes] | None = None
        self._fragments: bytearray | None = None

    @property
    def is_open(self) -> bool:
        return self.state is SocketState.OPEN

    # What picows calls

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport
        transport.underlying_transport.set_write_buffer_limits(high=self.gateway.limits.pause_bytes)
        self.state = moved(self.state, SocketState.AUTHENTICATING)
        self.gateway.hub.enter(self)
        self.gateway.spawn(self._authenticate())

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        self.heard = True
        kind = frame.msg_type
        if kind == _TEXT and self.state is SocketState.OPEN:
            self._on_text(frame)
        elif kind == WSMsgType.CLOSE:
            self._answer_close(frame)
        elif self.state not in (SocketState.OPEN, SocketState.AUTHENTICATING) or kind == WSMsgType.PONG:
            return
        elif kind == WSMsgType.BINARY:
            self._not_understood()
        else:
            self._on_text(frame)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        if self.state is not SocketState.CLOSED:
            self.state = moved(self.state, SocketState.CLOSED)
            self.gateway.hub.leave(self)
            self.subscriptions.clear()

    def pause_writing(self) -> None:
        """More than the cap is unsent: stop delivering, and stop taking frames whose answers would pile up."""
        self.paused = True
        if self.transport is not None:
            self.transport.underlying_transport.pause_reading()

    def resume_writing(self) -> None:
        self.paused, self._missed = False, 0
        if self.state is not SocketState.OPEN or self.transport is None:
            return
        self.transport.underlying_transport.resume_reading()
        for subscription in self.subscriptions.values():
            if subscription.behind:
                subscription.catch_up()

    # Frames

    def _on_text(self, frame: WSFrame) -> None:
        held = len(self._fragments) if self._fragments is not None else 0
        if held + frame.payload_size > self.gateway.limits.frame_bytes:
            with translation.override(self.language):
                self.fail(CloseCode.TOO_LARGE, "too_large", _("这条消息太长，没有发送。请分成几条再发。"))
        elif frame.fin and self._fragments is None:
            self._take(frame.get_payload_as_bytes())
        else:
            self._fragments = self._fragments if self._fragments is not None else bytearray()
            self._fragments += frame.get_payload_as_bytes()
            if frame.fin:
                whole, self._fragments = bytes(self._fragments), None
                self._take(whole)

    def _take(self, content: bytes) -> None:
        if not self._busy:
            self._obey(content)
            return
        if self._waiting is None:
            self._waiting = deque()
        if len(self._waiting) >= self.gateway.limits.waiting:
            self._cut_too_fast()
        else:
            self._waiting.append(content)

    def _obey(self, content: bytes) -> None:
        try:
            command = self.gateway.decoder.decode(content)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            self._not_understood()
            return
        entry = self.gateway.commands[type(command)]
        if self.session is None or self.session.actor.role not in entry.audience:
            self._not_understood()
        elif not self._bucket.take():
            self._refuse_too_fast(command)
        else:
            self._too_fast = 0
            later = entry.handle(self, command)
            if later is not None:
                self._busy = True
                self.gateway.spawn(self._finish(later))

    async def _finish(self, later: Coroutine[Any, Any, None]) -> None:
        """Frames of one socket are obeyed in their order, also when one of them has to read."""
        try:
            await later
        finally:
            self._busy = False
            while self._waiting and not self._busy and self.state is SocketState.OPEN:
                self._obey(self._waiting.popleft())
            if not self._waiting:
                self._waiting = None

    def _not_understood(self) -> None:
        with translation.override(self.language):
            self.fail(CloseCode.NOT_UNDERSTOOD, "not_understood", _("没有看懂这条消息。请刷新页面后再试。"))

    def _refuse_too_fast(self, command: Command) -> None:
        with translation.override(self.language):
            sentence = _("发送得太快了，这一条没有发送。请稍等几秒再发。")
        self.say(Refused(getattr(command, "client_id", None), "too_fast", sentence))
        self._too_fast += 1
        if self._too_fast > self.gateway.limits.patience:
            self._cut_too_fast()

    def _cut_too_fast(self) -> None:
        """What was not answered is sent again by the client, once, when it is back."""
        with translation.override(self.language):
            self.fail(CloseCode.TOO_FAST, "too_fast", _("发送得太快，连接已断开。请稍后再试。"))

    # Opening

    async def _authenticate(self) -> None:
        session = await self.gateway.authenticate(self.key_hash)
        if self.state is not SocketState.AUTHENTICATING:
            return
        if session is None:
            with translation.override(self.language):
                self.fail(CloseCode.NOT_LOGGED_IN, "not_logged_in", _("登录已失效，请重新登录。已写的内容会保留。"))
            return
        self.session = session
        self.state = moved(self.state, SocketState.OPEN)
        self.gateway.hub.seat(self, session.person, self.gateway.limits.sockets)
        self.say(Welcome(session.person))
        await self._finish(_nothing())

    # Answering

    def send(self, content: bytes) -> None:
        """Hand over an encoded event; a socket that is not open drops it."""
        if self.state is SocketState.OPEN and self.transport is not None:
            self.transport.send(_TEXT, content)
            if self.paused:
                self.miss()

    def say(self, event: Event) -> None:
        self.send(encoded(event))

    def refuse(self, client_id: UUID | None, verdict: Verdict) -> None:
        """A no of the gate, in the reader's language, with its clause and the place to allow it again."""
        with translation.override(self.language):
            sentence = verdict.sentence
        self.say(Refused(client_id, verdict.reason.value, sentence, verdict.clause, self.gateway.allow_url))

    def turn_away(self, client_id: UUID | None, code: str, sentence: str) -> None:
        self.say(Refused(client_id, code, sentence))

    def miss(self) -> None:
        """Something more that a paused socket does not take; after enough of it the socket is dropped."""
        self._missed += 1
        if self._missed > self.gateway.limits.missed:
            self.cut(CloseCode.SLOW)

    def sweep(self) -> None:
        """Called every so often: a silent client is pinged once, one that stays silent is cut."""
        if self.transport is None:
            return
        if not self.heard:
            self.cut(CloseCode.SLOW)
        elif self.state is SocketState.OPEN:
            self.heard = False
            self.transport.send_ping()

    # Closing

    def fail(self, code: CloseCode, name: str, sentence: str) -> None:
        """Say why, then close."""
        if self.transport is not None and self.state in (SocketState.OPEN, SocketState.AUTHENTICATING):
            self.transport.send(_TEXT, encoded(Failed(name, sentence)))
        self.close(code)

    def drop_as_surplus(self) -> None:
        with translation.override(self.language):
            self.fail(CloseCode.SLOW, "too_many", _("同时打开的页面太多，较早打开的一个已断开。"))

    def log_out(self) -> None:
        with translation.override(self.language):
            self.fail(CloseCode.LOGGED_OUT, "logged_out", _("已退出登录。"))

    def close(self, code: int) -> None:
        """Say goodbye; a client that does not answer is cut after a while."""
        if self.transport is None or self.state not in (SocketState.OPEN, SocketState.AUTHENTICATING):
            return
        self.state = moved(self.state, SocketState.CLOSING)
        self.gateway.hub.leave(self)
        self.transport.send_close(cast(WSCloseCode, int(code)))
        self.gateway.loop.call_later(_GOODBYE_SECONDS, self.transport.disconnect, False)

    def cut(self, code: int) -> None:
        """For one that does not read: the goodbye may never arrive."""
        self.close(code)
        if self.transport is not None:
            self.transport.disconnect(False)

    def _answer_close(self, frame: WSFrame) -> None:
        if self.transport is None:
            return
        if self.state in (SocketState.OPEN, SocketState.AUTHENTICATING):
            self.state = moved(self.state, SocketState.CLOSING)
            self.gateway.hub.leave(self)
            self.transport.send_close(WSCloseCode.OK)
        self.transport.disconnect()


async def _nothing() -> None:
    """Lets the frames go that came before the welcome."""
