"""Alibaba Cloud's request signature, version 3 (ACS3-HMAC-SHA256), as its documentation describes it."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

ALGORITHM = "ACS3-HMAC-SHA256"
EMPTY = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True)
class Call:
    """One request of the RPC kind: parameters stand in the query, the body is empty. ``headers`` are those signed."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


def canonical_query(query: Mapping[str, str]) -> str:
    return "&".join(f"{quote(name, safe='-_.~')}={quote(query[name], safe='-_.~')}" for name in sorted(query))


def signed_names(headers: Mapping[str, str]) -> str:
    return ";".join(sorted(name.lower() for name in headers))


def signature(call: Call, secret: str) -> str:
    """Hex HMAC over the canonical request."""
    headers = {name.lower(): value.strip() for name, value in call.headers.items()}
    canonical = "\n".join(
        [
            call.method,
            call.path,
            canonical_query(call.query),
            "".join(f"{name}:{headers[name]}\n" for name in sorted(headers)),
            signed_names(headers),
            headers.get("x-acs-content-sha256", EMPTY),
        ]
    )
    to_sign = f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    return hmac.new(secret.encode(), to_sign.encode(), "sha256").hexdigest()


def authorization(call: Call, key_id: str, secret: str) -> str:
    names = signed_names(call.headers)
    return f"{ALGORITHM} Credential={key_id},SignedHeaders={names},Signature={signature(call, secret)}"


def read_authorization(header: str) -> dict[str, str]:
    """The three parts of an Authorization header; empty when it is of another kind."""
    kind, _, rest = header.partition(" ")
    if kind != ALGORITHM:
        return {}
    return dict(part.partition("=")[::2] for part in rest.split(",") if "=" in part)
