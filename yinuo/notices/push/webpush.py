"""One push by Web Push (RFC 8030), sealed for the device's own keys (RFC 8188, 8291), signed as ours (RFC 8292)."""

import base64
import hashlib
import json
from collections.abc import Mapping

import http_ece
import httpx
from cryptography.hazmat.primitives.asymmetric import ec

from yinuo.notices.kinds import Kind
from yinuo.notices.push import vapid
from yinuo.notices.push.outcomes import GONE, NEVER, TAKEN, Outcome, later

# Every push looks like any other: neither its length nor its headers tell the service its kind. A service holds it for
# a day at most, as the policy says of each recipient.
LENGTH = 96
HELD_FOR, URGENCY = str(24 * 60 * 60), "normal"


def payload(kind: Kind, language: str) -> bytes:
    """The kind and the reader's language; the worker on the device knows the sentence."""
    said = json.dumps({"kind": kind.id, "language": language}).encode()
    return said.ljust(LENGTH)


def seal(content: bytes, address: Mapping[str, str]) -> bytes:
    sealed: bytes = http_ece.encrypt(
        content,
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=_bytes(address["p256dh"]),
        auth_secret=_bytes(address["auth"]),
        version="aes128gcm",
    )
    return sealed


def topic(endpoint: str, kind: str, about: str) -> str:
    """Two waiting pushes about the same thing become one at the service, which learns nothing from the name."""
    digest = hashlib.sha256(f"{endpoint}|{kind}|{about}".encode()).digest()
    return base64.urlsafe_b64encode(digest)[:32].decode()


def send(client: httpx.Client, address: Mapping[str, str], kind: Kind, language: str, about: str) -> Outcome:
    """Post it. Raises ``httpx.HTTPError`` when the service can't be reached."""
    endpoint = address["endpoint"]
    answer = client.post(
        endpoint,
        content=seal(payload(kind, language), address),
        headers={
            "TTL": HELD_FOR,
            "Urgency": URGENCY,
            "Topic": topic(endpoint, kind.id, about),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "Authorization": vapid.authorization(endpoint),
        },
    )
    if answer.status_code in (200, 201, 202):
        return TAKEN
    if answer.status_code in (404, 410):
        return GONE
    # A wrong clock or key of ours is no fault of the endpoint's: it is tried again, and given up in the end.
    if answer.status_code in (401, 403, 408, 425, 429) or answer.status_code >= 500:
        return later(answer.headers.get("Retry-After", ""))
    return NEVER


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
