"""Handing one mail to the declared mail service over SMTP, step by step, so that its fate is known."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formataddr, localtime
from enum import Enum
from types import TracebackType
from uuid import UUID

from django.conf import settings

from yinuo.promise.outbound import OutboundRefused
from yinuo.promise.outbound.client import Sharing
from yinuo.promise.policy.model import Recipient

TIMEOUT = 20.0


class MailUnavailable(Exception):
    """The service could not be reached or did not let us in. SECURITY: says neither address nor text."""


class Outcome(Enum):
    TAKEN = "taken"
    LATER = "later"
    NEVER = "never"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Letter:
    """``key`` names the mail: a second hand-over of the same one would carry the same Message-ID."""

    to: str
    subject: str
    text: str
    key: UUID


class Post:
    """One connection for a row of mails, opened with the first."""

    def __init__(self) -> None:
        self._client: smtplib.SMTP | None = None

    def __enter__(self) -> "Post":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    def hand_over(self, shared: Sharing, letter: Letter, *, before: Callable[[], None]) -> Outcome:
        """The address is on record as shared before it is named. ``before`` runs when everything but the text is
        agreed: from there on the mail may have gone out."""
        try:
            message = _message(letter).as_bytes()
        except (ValueError, LookupError):  # one letter that can't be written must not hold up those behind it
            return Outcome.NEVER
        client = self._connected(shared.recipient)
        shared.recording()
        try:
            for code in (client.mail(settings.YINUO.mail_from)[0], client.rcpt(letter.to)[0]):
                if code >= 400:
                    client.rset()
                    return Outcome.NEVER if code >= 500 else Outcome.LATER
        except (smtplib.SMTPException, OSError) as problem:
            self._leave()
            raise MailUnavailable(type(problem).__name__) from None
        before()
        return self._text(client, message)

    def _text(self, client: smtplib.SMTP, message: bytes) -> Outcome:
        try:
            code, _ = client.data(message)
        except smtplib.SMTPDataError as refused:
            code = int(refused.smtp_code)
        except (smtplib.SMTPException, OSError):
            self._leave()
            return Outcome.UNKNOWN
        return Outcome.TAKEN if code == 250 else Outcome.NEVER if code >= 500 else Outcome.LATER

    def _connected(self, recipient: Recipient) -> smtplib.SMTP:
        if self._client is None:
            _only_declared(recipient)
            try:
                self._client = _open()
            except (smtplib.SMTPException, OSError) as problem:
                raise MailUnavailable(type(problem).__name__) from None
        return self._client

    def _leave(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with suppress(smtplib.SMTPException, OSError):
                client.quit()


def _only_declared(recipient: Recipient) -> None:
    """The host that the policy names, under TLS; in a demonstration only, its stand-in on our own machine."""
    table = settings.YINUO
    stand_in = settings.YINUO_STAND_INS.get(recipient.id)
    if stand_in is not None and stand_in == f"{table.mail_host}:{table.mail_port}":
        return
    if table.mail_host not in recipient.hosts or table.mail_security == "plain":
        raise OutboundRefused(f"the host for {recipient.id}", f"{table.mail_security} {table.mail_host}")


def _open() -> smtplib.SMTP:
    table = settings.YINUO
    # Its own name is given: asking the system for it would be a look-up that no policy declares.
    own, place = table.domain or "localhost", (table.mail_host, table.mail_port)
    if table.mail_security == "tls":
        client: smtplib.SMTP = smtplib.SMTP_SSL(*place, own, timeout=TIMEOUT, context=ssl.create_default_context())
    else:
        client = smtplib.SMTP(*place, own, timeout=TIMEOUT)
    try:
        if table.mail_security == "starttls":
            client.starttls(context=ssl.create_default_context())
        client.ehlo_or_helo_if_needed()
        if table.mail_user:
            client.login(table.mail_user, table.mail_password)
    except BaseException:
        client.close()
        raise
    return client


def _message(letter: Letter) -> EmailMessage:
    table = settings.YINUO
    message = EmailMessage()
    message["From"] = formataddr((settings.YINUO_OPERATOR.name, table.mail_from))
    message["To"] = letter.to
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = localtime()
    message["Message-ID"] = f"<{letter.key}@{table.domain or 'yinuo.invalid'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, charset="utf-8")
    return message
