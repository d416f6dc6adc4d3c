"""The merchant's keys and the services' public keys, read from files that lie outside the database."""

from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from django.conf import settings

from yinuo.wallet.channels.interface import ChannelUnavailable

FILES = {
    "wechat": ("wechat_merchant.pem", "wechat_platform.pem", "wechat_v3.key"),
    "alipay": ("alipay_merchant.pem", "alipay_platform.pem"),
}


def folder() -> Path:
    chosen: Path | None = settings.YINUO.payment_keys
    return chosen or settings.YINUO_KEYS / "payment"


def configured(name: str) -> bool:
    """Is there a merchant's number and every key?"""
    table = settings.YINUO
    named = {"wechat": table.wechat_merchant and table.wechat_app, "alipay": table.alipay_app}[name]
    return bool(named) and all((folder() / file).exists() for file in FILES[name])


def private_key(file: str) -> RSAPrivateKey:
    found = load_pem_private_key(_read(folder() / file), None)
    if not isinstance(found, RSAPrivateKey):
        raise ChannelUnavailable(f"{file} is no RSA key")
    return found


def public_key(file: str) -> RSAPublicKey:
    """Of a public key's file, or of a certificate's."""
    content = _read(folder() / file)
    if b"BEGIN CERTIFICATE" in content:
        found = x509.load_pem_x509_certificate(content).public_key()
    else:
        found = load_pem_public_key(content)  # type: ignore[assignment]
    if not isinstance(found, RSAPublicKey):
        raise ChannelUnavailable(f"{file} is no RSA key")
    return found


def secret(file: str) -> bytes:
    return _read(folder() / file).strip()


def _read(file: Path) -> bytes:
    try:
        return _content(file, file.stat().st_mtime_ns)
    except OSError:
        raise ChannelUnavailable(f"{file.name} is missing") from None


@lru_cache(maxsize=16)
def _content(file: Path, changed: int) -> bytes:
    return file.read_bytes()
