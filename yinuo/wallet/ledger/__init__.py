"""The ledger's interface: places, booking, reading. Nothing else writes its tables.

A sign has one meaning: what came in by a channel stands there below zero (we owe its origin an account of it), and
where it lies now above. So the whole ledger always sums to zero, and each place can be read as "how much lies here".

=============  =====================================  ==========  ====================================================
place          has                                    guarded     money that
=============  =====================================  ==========  ====================================================
``channel``    channel                                            patients paid by it (below zero), less refunds
``held``       subject = order                        yes         was paid for an order whose consultation is not over
``refunding``  subject = order                        yes         goes back to the patient and is not there yet
``fee``                                                           is the hospital's share
``pending``    person = doctor, month                 yes         a doctor earned in a month that is not settled
``available``  person = doctor                        yes         a doctor may withdraw: settled, the tax is off
``tax``                                                           was withheld from doctors for the tax office
``payout``     person = doctor, subject = withdrawal  yes         is on its way to a bank card
``bank``                                                          arrived on bank cards
=============  =====================================  ==========  ====================================================
"""

from yinuo.wallet.ledger.booking import KeyTaken, Kind, Move, NotEnough, Unbalanced, book
from yinuo.wallet.ledger.places import (
    Place,
    available,
    bank,
    channel,
    fee,
    held,
    payout,
    pending,
    refunding,
    tax,
)
from yinuo.wallet.ledger.reading import Faults, Line, balance, faults, lines, pending_months, trace

__all__ = [
    "Faults",
    "KeyTaken",
    "Kind",
    "Line",
    "Move",
    "NotEnough",
    "Place",
    "Unbalanced",
    "available",
    "balance",
    "bank",
    "book",
    "channel",
    "faults",
    "fee",
    "held",
    "lines",
    "payout",
    "pending",
    "pending_months",
    "refunding",
    "tax",
    "trace",
]
