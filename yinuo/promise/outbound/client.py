"""A client for one declared recipient: who gets what of whom, for which purpose, is decided before it exists."""

import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from uuid import UUID

import httpx
from django.conf import settings

from yinuo.promise.bindings import measure
from yinuo.promise.gate import Act, PurposeContext, current
from yinuo.promise.outbound.allowed import OutboundRefused
from yinuo.promise.policy import library
from yinuo.promise.policy.built_in import RIGHTS, SENDS_AS
from yinuo.promise.policy.model import Recipient, Version
from yinuo.promise.sharing.ledger import record

HOME = "cn"


class UndeclaredRecipient(Exception):
    """The version in force does not say that this recipient gets these items for this purpose."""

    def __init__(self, recipient: str, purpose: str, missing: str) -> None:
        super().__init__(f"{recipient} may not get {missing} for {purpose}: the policy in force does not say so")
        self.recipient = recipient
        self.purpose = purpose
        self.missing = missing


class NoWayAbroad(UndeclaredRecipient):
    """The recipient is abroad, and no legal way out of the country is on record for it (clause 4.1, PIPL 38)."""


@cache
def _authorities() -> ssl.SSLContext:
    """Whom TLS trusts; read once a process, as reading takes longer than a request."""
    return httpx.create_ssl_context(trust_env=False)


class _OnlyItsHosts(httpx.HTTPTransport):
    """``recording`` runs before each request that leaves: what can't be recorded is not sent."""

    def __init__(self, recipient: Recipient, recording: Callable[[], None]) -> None:
        super().__init__(verify=_authorities(), trust_env=False)
        self._recipient = recipient
        self._recording = recording

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.netloc.decode("ascii")
        stand_in = getattr(settings, "YINUO_STAND_INS", {}).get(self._recipient.id)
        declared = request.url.scheme == "https" and request.url.host in self._recipient.hosts
        if not declared and (stand_in is None or host != stand_in):
            raise OutboundRefused(f"the host for {self._recipient.id}", f"{request.url.scheme}://{host}")
        self._recording()
        return super().handle_request(request)


def guarded_client(
    recipient: str, *, purpose: str, items: Iterable[str], about: UUID | None = None, typed: Iterable[str] = ()
) -> httpx.Client:
    """An ``httpx.Client`` that reaches this recipient's hosts only; no redirects, no proxies from the environment.

    Raises what :func:`sharing` raises.
    """
    found = sharing(recipient, purpose=purpose, items=items, about=about, typed=typed)
    transport = _OnlyItsHosts(found.recipient, found.recording)
    return httpx.Client(transport=transport, follow_redirects=False, trust_env=False)


@dataclass(frozen=True)
class Sharing:
    """A sharing that is allowed: the recipient's declaration, to be reached by, and what says before anything leaves
    that it does."""

    recipient: Recipient
    recording: Callable[[], None]


def sharing(
    recipient: str, *, purpose: str, items: Iterable[str], about: UUID | None = None, typed: Iterable[str] = ()
) -> Sharing:
    """May this recipient get these items of this person for this purpose, now?

    Raises :class:`UndeclaredRecipient` when the version in force does not declare the sharing, or the one that the
    person confirmed does not, and ``Refused`` when the person's verdict is no. ``about`` is the person whose items they
    are; without one no item may be sent. ``typed`` are items that go out as somebody typed them a moment ago: nothing
    is opened for them, but they are declared and recorded alike.
    """
    named, given = frozenset(items), frozenset(typed)
    context = current()
    if SENDS_AS.get(context.purpose or "", context.purpose) != purpose:
        raise UndeclaredRecipient(recipient, purpose, f"anything while {context.purpose} is open")
    if about is None and named | given:
        raise UndeclaredRecipient(recipient, purpose, f"{', '.join(sorted(named | given))} of nobody named")
    version, confirmed = _versions(context, recipient, purpose, about)
    found = _declared(version, recipient, purpose, named | given)
    _declared(confirmed, recipient, purpose, named | given)
    if version is not None and named | given:
        require_way_abroad(found, purpose)
        _require_own_consent(version, found, purpose, named | given)
    for item in sorted(named):
        verdict = context.ask(Act.USE, about, item) if about else None
        if verdict is not None and not verdict.allowed:
            raise context.refuse(verdict)

    def recording() -> None:
        if about is not None and version is not None and named | given:
            record(context, recipient=recipient, purpose=purpose, items=named | given, about=about, version=version)

    return Sharing(found, recording)


@measure("storage.in_country")
def require_way_abroad(recipient: Recipient, purpose: str) -> None:
    """A recipient abroad gets nothing personal before the operator has recorded one of the four legal ways
    (``YINUO_ABROAD``)."""
    if recipient.place != HOME and recipient.id not in settings.YINUO_ABROAD:
        raise NoWayAbroad(recipient.id, purpose, "anything personal abroad without a recorded legal way")


@measure("sharing.separate_consent")
def _require_own_consent(version: Version, recipient: Recipient, purpose: str, items: frozenset[str]) -> None:
    """Where a recipient needs a consent of its own, so does every item that goes to it (PIPL 23, 39)."""
    for item in items if recipient.separate else ():
        use = version.use(purpose, item)
        if use is None or not use.separate:
            raise UndeclaredRecipient(recipient.id, purpose, f"{item} without a consent that names it")


def _versions(
    context: PurposeContext, recipient: str, purpose: str, about: UUID | None
) -> tuple[Version | None, Version | None]:
    """The version in force and the one that this person confirmed: both must name the recipient, as both must name an
    item. Rights never lock (house law 4): there either of the two may name a way to send a log-in code."""
    if about is None:
        version = library().in_force(context.actor.role)
        return version, version
    in_force, confirmed = context.versions(about)
    if purpose == RIGHTS:
        naming = in_force if in_force is not None and recipient in in_force.recipients else confirmed
        return naming or in_force, naming or in_force
    return in_force, confirmed


def _declared(version: Version | None, recipient: str, purpose: str, items: frozenset[str]) -> Recipient:
    found = version.recipients.get(recipient) if version else None
    if found is None:
        raise UndeclaredRecipient(recipient, purpose, "anything")
    if purpose not in found.purposes:
        raise UndeclaredRecipient(recipient, purpose, "anything for this purpose")
    if items - found.items:
        raise UndeclaredRecipient(recipient, purpose, ", ".join(sorted(items - found.items)))
    return found
