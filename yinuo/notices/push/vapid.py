"""Who we are to push services (RFC 8292): one P-256 key in the home's keys, made once, and what it signs."""

import hashlib
import time
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode

from yinuo.promise.sealing.keys import write_new

NAME = "vapid.key"
GOOD_FOR = 12 * 3600  # at most a day


def create(folder: Path) -> None:
    """Make the key where there is none yet."""
    made = ec.generate_private_key(ec.SECP256R1())
    write_new(folder / NAME, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def public_key() -> str:
    """What a browser subscribes for, in base64url."""
    point = _key().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return str(b64urlencode(point))


def mark() -> str:
    """Names the key of today: an endpoint that was subscribed for another one is of no use any more."""
    return hashlib.sha256(public_key().encode()).hexdigest()[:16]


def authorization(endpoint: str) -> str:
    """The header that says to this push service who sends."""
    parts = urlsplit(endpoint)
    claims: dict[str, object] = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time()) + GOOD_FOR,
        "sub": f"mailto:{settings.YINUO_OPERATOR.email}",
    }
    return str(_key().sign(claims)["Authorization"])


def _key() -> Vapid02:
    path = Path(settings.YINUO_KEYS) / NAME
    if not path.exists():  # a home of before
        create(path.parent)
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> Vapid02:
    found = Vapid02.from_pem(path.read_bytes())
    found.conf = {"no-strict": True}  # an operator's address is theirs to write
    return found
