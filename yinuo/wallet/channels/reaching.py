"""What every adapter does with a service that can't be reached, or may not be."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from yinuo.promise.outbound import OutboundRefused, UndeclaredRecipient
from yinuo.promise.policy import library
from yinuo.wallet.channels.interface import ChannelStruck, ChannelUnavailable


@contextmanager
def reaching() -> Iterator[None]:
    """Turns what happens on the way into :class:`ChannelUnavailable`; what no policy declares, or no setting leads to,
    into :class:`ChannelStruck`."""
    try:
        yield
    except (UndeclaredRecipient, OutboundRefused) as problem:
        raise ChannelStruck(type(problem).__name__) from None
    except httpx.HTTPError as problem:
        raise ChannelUnavailable(type(problem).__name__) from None


def declared(recipient: str, purpose: str, *items: str, role: str = "patient") -> bool:
    """Does the role's policy in force say that this service gets these? One that was struck is not offered."""
    version = library().in_force(role)
    found = version.recipients.get(recipient)
    if found is None or purpose not in found.purposes or not version.purposes[purpose].offered:
        return False
    uses = (version.use(purpose, item) for item in items)
    return found.items.issuperset(items) and all(use is not None and use.collected for use in uses)
