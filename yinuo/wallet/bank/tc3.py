"""Tencent Cloud's request signature, version 3 (TC3-HMAC-SHA256), as its documentation describes it."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime

ALGORITHM = "TC3-HMAC-SHA256"
SIGNED = "content-type;host"
KIND = "application/json; charset=utf-8"


@dataclass(frozen=True)
class Call:
    """One POST of a JSON body to ``/``; ``at`` is in seconds of the epoch."""

    host: str
    service: str
    body: bytes
    at: int

    @property
    def scope(self) -> str:
        return f"{datetime.fromtimestamp(self.at, UTC):%Y-%m-%d}/{self.service}/tc3_request"


def signature(call: Call, secret: str) -> str:
    canonical = "\n".join(
        [
            "POST",
            "/",
            "",
            f"content-type:{KIND}",
            f"host:{call.host}",
            "",
            SIGNED,
            hashlib.sha256(call.body).hexdigest(),
        ]
    )
    to_sign = "\n".join([ALGORITHM, str(call.at), call.scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = f"TC3{secret}".encode()
    for part in call.scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.new(key, to_sign.encode(), "sha256").hexdigest()


def authorization(call: Call, key_id: str, secret: str) -> str:
    return f"{ALGORITHM} Credential={key_id}/{call.scope}, SignedHeaders={SIGNED}, Signature={signature(call, secret)}"
