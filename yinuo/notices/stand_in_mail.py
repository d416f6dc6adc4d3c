"""The demonstration's stand-in for the mail service: real SMTP on loopback, the mails in memory only.

``python -m yinuo.notices.stand_in_mail --port N --page M`` takes mails like the service does (AUTH, and STARTTLS when
it is given a certificate) and shows them on a page of its own. Production refuses to start with it on.
"""

import argparse
import base64
import binascii
import hmac
import os
import socketserver
import ssl
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from http.server import ThreadingHTTPServer

from yinuo.web import stand_in

KEPT = 500
LONGEST_LINE = 1000
LARGEST = 1_000_000


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    text: str
    message_id: str
    at: str
    tls: bool


class Box:
    """What was taken in, the last ones; and whom the stand-in lets in."""

    def __init__(self, user: str, password: str) -> None:
        self.user, self.password = user, password
        self._mails: stand_in.Shelf[Mail] = stand_in.Shelf(KEPT)

    def mails(self) -> list[Mail]:
        """Newest first."""
        return self._mails.newest()

    def take(self, to: str, content: bytes, *, tls: bool) -> None:
        message = message_from_bytes(content, policy=policy.default)
        body = message.get_body(("plain",))
        mail = Mail(
            to=to,
            subject=str(message["Subject"]),
            text=str(body.get_content()) if body else "",
            message_id=str(message["Message-ID"]),
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            tls=tls,
        )
        self._mails.put(mail)

    def knows(self, user: bytes, password: bytes) -> bool:
        return hmac.compare_digest(user, self.user.encode()) and hmac.compare_digest(password, self.password.encode())


class Session(socketserver.StreamRequestHandler):
    """One SMTP dialogue (RFC 5321): as much of it as a careful client uses."""

    server: "SmtpServer"

    def handle(self) -> None:
        self.tls = self.known = False
        self._reset()
        self._say(220, "stand-in ready")
        while (line := self._line()) is not None:
            verb, _, rest = line.partition(" ")
            step = getattr(self, f"do_{verb.lower()}", None) if verb.isalpha() else None
            if step is None:
                self._say(502, "not implemented")
            elif step(rest.strip()) is False:
                return

    def finish(self) -> None:
        super().finish()
        if self.tls:
            self.request.close()

    def _reset(self) -> None:
        self.sender, self.to = "", ""

    def _line(self) -> str | None:
        raw = self.rfile.readline(LONGEST_LINE + 1)
        if not raw.endswith(b"\n"):
            return None
        return raw.rstrip(b"\r\n").decode("ascii", "replace")

    def _say(self, code: int, *lines: str) -> None:
        last = len(lines) - 1
        said = "".join(f"{code}{' ' if n == last else '-'}{line}\r\n" for n, line in enumerate(lines))
        self.wfile.write(said.encode())

    def do_ehlo(self, name: str) -> None:
        self._reset()
        offers = ["stand-in", f"SIZE {LARGEST}", "8BITMIME", "AUTH PLAIN LOGIN"]
        self._say(250, *offers, *(["STARTTLS"] if self.server.tls is not None and not self.tls else []))

    do_helo = do_ehlo

    def do_starttls(self, rest: str) -> bool | None:
        if self.server.tls is None or self.tls:
            self._say(454, "TLS is not available")
            return None
        self._say(220, "go ahead")
        try:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        except (ssl.SSLError, OSError):
            return False
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", buffering=0)
        self.tls, self.known = True, False
        return None

    def do_auth(self, rest: str) -> None:
        kind, _, first = rest.partition(" ")
        try:
            if kind.upper() == "PLAIN":
                _, user, password = self._decoded(first or self._asked("")).split(b"\0")
            elif kind.upper() == "LOGIN":
                user = self._decoded(first or self._asked("VXNlcm5hbWU6"))
                password = self._decoded(self._asked("UGFzc3dvcmQ6"))
            else:
                self._say(504, "unknown mechanism")
                return
        except (ValueError, binascii.Error):
            self._say(501, "malformed")
            return
        self.known = self.server.box.knows(user, password)
        self._say(*((235, "welcome") if self.known else (535, "wrong user or password")))

    def _asked(self, question: str) -> str:
        self._say(334, question)
        return self._line() or ""

    def _decoded(self, word: str) -> bytes:
        return base64.b64decode(word, validate=True)

    def do_mail(self, rest: str) -> None:
        if not self.known:
            self._say(530, "authentication is required")
            return
        self.sender = _path(rest)
        self._say(250, "ok")

    def do_rcpt(self, rest: str) -> None:
        to = _path(rest)
        if not self.sender:
            self._say(503, "MAIL first")
        elif to.startswith("refused@"):
            self._say(550, "no such mailbox")
        elif to.startswith("later@"):
            self._say(451, "come back later")
        else:
            self.to = to
            self._say(250, "ok")

    def do_data(self, rest: str) -> bool | None:
        if not self.to:
            self._say(503, "RCPT first")
            return None
        self._say(354, "end with a dot")
        content = b""
        while (line := self.rfile.readline(LARGEST)) not in (b".\r\n", b""):
            content += line[1:] if line.startswith(b".") else line
            if len(content) > LARGEST:
                return False
        self.server.box.take(self.to, content, tls=self.tls)
        self._reset()
        self._say(250, "taken")
        return None

    def do_rset(self, rest: str) -> None:
        self._reset()
        self._say(250, "ok")

    def do_noop(self, rest: str) -> None:
        self._say(250, "ok")

    def do_quit(self, rest: str) -> bool:
        self._say(221, "bye")
        return False


def _path(rest: str) -> str:
    inner = rest.partition(":")[2].strip()
    return inner.partition("<")[2].partition(">")[0] if "<" in inner else inner.split(" ")[0]


class SmtpServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, box: Box, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", port), Session)
        self.box, self.tls = box, tls

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: a client that goes away in the middle is no news, and its words are nobody's."""


class PageHandler(stand_in.Handler):
    server: "PageServer"
    template = "notices/stand_in_mail.html"

    def kept(self) -> list[Mail]:
        return self.server.box.mails()


class PageServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, box: Box) -> None:
        super().__init__(("127.0.0.1", port), PageHandler)
        self.box = box


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m yinuo.notices.stand_in_mail", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="SMTP")
    parser.add_argument("--page", type=int, required=True, help="the page that shows the mails")
    asked = parser.parse_args(arguments)
    box = Box(os.environ.get("YINUO_MAIL_USER", ""), os.environ.get("YINUO_MAIL_PASSWORD", ""))
    with PageServer(asked.page, box) as pages, SmtpServer(asked.port, box) as server:
        threading.Thread(target=pages.serve_forever, daemon=True).start()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
