"""The merchant's keys and the services' public keys, read from files that lie outside the database."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from django.conf import settings

from yinuo.wallet import rsa2
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
    try:
        return rsa2.private_key(folder() / file)
    except rsa2.UnusableKey as problem:
        raise ChannelUnavailable(str(problem)) from None


def public_key(file: str) -> RSAPublicKey:
    try:
        return rsa2.public_key(folder() / file)
    except rsa2.UnusableKey as problem:
        raise ChannelUnavailable(str(problem)) from None


def secret(file: str) -> bytes:
    try:
        return (folder() / file).read_bytes().strip()
    except OSError:
        raise ChannelUnavailable(f"{file} is missing") from None
