"""The push services, each a declared recipient, and reading what a device says of its endpoint.

SECURITY: we send to an address that a device names. Only https to one of the hosts that the recipients declare is
taken, so that nobody makes us knock inside the network; the guard of outbound traffic asks again when sending.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from yinuo.notices.problems import (
    MalformedEndpoint,
    NoRecordedWay,
    OnlyTheStandIn,
    UnknownPushService,
)
from yinuo.promise.outbound import NoWayAbroad, require_way_abroad
from yinuo.promise.policy import library
from yinuo.promise.policy.model import Recipient

PURPOSE = "notices"
PERMISSION = "notification"
VENDOR = "push_huawei"
# Each recipient has an item of its own where it needs a consent of its own (PIPL 39).
ITEMS = {
    VENDOR: "push_endpoint",
    "push_google": "push_endpoint_google",
    "push_mozilla": "push_endpoint_mozilla",
    "push_apple": "push_endpoint_apple",
}
SERVICES = {item: recipient for recipient, item in ITEMS.items()}
LONGEST = 2048
_PLAIN = re.compile(r"https?://[A-Za-z0-9.\-]+(:[0-9]{1,5})?/[A-Za-z0-9._~:/?=&%+\-]+")
_TOKEN = re.compile(r"[A-Za-z0-9._:\-]{16,512}")


@dataclass(frozen=True)
class Endpoint:
    """What is sealed of a device: where it is reached, by which recipient, and the keys for what it reads."""

    recipient: str
    address: Mapping[str, str]

    @property
    def item(self) -> str:
        return ITEMS[self.recipient]


def recipient_of(role: str, name: str) -> Recipient | None:
    return library().in_force(role).recipients.get(name)


def stand_in_of(name: str) -> str:
    return str(settings.YINUO_STAND_INS.get(name, ""))


def open_services(role: str) -> tuple[str, ...]:
    """The recipients that may be used now: declared, abroad only with a recorded way; in a demonstration only what is
    stood in for."""
    found = [one for name in ITEMS if (one := recipient_of(role, name)) is not None]
    if settings.YINUO_DEMO:
        found = [one for one in found if stand_in_of(one.id)]
    return tuple(one.id for one in found if _way_is_open(one))


def _way_is_open(recipient: Recipient) -> bool:
    try:
        require_way_abroad(recipient, PURPOSE)
    except NoWayAbroad:
        return False
    return recipient.id != VENDOR or bool(settings.YINUO.huawei_app)


def read_web(role: str, endpoint: str, p256dh: str, auth: str, mark: str) -> Endpoint:
    """A browser's subscription. Raises what says in a sentence why not."""
    recipient = _carrier(role, endpoint)
    _require_point(p256dh)
    if len(_bytes(auth)) != 16:
        raise MalformedEndpoint
    address = {"endpoint": endpoint, "p256dh": p256dh, "auth": auth, "key": mark}
    return Endpoint(recipient, address)


def read_token(role: str, service: str, token: str) -> Endpoint:
    """The token that a vendor's channel gave to our app."""
    if service != VENDOR or service not in open_services(role):
        raise UnknownPushService
    if not _TOKEN.fullmatch(token):
        raise MalformedEndpoint
    return Endpoint(service, {"token": token})


def _carrier(role: str, endpoint: str) -> str:
    """The recipient whose host this is."""
    if len(endpoint) > LONGEST or not _PLAIN.fullmatch(endpoint):
        raise MalformedEndpoint
    parts = urlsplit(endpoint)
    for name in ITEMS:
        stood_in = stand_in_of(name)
        if stood_in and name != VENDOR and parts.scheme == "http" and parts.netloc == stood_in:
            return _usable(role, name)
    if parts.scheme != "https" or ":" in parts.netloc:
        raise MalformedEndpoint
    for name in ITEMS:
        recipient = recipient_of(role, name)
        if recipient is not None and name != VENDOR and parts.netloc in recipient.hosts:
            return _usable(role, name)
    raise UnknownPushService


def _usable(role: str, name: str) -> str:
    if name in open_services(role):
        return name
    if settings.YINUO_DEMO and not stand_in_of(name):
        raise OnlyTheStandIn
    recipient = recipient_of(role, name)
    raise NoRecordedWay(recipient.name if recipient is not None else name)


def _require_point(p256dh: str) -> None:
    """A point of the curve: anything else could not be sealed to."""
    raw = _bytes(p256dh)
    try:
        if len(raw) != 65:
            raise MalformedEndpoint
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError:
        raise MalformedEndpoint from None


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise MalformedEndpoint from None
