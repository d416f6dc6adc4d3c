"""Each service that gets something of the doctor's has consents of its own (law 14): the verifier when a card is added,
the payout service at the first withdrawal. Neither covers the other."""

from dataclasses import dataclass
from uuid import UUID

from yinuo.accounts.api import Ask, ask
from yinuo.promise.consent import standing
from yinuo.promise.policy import library
from yinuo.promise.policy.model import Recipient
from yinuo.wallet.bank.access import PAYOUT, PURPOSE
from yinuo.wallet.bank.cards import ASKED


@dataclass(frozen=True)
class Service:
    """Who gets which items for which purpose."""

    purpose: str
    recipient: str
    items: tuple[str, ...]

    @property
    def declared(self) -> Recipient:
        """What the policy in force says of it: who it is, how to reach it, what it does with them."""
        return library().in_force("doctor").recipients[self.recipient]


VERIFIER = Service(PURPOSE, "card_verifier", ASKED)
PAYS = Service(PAYOUT, "bank_payout", ("bank_card_number", "name"))


@dataclass(frozen=True)
class Asks:
    """The consents to one service that are not given yet, one by one."""

    service: Service
    each: tuple[tuple[str, Ask], ...]


def asks(doctor: UUID, service: Service) -> Asks:
    found = ((item, ask(doctor, service.purpose, item, tapped=True)) for item in service.items)
    return Asks(service, tuple((item, one) for item, one in found if one is not None and not one.granted))


def agreed(doctor: UUID, service: Service) -> bool:
    word = standing(doctor)
    return all(word.granted(service.purpose, item) for item in service.items)
