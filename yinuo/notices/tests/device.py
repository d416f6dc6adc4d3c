"""A device that takes pushes, as a browser is one: its own keys, and its own reading of what is sealed for it.

Written from RFC 8291 and 8188 on plain cryptography, with none of the sender's libraries.
"""

import base64
import json
import os
from typing import Any

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


class Device:
    """``subscription`` is what the page posts; :meth:`read` opens one message."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._auth = os.urandom(16)

    @property
    def point(self) -> bytes:
        return self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def subscription(self) -> dict[str, Any]:
        return {"endpoint": self.endpoint, "keys": {"p256dh": b64(self.point), "auth": b64(self._auth)}}

    def read(self, sealed: bytes) -> dict[str, str]:
        said: dict[str, str] = json.loads(self.open(sealed))
        return said

    def open(self, sealed: bytes) -> bytes:
        salt, length = sealed[:16], sealed[20]
        theirs, body = sealed[21 : 21 + length], sealed[21 + length :]
        shared = self._key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        ikm = _hkdf(self._auth, shared, b"WebPush: info\0" + self.point + theirs, 32)
        key = _hkdf(salt, ikm, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _hkdf(salt, ikm, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(key).decrypt(nonce, body, None).rstrip(b"\0")
        assert plain.endswith(b"\2"), "the last record ends with a two"
        return plain[:-1]


def _hkdf(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return _hmac(_hmac(salt, secret), info + b"\1")[:length]


def _hmac(key: bytes, content: bytes) -> bytes:
    made = hmac.HMAC(key, hashes.SHA256())
    made.update(content)
    return made.finalize()
