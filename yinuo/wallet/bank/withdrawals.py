"""Asking for money: what may be asked for, and the asking itself, which books before anybody is told to pay."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from yinuo.promise.gate import Actor, Source
from yinuo.promise.vault import capturing, reveal
from yinuo.wallet import ledger
from yinuo.wallet.bank import transfers
from yinuo.wallet.bank.access import own_card
from yinuo.wallet.bank.agreeing import PAYS, agreed
from yinuo.wallet.bank.limits import COOLING_OFF, LEAST, LOOKED_AT_FROM, PER_ACT, PER_DAY
from yinuo.wallet.bank.numbers import read_fen, tail
from yinuo.wallet.bank.paying import hold_doctor, step
from yinuo.wallet.bank.problems import (
    AskedAnew,
    CoolingOff,
    NoCard,
    NoService,
    NotAgreed,
    NotEnoughIncome,
    TooLittle,
    TooMuch,
    TooMuchToday,
    WrongAmount,
)
from yinuo.wallet.bank.ranges import issuer_of
from yinuo.wallet.bank.soon import pay_soon
from yinuo.wallet.models import BankCard, Withdrawal, WithdrawalStep


@dataclass(frozen=True)
class Wish:
    """What the doctor is about to confirm with a code; ``to`` is the bank and the last four."""

    fen: int
    card: UUID
    to: str


def wish(*, actor: Actor, typed: str) -> Wish:
    """Read an amount and say whether it could be had now; nothing is kept."""
    require_service()
    fen = read_fen(typed)
    if fen is None:
        raise WrongAmount
    card = _require_card(actor)
    _require_amount(actor.who, fen)
    if fen > ledger.balance(ledger.available(actor.who)):
        raise NotEnoughIncome(ledger.balance(ledger.available(actor.who)))
    return Wish(fen, card.pk, to_of(card))


def withdraw(*, actor: Actor, withdrawal: UUID, fen: int, card: UUID) -> Withdrawal:
    """Book it and leave it for the worker. ``withdrawal`` was made with the page: the same page twice is one.

    Of two devices that ask for more than there is, the ledger lets one through; the other raises
    :class:`NotEnoughIncome`.
    """
    require_service()
    with transaction.atomic():
        hold_doctor(actor.who)
        with capturing(by=[actor.who], about=[actor.who], source=Source.AUTOMATIC):
            known = Withdrawal.objects.filter(pk=withdrawal).first()
            if known is not None:
                return _same(known, actor, fen)
            held = _require_card(actor)
            if held.pk != card:
                raise AskedAnew
            _require_amount(actor.who, fen)
            return _asked(actor, withdrawal, fen, held)


def _asked(actor: Actor, withdrawal: UUID, fen: int, card: BankCard) -> Withdrawal:
    now, state = timezone.now(), Withdrawal.State
    looked_at = fen + _lately(card, now) >= LOOKED_AT_FROM
    row = Withdrawal(
        id=withdrawal,
        doctor_id=actor.who,
        card=card,
        fen=fen,
        made_at=now,
        state=state.HELD if looked_at else state.WAITING,
        look_at=None if looked_at else now,
    )
    row.to = to_of(card)
    row.save(force_insert=True)
    moves = [
        ledger.Move(ledger.available(actor.who), -fen),
        ledger.Move(ledger.payout(actor.who, withdrawal), fen),
    ]
    try:
        ledger.book(ledger.Kind.WITHDRAWN, key=f"withdrawn:{withdrawal}", moves=moves, at=now)
    except ledger.NotEnough:
        raise NotEnoughIncome(ledger.balance(ledger.available(actor.who))) from None
    step(row, WithdrawalStep.Kind.ASKED)
    if looked_at:
        step(row, WithdrawalStep.Kind.HELD)
    else:
        pay_soon()
    return row


def require_service() -> None:
    """Nobody's money is set aside for a payout that nobody makes. Raises :class:`NoService`."""
    if not transfers.offered():
        raise NoService


def _lately(card: BankCard, now: datetime) -> int:
    """What was asked for to the same card within a day: two requests are looked at like one of their sum."""
    rows = Withdrawal.objects.filter(card=card, made_at__gt=now - timedelta(days=1))
    return int(rows.exclude(state__in=Withdrawal.CAME_BACK).aggregate(all=Sum("fen"))["all"] or 0)


def to_of(card: BankCard) -> str:
    number = str(card.number)
    issuer = issuer_of(number)
    return f"{issuer.name if issuer else ''} {tail(number)}".strip()


def is_known(*, actor: Actor, withdrawal: UUID) -> bool:
    """Was this very page sent before?"""
    return Withdrawal.objects.filter(pk=withdrawal, doctor=actor.who).exists()


def left_today(doctor: UUID) -> int:
    """How many fen of the day's limit are left. What failed gave its part back."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    rows = Withdrawal.objects.filter(doctor=doctor, made_at__gte=midnight).exclude(state__in=Withdrawal.CAME_BACK)
    return max(0, PER_DAY - int(rows.aggregate(all=Sum("fen"))["all"] or 0))


def _same(known: Withdrawal, actor: Actor, fen: int) -> Withdrawal:
    if known.doctor_id != actor.who or known.fen != fen:
        raise AskedAnew
    return known


def _require_card(actor: Actor) -> BankCard:
    card = own_card(actor)
    if card is None or not reveal(card, "number"):
        raise NoCard
    if timezone.now() < card.bound_at + COOLING_OFF:
        raise CoolingOff(card.bound_at + COOLING_OFF)
    if not agreed(actor.who, PAYS):
        raise NotAgreed
    return card


def _require_amount(doctor: UUID, fen: int) -> None:
    if fen < LEAST:
        raise TooLittle(LEAST)
    if fen > PER_ACT:
        raise TooMuch(PER_ACT)
    left = left_today(doctor)
    if fen > left:
        raise TooMuchToday(left)
