"""Both sides' keys: what the merchant would get from the services, and what the services keep."""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

SERVICES = ("wechat", "alipay")


class Keys:
    """Made where they lack: ``*_merchant.pem`` and ``*_platform.pem`` are the merchant's files, the rest is ours."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in SERVICES:
            _pair(folder / f"{name}_merchant.pem", folder / f"{name}_merchant.pub")
            _pair(folder / f"{name}_platform.key", folder / f"{name}_platform.pem")
        if not (folder / "wechat_v3.key").exists():
            _write(folder / "wechat_v3.key", secrets.token_hex(16).encode())
        self.v3 = (folder / "wechat_v3.key").read_bytes()
        self._own = {name: _private(folder / f"{name}_platform.key") for name in SERVICES}
        self._merchant = {name: _public(folder / f"{name}_merchant.pub") for name in SERVICES}

    def sign(self, service: str, text: bytes) -> bytes:
        return self._own[service].sign(text, PKCS1v15(), hashes.SHA256())

    def verify(self, service: str, signature: bytes, text: bytes) -> None:
        """Raises ``InvalidSignature``."""
        self._merchant[service].verify(signature, text, PKCS1v15(), hashes.SHA256())


def _pair(private: Path, public: Path) -> None:
    if private.exists() and public.exists():
        return
    made = generate_private_key(65537, 2048)
    _write(private, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    _write(public, made.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all, and closed to others."""
    beside = file.with_suffix(".new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)
    beside.replace(file)


def _private(file: Path) -> RSAPrivateKey:
    found = load_pem_private_key(file.read_bytes(), None)
    assert isinstance(found, RSAPrivateKey)  # noqa: S101 - we wrote it
    return found


def _public(file: Path) -> RSAPublicKey:
    found = load_pem_public_key(file.read_bytes())
    assert isinstance(found, RSAPublicKey)  # noqa: S101 - we wrote it
    return found
