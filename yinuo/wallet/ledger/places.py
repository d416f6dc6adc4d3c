"""Where money lies. A place is a value; its account is made when something is first booked there."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yinuo.wallet.models import Account

Kind = Account.Kind


@dataclass(frozen=True)
class Place:
    """Make one with the functions below: which parts it has, its kind decides."""

    kind: str
    person: UUID | None = None
    subject: UUID | None = None
    month: date | None = None
    channel: str = ""

    @property
    def guarded(self) -> bool:
        """May it never be overdrawn? Then its balance is kept, and booking on it waits for whoever books on it."""
        return self.kind in Account.GUARDED

    @classmethod
    def of(cls, row: Account) -> "Place":
        return cls(row.kind, row.person, row.subject, row.month, row.channel)


def channel(name: str) -> Place:
    """``wechat`` or ``alipay``."""
    return Place(Kind.CHANNEL, channel=name)


def held(order: UUID) -> Place:
    return Place(Kind.HELD, subject=order)


def refunding(order: UUID) -> Place:
    return Place(Kind.REFUNDING, subject=order)


def fee() -> Place:
    return Place(Kind.FEE)


def pending(doctor: UUID, month: date) -> Place:
    """``month`` may be any of its days."""
    return Place(Kind.PENDING, person=doctor, month=month.replace(day=1))


def available(doctor: UUID) -> Place:
    return Place(Kind.AVAILABLE, person=doctor)


def tax() -> Place:
    return Place(Kind.TAX)


def payout(doctor: UUID, withdrawal: UUID) -> Place:
    return Place(Kind.PAYOUT, person=doctor, subject=withdrawal)


def bank() -> Place:
    return Place(Kind.BANK)
