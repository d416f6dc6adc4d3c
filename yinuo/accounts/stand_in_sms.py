"""The demonstration's stand-in for the SMS gateway: the same protocol over real HTTP, the messages in memory only.

``python -m yinuo.accounts.stand_in_sms --port N`` answers ``SendSms`` like the gateway does, signature and all, and
shows what it was asked to send on a page of its own. Production refuses to start with it on.
"""

import argparse
import hmac
import json
import os
import threading
import uuid
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from yinuo.accounts.acs3 import EMPTY, Call, read_authorization, signature
from yinuo.web import stand_in

KEPT = 200
LATE = timedelta(minutes=15)
MUST_SIGN = {"host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"}


@dataclass(frozen=True)
class Message:
    number: str
    code: str
    text: str
    at: str


class Refusal(Exception):
    """The gateway's own error: ``code`` and HTTP ``status`` as it publishes them."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code, self.status = code, status


class Gateway:
    """What the stand-in knows: one key pair, the nonces it has seen, the last messages."""

    def __init__(self, key_id: str, secret: str) -> None:
        self.key_id, self.secret = key_id, secret
        self._messages: stand_in.Shelf[Message] = stand_in.Shelf(KEPT)
        self._nonces: deque[str] = deque(maxlen=10_000)
        self._lock = threading.Lock()

    def messages(self) -> list[Message]:
        """Newest first."""
        return self._messages.newest()

    def forget(self) -> None:
        self._messages.forget()

    def send(self, call: Call) -> str:
        """Check one ``SendSms`` and keep its message; the answer is its BizId. Raises :class:`Refusal`."""
        headers = {name.lower(): value for name, value in call.headers.items()}
        if (headers.get("x-acs-action"), headers.get("x-acs-version")) != ("SendSms", "2017-05-25"):
            raise Refusal("InvalidAction.NotFound", "Specified api is not found.", 404)
        self._check(call, headers)
        number = call.query.get("PhoneNumbers", "")
        if not number.isascii() or not number.isdigit():
            raise Refusal("isv.MOBILE_NUMBER_ILLEGAL", f"{len(number)} characters are no number", 200)
        code, words = _filled(call.query.get("TemplateParam", ""))
        text = f"【{call.query.get('SignName', '')}】{words}"
        self._messages.put(Message(number, code, text, datetime.now(UTC).isoformat(timespec="seconds")))
        return uuid.uuid4().hex

    def _check(self, call: Call, headers: Mapping[str, str]) -> None:
        parts = read_authorization(headers.get("authorization", ""))
        names = set(parts.get("SignedHeaders", "").split(";"))
        if parts.get("Credential") != self.key_id:
            raise Refusal("InvalidAccessKeyId.NotFound", "Specified access key is not found.", 404)
        if not names >= MUST_SIGN or headers.get("x-acs-content-sha256") != EMPTY:
            raise Refusal("IncompleteSignature", "The request signature does not conform to the standards.")
        signed = Call(call.method, call.path, call.query, {name: headers.get(name, "") for name in names})
        if not hmac.compare_digest(parts.get("Signature", ""), signature(signed, self.secret)):
            raise Refusal("SignatureDoesNotMatch", "Specified signature does not match our calculation.")
        self._fresh(headers)

    def _fresh(self, headers: Mapping[str, str]) -> None:
        try:
            at = datetime.strptime(headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        except ValueError:
            raise Refusal("InvalidTimeStamp.Format", "Specified time stamp is not well formatted.") from None
        if abs(datetime.now(UTC) - at) > LATE:
            raise Refusal("InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.")
        with self._lock:
            if headers["x-acs-signature-nonce"] in self._nonces:
                raise Refusal("SignatureNonceUsed", "Specified signature nonce was used already.")
            self._nonces.append(headers["x-acs-signature-nonce"])


def _filled(parameters: str) -> tuple[str, str]:
    """The code, if it is one, and the message: the operator's two templates with their places filled."""
    try:
        given = json.loads(parameters)
        if "token" in given:
            words = f"{given['doctor']}医生邀请您参加随访。您已当面同意的，请打开 /f/{given['token']}/ ，14 天内有效。"
            return "", words + "不参加不用理会。"
        return str(given["code"]), f"验证码 {given['code']}，5 分钟内有效，只能使用一次。"
    except (ValueError, KeyError, TypeError):
        raise Refusal("isv.INVALID_JSON_PARAM", "TemplateParam does not fill a template", 200) from None


class Handler(stand_in.Handler):
    server: "StandIn"
    template = "accounts/stand_in_sms.html"

    def kept(self) -> list[Message]:
        return self.server.gateway.messages()

    def do_POST(self) -> None:  # noqa: N802 - the parent's name
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        call = Call("POST", parts.path, query, dict(self.headers.items()))
        request = str(uuid.uuid4()).upper()
        try:
            receipt = self.server.gateway.send(call)
        except Refusal as no:
            self.json(no.status, {"Code": no.code, "Message": str(no), "RequestId": request})
        else:
            self.json(200, {"Code": "OK", "Message": "OK", "RequestId": request, "BizId": receipt})


class StandIn(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, gateway: Gateway) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.gateway = gateway


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m yinuo.accounts.stand_in_sms", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    asked = parser.parse_args(arguments)
    gateway = Gateway(os.environ.get("YINUO_SMS_KEY_ID", ""), os.environ.get("YINUO_SMS_KEY_SECRET", ""))
    with StandIn(asked.port, gateway) as server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
