"""A doctor with some months of income and a bound card, for the demonstration; through the ledger's own bookings, at
the doctor's own price, with the hospital's own share and the room's own tax."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from yinuo.promise.consent import grant, standing
from yinuo.promise.gate import Actor, Source, open_purpose
from yinuo.promise.policy import library
from yinuo.promise.vault import capturing, uuid7
from yinuo.wallet import ledger
from yinuo.wallet.actions.months import month_of, settle_month
from yinuo.wallet.bank.access import PURPOSE
from yinuo.wallet.bank.agreeing import PAYS, VERIFIER
from yinuo.wallet.bank.withdrawals import to_of
from yinuo.wallet.models import Account, BankCard, BankDay, Withdrawal

DOOR = "demonstration income"
CARD, ID_NUMBER = "6214830112345672", "110105198803071232"
"""Nobody's: made of a bank's range and of check digits."""
TIMES = (46, 40, 8)
"""How many consultations, in each of the last months, the earliest first: at 30 yuan enough for some tax."""
SHANGHAI = ZoneInfo("Asia/Shanghai")


def bring_in(doctor: UUID, fen: int) -> None:
    """Income of three months at a price of ``fen``, two of them settled, and a withdrawal that arrived; whoever has an
    account in the ledger is left alone, whatever became of the card."""
    if Account.objects.filter(person=doctor).exists():
        return
    with transaction.atomic():  # whole, or the next start would leave a half of it alone
        _bring_in(doctor, fen)


def _bring_in(doctor: UUID, fen: int) -> None:
    agree(doctor)
    months = _months(len(TIMES))
    for month, times in zip(months, TIMES, strict=True):
        _month(doctor, month, fen, times)
    for month, after in pairwise(months):
        settle_month(doctor, month, ledger.balance(ledger.pending(doctor, month)), _at(after, 1))
    card = give_card(doctor, bound=timedelta(days=40))
    with open_purpose(PURPOSE, actor=Actor(doctor, "doctor"), door=DOOR):
        _arrived(doctor, card, 10_000, _at(months[-1], 3))
    _compared(_at(months[-1], 3).date(), 10_000)


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


def earn(doctor: UUID, order: UUID, fen: int, at: datetime) -> None:
    """One consultation that was paid and ended."""
    share, month = fen * settings.YINUO.service_fee // 100, month_of(at)
    paid = [ledger.Move(ledger.channel("wechat"), -fen), ledger.Move(ledger.held(order), fen)]
    ledger.book(ledger.Kind.PAID, key=f"paid:{order}", moves=paid, order=order, at=at)
    shares = [ledger.Move(ledger.fee(), share), ledger.Move(ledger.pending(doctor, month), fen - share)]
    earned = [ledger.Move(ledger.held(order), -fen), *(move for move in shares if move.fen)]
    ledger.book(ledger.Kind.EARNED, key=f"earned:{order}", moves=earned, order=order, at=at + timedelta(hours=1))


def _month(doctor: UUID, month: date, fen: int, times: int) -> None:
    for number in range(times):
        earn(doctor, uuid5(doctor, f"{month}:{number}"), fen, _at(month, 1 + number % 27))


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
        out_on=at.date(),
    )
    with capturing(by=[doctor], about=[doctor], source=Source.AUTOMATIC):
        row.to = to_of(card)
        row.save(force_insert=True)
        there = ledger.payout(doctor, row.pk)
        asked = [ledger.Move(ledger.available(doctor), -fen), ledger.Move(there, fen)]
        ledger.book(ledger.Kind.WITHDRAWN, key=f"withdrawn:{row.pk}", moves=asked, at=at)
        paid = [ledger.Move(there, -fen), ledger.Move(ledger.bank(), fen)]
        ledger.book(ledger.Kind.PAID_OUT, key=f"paid_out:{row.pk}", moves=paid, at=at + timedelta(minutes=3))


def _compared(first: date, fen: int) -> None:
    """The bank's files of the days until yesterday have been looked at; the first one had that payout."""
    days = [first + timedelta(days=n) for n in range((timezone.localdate() - first).days)]
    at = timezone.now()
    rows = [BankDay(day=day, lines=int(day == first), fen=fen if day == first else 0, compared_at=at) for day in days]
    BankDay.objects.bulk_create(rows, ignore_conflicts=True)


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
