"""The Alipay open platform's gateway: what is asked, signed RSA2 (SHA256withRSA over the sorted ``name=value&...``),
and the answer under its signature. Keys and signatures alone are WeChat Pay's too."""

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

CHINA = ZoneInfo("Asia/Shanghai")
CALLED = ("sign", "sign_type")
"""What a call to us leaves out of what it signs; a request of ours leaves out ``sign`` alone."""


class UnusableKey(Exception):
    """The file is missing, or holds no RSA key. SECURITY: says the file's name and nothing of what it holds."""


def private_key(file: Path) -> RSAPrivateKey:
    key = _loaded(file, private=True)
    if not isinstance(key, RSAPrivateKey):
        raise UnusableKey(f"{file.name} is no RSA key")
    return key


def public_key(file: Path) -> RSAPublicKey:
    """Of a public key's file, or of a certificate's."""
    key = _loaded(file, private=False)
    if not isinstance(key, RSAPublicKey):
        raise UnusableKey(f"{file.name} is no RSA key")
    return key


def content_of(parameters: Mapping[str, str], *, without: tuple[str, ...] = ("sign",)) -> bytes:
    """What is signed: every parameter that has a value, by name."""
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


def request(app: str, method: str, content: Mapping[str, Any], key: RSAPrivateKey, **places: str) -> dict[str, str]:
    """The signed parameters of one asking. ``places`` are addresses to call or to come back to."""
    asked = {
        "app_id": app,
        "method": method,
        "format": "JSON",
        "charset": "utf-8",
        "sign_type": "RSA2",
        "timestamp": datetime.now(CHINA).strftime("%Y-%m-%d %H:%M:%S"),
        "version": "1.0",
        "biz_content": json.dumps(content, ensure_ascii=False, separators=(",", ":")),
        **places,
    }
    return {**asked, "sign": sign(content_of(asked), key)}


def answer(text: str, method: str, key: RSAPublicKey) -> dict[str, Any] | None:
    """What the service says of ``method``, when its signature fits the very text of it, letter by letter."""
    name = f'"{method.replace(".", "_")}_response":'
    try:
        start = text.index(name) + len(name)
        start += len(text[start:]) - len(text[start:].lstrip())
        said, end = json.JSONDecoder().raw_decode(text, start)
        signature = str(json.loads(text)["sign"])
    except (ValueError, KeyError, TypeError):
        return None
    return said if isinstance(said, dict) and fits(text[start:end].encode(), signature, key) else None


def _loaded(file: Path, *, private: bool) -> object:
    try:
        return _read(file, file.stat().st_mtime_ns, private)
    except OSError:
        raise UnusableKey(f"{file.name} is missing") from None
    except ValueError:
        raise UnusableKey(f"{file.name} is no RSA key") from None


@lru_cache(maxsize=16)
def _read(file: Path, changed: int, private: bool) -> object:
    """Read again when the file has changed: a key is renewed without a restart."""
    content = file.read_bytes()
    if private:
        return load_pem_private_key(content, None)
    if b"BEGIN CERTIFICATE" in content:
        return x509.load_pem_x509_certificate(content).public_key()
    return load_pem_public_key(content)
