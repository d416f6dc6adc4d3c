"""A client for one declared recipient: who gets what of whom, for which purpose, is decided before it exists."""

from collections.abc import Iterable
from uuid import UUID

import httpx
from django.conf import settings

from yinuo.promise.gate import Act, PurposeContext, current
from yinuo.promise.gate.verdict import RIGHTS
from yinuo.promise.outbound.allowed import OutboundRefused
from yinuo.promise.policy import library
from yinuo.promise.policy.model import Recipient, Version


class UndeclaredRecipient(Exception):
    """The version in force does not say that this recipient gets these items for this purpose."""

    def __init__(self, recipient: str, purpose: str, missing: str) -> None:
        super().__init__(f"{recipient} may not get {missing} for {purpose}: the policy in force does not say so")
        self.recipient = recipient
        self.purpose = purpose
        self.missing = missing


class _OnlyItsHosts(httpx.HTTPTransport):
    def __init__(self, recipient: Recipient) -> None:
        super().__init__(trust_env=False)
        self._recipient = recipient

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.netloc.decode("ascii")
        stand_in = getattr(settings, "YINUO_STAND_INS", {}).get(self._recipient.id)
        declared = request.url.scheme == "https" and request.url.host in self._recipient.hosts
        if not declared and (stand_in is None or host != stand_in):
            raise OutboundRefused(f"the host for {self._recipient.id}", f"{request.url.scheme}://{host}")
        return super().handle_request(request)


def guarded_client(recipient: str, *, purpose: str, items: Iterable[str], about: UUID | None = None) -> httpx.Client:
    """An ``httpx.Client`` that reaches this recipient's hosts only; no redirects, no proxies from the environment.

    Raises what :func:`sharing` raises.
    """
    found = sharing(recipient, purpose=purpose, items=items, about=about)
    return httpx.Client(transport=_OnlyItsHosts(found), follow_redirects=False, trust_env=False)


def sharing(recipient: str, *, purpose: str, items: Iterable[str], about: UUID | None = None) -> Recipient:
    """May this recipient get these items of this person for this purpose, now? Its declaration, to be reached by.

    Raises :class:`UndeclaredRecipient` when the version in force does not declare the sharing, and ``Refused`` when
    the person's verdict is no. ``about`` is the person whose items they are; without one no item may be sent.
    """
    named = frozenset(items)
    context = current()
    if context.purpose != purpose:
        raise UndeclaredRecipient(recipient, purpose, f"anything while {context.purpose} is open")
    if about is None and named:
        raise UndeclaredRecipient(recipient, purpose, f"{', '.join(sorted(named))} of nobody named")
    found = _declared(_version(context, recipient, purpose, about), recipient, purpose, named)
    for item in sorted(named):
        verdict = context.ask(Act.USE, about, item) if about else None
        if verdict is not None and not verdict.allowed:
            raise context.refuse(verdict)
    return found


def _version(context: PurposeContext, recipient: str, purpose: str, about: UUID | None) -> Version | None:
    """The version in force. Rights never lock (house law 4): where it names no way to send a log-in code, the version
    that this person confirmed may still do so."""
    if about is None:
        return library().in_force(context.actor.role)
    in_force, confirmed = context.versions(about)
    if purpose == RIGHTS and confirmed is not None and (in_force is None or recipient not in in_force.recipients):
        return confirmed
    return in_force


def _declared(version: Version | None, recipient: str, purpose: str, items: frozenset[str]) -> Recipient:
    found = version.recipients.get(recipient) if version else None
    if found is None:
        raise UndeclaredRecipient(recipient, purpose, "anything")
    if purpose not in found.purposes:
        raise UndeclaredRecipient(recipient, purpose, "anything for this purpose")
    if items - found.items:
        raise UndeclaredRecipient(recipient, purpose, ", ".join(sorted(items - found.items)))
    return found
