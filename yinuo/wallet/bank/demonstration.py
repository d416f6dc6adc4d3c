"""A doctor with some months of income and a bound card, for the demonstration; through the ledger's own bookings."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.utils import timezone

from yinuo.promise.consent import grant, standing
from yinuo.promise.gate import Actor, Source, open_purpose
from yinuo.promise.policy import library
from yinuo.promise.vault import capturing, uuid7
from yinuo.wallet import ledger
from yinuo.wallet.bank.access import PURPOSE
from yinuo.wallet.bank.agreeing import PAYS, VERIFIER
from yinuo.wallet.bank.withdrawals import to_of
from yinuo.wallet.models import BankCard, Withdrawal

DOOR = "demonstration income"
CARD, ID_NUMBER = "6214830112345672", "110105198803071232"
"""Nobody's: made of a bank's range and of check digits."""
PRICES = ((4500, 6), (6000, 5), (8800, 4))
"""Fen and how many consultations, in each of the last months, the earliest first."""
SHARE, TAX = 20, 16
"""Per cent: the hospital's share, and what is withheld of the rest."""
SHANGHAI = ZoneInfo("Asia/Shanghai")


def bring_in(doctor: UUID) -> None:
    """Income of three months, two of them settled, and a withdrawal that arrived; whoever has a card is left alone."""
    if BankCard.objects.filter(doctor=doctor).exists():
        return
    agree(doctor)
    months = _months(len(PRICES))
    for month, (fen, times) in zip(months, PRICES, strict=True):
        _month(doctor, month, fen, times, settled=month != months[-1])
    card = give_card(doctor, bound=timedelta(days=40))
    with open_purpose(PURPOSE, actor=Actor(doctor, "doctor"), door=DOOR):
        _arrived(doctor, card, 10_000, _at(months[-1], 3))


def agree(doctor: UUID) -> None:
    """The doctor's consents to each service, one by one."""
    version = library().in_force("doctor")
    for service in (VERIFIER, PAYS):
        notice = version.clauses[version.purposes[service.purpose].clause].hash
        for item in service.items:
            if not standing(doctor).granted(service.purpose, item):
                grant(actor=Actor(doctor, "doctor"), purpose=service.purpose, item=item, notice=notice)


def give_card(doctor: UUID, *, bound: timedelta) -> BankCard:
    """A card that was verified so long ago."""
    with open_purpose(PURPOSE, actor=Actor(doctor, "doctor"), door=DOOR), capturing(by=[doctor], about=[doctor]):
        card = BankCard(id=uuid7(), doctor_id=doctor, bound_at=timezone.now() - bound)
        card.number, card.id_number = CARD, ID_NUMBER
        card.save(force_insert=True)
    return card


def earn(doctor: UUID, order: UUID, fen: int, at: datetime) -> int:
    """One consultation that was paid and ended; what of it is the doctor's before tax."""
    share, month = fen * SHARE // 100, at.date()
    paid = [ledger.Move(ledger.channel("wechat"), -fen), ledger.Move(ledger.held(order), fen)]
    ledger.book(ledger.Kind.PAID, key=f"paid:{order}", moves=paid, order=order, at=at)
    earned = [
        ledger.Move(ledger.held(order), -fen),
        ledger.Move(ledger.fee(), share),
        ledger.Move(ledger.pending(doctor, month), fen - share),
    ]
    ledger.book(ledger.Kind.EARNED, key=f"earned:{order}", moves=earned, order=order, at=at + timedelta(hours=1))
    return fen - share


def settle_month(doctor: UUID, month: date, net: int, at: datetime) -> None:
    tax = net * TAX // 100
    moves = [
        ledger.Move(ledger.pending(doctor, month), -net),
        ledger.Move(ledger.tax(), tax),
        ledger.Move(ledger.available(doctor), net - tax),
    ]
    ledger.book(ledger.Kind.SETTLED, key=f"settled:{doctor}:{month:%Y-%m}", moves=moves, at=at)


def _month(doctor: UUID, month: date, fen: int, times: int, *, settled: bool) -> None:
    net = sum(earn(doctor, uuid5(doctor, f"{month}:{number}"), fen, _at(month, 4 + number)) for number in range(times))
    if settled:
        settle_month(doctor, month, net, _at(date(month.year + month.month // 12, month.month % 12 + 1, 1), 1))


def _arrived(doctor: UUID, card: BankCard, fen: int, at: datetime) -> None:
    """A withdrawal of the past, as the bank would have told it."""
    row = Withdrawal(
        id=uuid7(),
        doctor_id=doctor,
        card=card,
        fen=fen,
        state=Withdrawal.State.PAID,
        tries=1,
        made_at=at,
        sent_at=at,
        done_at=at + timedelta(minutes=3),
        paid_on=at.date(),
    )
    with capturing(by=[doctor], about=[doctor], source=Source.AUTOMATIC):
        row.to = to_of(card)
        row.save(force_insert=True)
        there = ledger.payout(doctor, row.pk)
        asked = [ledger.Move(ledger.available(doctor), -fen), ledger.Move(there, fen)]
        ledger.book(ledger.Kind.WITHDRAWN, key=f"withdrawn:{row.pk}", moves=asked, at=at)
        paid = [ledger.Move(there, -fen), ledger.Move(ledger.bank(), fen)]
        ledger.book(ledger.Kind.PAID_OUT, key=f"paid_out:{row.pk}", moves=paid, at=at + timedelta(minutes=3))


def _months(count: int) -> list[date]:
    """This month and those before it, the earliest first."""
    found = [timezone.localdate().replace(day=1)]
    while len(found) < count:
        found.insert(0, (found[0] - timedelta(days=1)).replace(day=1))
    return found


def _at(month: date, day: int) -> datetime:
    """A day of a month, but never one that is still to come."""
    at = datetime(month.year, month.month, day, 10, 30, tzinfo=SHANGHAI)
    return min(at, timezone.now() - timedelta(hours=2))
