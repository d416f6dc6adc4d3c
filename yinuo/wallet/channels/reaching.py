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


def declared(recipient: str, purpose: str, item: str) -> bool:
    """Does the patients' policy in force say that this service gets its order? One that was struck is not offered."""
    found = library().in_force("patient").recipients.get(recipient)
    return found is not None and purpose in found.purposes and item in found.items
