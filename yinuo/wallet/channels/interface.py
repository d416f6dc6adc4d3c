"""What the room wants of a payment service, whichever it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol
from uuid import UUID


class ChannelUnavailable(Exception):
    """The service could not be reached, or its answer could not be believed: nothing is known, ask again later.
    SECURITY: says neither number nor person."""


class ChannelStruck(ChannelUnavailable):
    """The policy names this service no more: it is told nothing, and asking again will not help."""


class Forged(Exception):
    """A call or an answer that is not from the service, or not for us. ``why`` is a word for the log."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class PaymentState(Enum):
    UNKNOWN = "unknown"  # the service has no such order (yet)
    OPEN = "open"
    PAID = "paid"
    CLOSED = "closed"


class RefundState(Enum):
    UNKNOWN = "unknown"
    ON_ITS_WAY = "on its way"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Trade:
    """One payment as the services know it: our ``number``, whose it is, what it costs, until when it may be paid."""

    number: str
    patient: UUID
    fen: int
    way: str
    expires_at: datetime


@dataclass(frozen=True)
class Found:
    state: PaymentState
    fen: int = 0


@dataclass(frozen=True)
class Heard:
    """What a call said, once it was believed. ``refund`` is our number of the refund, empty for a payment. ``once`` is
    a text that no second honest call has; empty where the protocol has none."""

    number: str
    fen: int
    refund: str = ""
    paid: bool = False
    refunded: RefundState = RefundState.UNKNOWN
    once: str = ""


class Channel(Protocol):
    """All raise :class:`ChannelUnavailable`; asking twice is as good as once."""

    name: str

    def begin(self, trade: Trade, *, ip: str) -> str:
        """Make the order there; the address where the person pays (for a code: what it says)."""

    def look(self, trade: Trade) -> Found:
        """How is it?"""

    def close(self, trade: Trade) -> None:
        """Nobody may pay it any more. What is paid already stays paid."""

    def refund(self, trade: Trade, *, number: str) -> RefundState:
        """All of it back, under our ``number``."""

    def look_refund(self, trade: Trade, *, number: str) -> RefundState: ...

    def hear(self, headers: Mapping[str, str], body: bytes) -> Heard:
        """Believe a call from the service, or raise :class:`Forged`."""
