"""What the finance desk sees: payouts that need a look, what is under way, and where the bank's word differs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from yinuo.credentials.api import known_name
from yinuo.promise.gate import Actor
from yinuo.promise.vault import reveal
from yinuo.wallet import ledger
from yinuo.wallet.bank import transfers
from yinuo.wallet.bank.access import NotHere, differences_at_desk, refunds_at_desk, withdrawals_at_desk
from yinuo.wallet.bank.numbers import yuan
from yinuo.wallet.bank.pages import SHOWN, TONES, State, StepRow, steps_of, text_of
from yinuo.wallet.bank.reconciling import days_owed
from yinuo.wallet.models import BankDay, Difference, Payment, Refund, Withdrawal

SHOWN_REFUNDS = 200
REFUND_LATE = timedelta(days=1)
"""A refund that is under way for longer needs a look; the services say that theirs take minutes."""
OUTCOMES = [(str(value), label) for value, label in Difference.Outcome.choices]


@dataclass(frozen=True)
class DeskRow:
    id: UUID
    number: str
    name: str
    to: str
    amount: str
    state: str
    state_label: str
    made_at: datetime
    tone: str
    asked: bool
    mine: bool
    holdable: bool
    steps: tuple[StepRow, ...] = ()


@dataclass(frozen=True)
class DifferenceRow:
    id: UUID
    day: date
    label: str
    number: str
    bank: str
    ours: str
    found_at: datetime
    withdrawal: UUID | None
    outcome: str


@dataclass(frozen=True)
class RefundRow:
    """``number`` is ours, whole: under it the refund is found at the payment service. No person stands here."""

    number: str
    channel: str
    amount: str
    why: str
    state_label: str
    made_at: datetime


@dataclass(frozen=True)
class Desk:
    held: tuple[DeskRow, ...]
    under_way: tuple[DeskRow, ...]
    done: tuple[DeskRow, ...]
    differences: tuple[DifferenceRow, ...]
    settled: tuple[DifferenceRow, ...]
    refunds: tuple[RefundRow, ...]
    days: tuple[tuple[date, int, str, datetime], ...]
    sound: bool
    ready: bool
    owed: tuple[date, ...]
    unsettled: int
    outcomes: tuple[tuple[str, object], ...]
    problem: str = ""
    """``ready``: are the payout service's keys there? ``owed`` are days whose file is still not compared; ``unsettled``
    are doctors' months that are over and not settled."""


def payout_desk(actor: Actor, problem: str = "") -> Desk:
    """Everything at once: the queue is short, or something is wrong."""
    today = timezone.localdate()
    rows = withdrawals_at_desk(actor).order_by("-made_at")
    differences = differences_at_desk(actor)
    open_ = differences.filter(settled_at=None).order_by("day", "found_at")
    days = BankDay.objects.order_by("-day")[:7]
    return Desk(
        held=tuple(desk_row(row, actor) for row in rows.filter(state=State.HELD).order_by("made_at")),
        under_way=tuple(desk_row(row, actor) for row in rows.filter(state__in=(State.WAITING, State.SENT))[:100]),
        done=tuple(desk_row(row, actor) for row in rows.filter(done_at__isnull=False)[:SHOWN]),
        differences=tuple(_difference(row) for row in open_[:200]),
        settled=tuple(
            _difference(row) for row in differences.filter(settled_at__isnull=False).order_by("-settled_at")[:SHOWN]
        ),
        refunds=tuple(_refund(row) for row in _stuck(actor)[:SHOWN_REFUNDS]),
        days=tuple((one.day, one.lines, yuan(one.fen), one.compared_at) for one in days),
        sound=ledger.faults().sound,
        ready=transfers.configured(),
        owed=tuple(day for day in days_owed(today) if day < today - timedelta(days=1)),
        unsettled=len(ledger.pending_months(before=today)) if today.day > 1 else 0,
        outcomes=tuple(OUTCOMES),
        problem=problem,
    )


def desk_row(row: Withdrawal, actor: Actor, *, whole: bool = False) -> DeskRow:
    return DeskRow(
        id=row.pk,
        number=row.pk.hex[-8:],
        name=masked_name(known_name(row.doctor_id)),
        to=text_of(reveal(row, "to")),
        amount=yuan(row.fen),
        state=row.state,
        state_label=str(State(row.state).label),
        made_at=row.made_at,
        tone=TONES[State(row.state)],
        asked=row.release_asked_by_id is not None,
        mine=row.release_asked_by_id == actor.person,
        holdable=row.state == State.WAITING,
        steps=tuple(steps_of(row, with_people=True)) if whole else (),
    )


def payout_page(actor: Actor, withdrawal: UUID) -> DeskRow:
    """One payout with its history."""
    row = withdrawals_at_desk(actor).filter(pk=withdrawal).first()
    if row is None:
        raise NotHere
    return desk_row(row, actor, whole=True)


def masked_name(name: str) -> str:
    """The desk compares amounts and states; it needs no more of a name than tells two people apart."""
    return f"{name[:1]}{'*' * max(1, len(name) - 1)}" if name else ""


def _stuck(actor: Actor) -> QuerySet[Refund]:
    """Refunds that the service could not make, or that take too long; the oldest first."""
    late = Q(state=Refund.State.FAILED) | Q(made_at__lt=timezone.now() - REFUND_LATE)
    rows = refunds_at_desk(actor).exclude(state=Refund.State.DONE).filter(late)
    found: QuerySet[Refund] = rows.select_related("payment").order_by("made_at")
    return found


def _refund(row: Refund) -> RefundRow:
    return RefundRow(
        number=row.number,
        channel=str(Payment.Way(row.payment.way).label),
        amount=yuan(row.fen),
        why=str(Refund.Reason(row.reason).label),
        state_label=str(Refund.State(row.state).label),
        made_at=row.made_at,
    )


def _difference(row: Difference) -> DifferenceRow:
    return DifferenceRow(
        id=row.pk,
        day=row.day,
        label=str(Difference.Kind(row.kind).label),
        number=row.number[-8:],
        bank=yuan(row.bank_fen) if row.bank_fen is not None else "—",
        ours=yuan(row.our_fen) if row.our_fen is not None else "—",
        found_at=row.found_at,
        withdrawal=row.withdrawal_id,
        outcome=str(Difference.Outcome(row.outcome).label) if row.outcome else "",
    )
