"""Signatures of the Alipay open platform, RSA2: SHA256withRSA over the parameters, sorted, as ``name=value&...``."""

import base64
import binascii
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key


@cache
def private_key(file: Path) -> RSAPrivateKey:
    key = load_pem_private_key(file.read_bytes(), None)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError(f"{file.name} is no RSA key")
    return key


@cache
def public_key(file: Path) -> RSAPublicKey:
    key = load_pem_public_key(file.read_bytes())
    if not isinstance(key, RSAPublicKey):
        raise ValueError(f"{file.name} is no RSA key")
    return key


def content_of(parameters: Mapping[str, str], *, without: tuple[str, ...] = ("sign",)) -> bytes:
    """What is signed. Requests leave out ``sign`` alone; calls to us leave out ``sign_type`` too."""
    kept = sorted((name, value) for name, value in parameters.items() if value and name not in without)
    return "&".join(f"{name}={value}" for name, value in kept).encode()


def sign(content: bytes, key: RSAPrivateKey) -> str:
    return base64.b64encode(key.sign(content, PKCS1v15(), SHA256())).decode()


def fits(content: bytes, signature: str, key: RSAPublicKey) -> bool:
    try:
        key.verify(base64.b64decode(signature, validate=True), content, PKCS1v15(), SHA256())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True
