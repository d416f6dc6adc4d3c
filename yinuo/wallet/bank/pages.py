"""What the doctor sees of the card and of withdrawals."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from yinuo.credentials.api import full_name
from yinuo.promise.gate import Actor
from yinuo.promise.vault import Closed, reveal
from yinuo.wallet import ledger
from yinuo.wallet.bank import transfers, verifier
from yinuo.wallet.bank.access import own_card, own_withdrawals
from yinuo.wallet.bank.agreeing import PAYS, VERIFIER, Asks, asks
from yinuo.wallet.bank.limits import COOLING_OFF, PER_ACT, PER_DAY
from yinuo.wallet.bank.numbers import yuan
from yinuo.wallet.bank.problems import NoService, NoVerifier
from yinuo.wallet.bank.withdrawals import left_today, to_of
from yinuo.wallet.models import Withdrawal, WithdrawalStep

State = Withdrawal.State
SHOWN = 30


@dataclass(frozen=True)
class CardView:
    """``to`` is the bank and the last four; ``until`` is set while a new card cools off."""

    to: str
    bound_at: datetime
    until: datetime | None


@dataclass(frozen=True)
class WithdrawalRow:
    id: UUID
    amount: str
    to: str
    state: str
    state_label: str
    made_at: datetime
    done_at: datetime | None
    tone: str


@dataclass(frozen=True)
class Home:
    available: str
    has_income: bool
    pending: tuple[tuple[str, str], ...]
    card: CardView | None
    withdrawals: tuple[WithdrawalRow, ...]
    month: str
    said: str = ""


@dataclass(frozen=True)
class BindPage:
    """``asks`` are the consents to the verifier that are not given yet; the form comes after them. ``closed``: nobody
    verifies, and there is nothing to fill in."""

    name: str
    asks: Asks
    stand_in: bool
    typed: dict[str, str]
    problem: str = ""
    field: str = ""
    closed: bool = False


@dataclass(frozen=True)
class CodePage:
    """``what`` is bind, show or withdraw; ``said`` is signed, with the challenge and what it is for."""

    what: str
    said: str
    amount: str = ""
    to: str = ""
    problem: str = ""
    number: str = ""


@dataclass(frozen=True)
class WithdrawPage:
    available: str
    to: str
    per_act: str
    per_day: str
    left: str
    asks: Asks
    typed: str = ""
    problem: str = ""
    stop: str = ""


@dataclass(frozen=True)
class StepRow:
    label: str
    at: datetime
    who: str


@dataclass(frozen=True)
class WithdrawalPage:
    row: WithdrawalRow
    number: str
    steps: tuple[StepRow, ...]
    live: bool


TONES = {
    State.WAITING: "badge-warn",
    State.HELD: "badge-warn",
    State.SENT: "badge-warn",
    State.PAID: "badge-ok",
    State.FAILED: "badge-danger",
    State.BOUNCED: "badge-danger",
}


def home(actor: Actor, said: str = "") -> Home:
    fen = ledger.balance(ledger.available(actor.who))
    ahead = date(9999, 12, 1)
    pending = ledger.pending_months(before=ahead, doctor=actor.who)
    rows = tuple(_row(row) for row in own_withdrawals(actor)[:SHOWN])
    return Home(
        available=yuan(fen),
        has_income=fen > 0,
        pending=tuple((f"{month:%Y-%m}", yuan(some)) for _, month, some in pending),
        card=card_view(actor),
        withdrawals=rows,
        month=f"{timezone.localdate():%Y-%m}",
        said=said,
    )


def card_view(actor: Actor) -> CardView | None:
    card = own_card(actor)
    if card is None or not reveal(card, "number"):
        return None
    until = card.bound_at + COOLING_OFF
    return CardView(to_of(card), card.bound_at, until if timezone.now() < until else None)


def bind_page(
    actor: Actor, *, stand_in: bool, typed: dict[str, str] | None = None, problem: str = "", field: str = ""
) -> BindPage:
    if not verifier.offered():
        return BindPage("", Asks(VERIFIER, ()), stand_in, {}, NoVerifier().sentence, closed=True)
    asked = asks(actor.who, VERIFIER)
    name = "" if asked.each else full_name(actor.who)
    return BindPage(name, asked, stand_in, typed or {}, problem, field)


def withdraw_page(actor: Actor, *, typed: str = "", problem: str = "") -> WithdrawPage:
    card = card_view(actor)
    stop = "no_card" if card is None else "cooling" if card.until else ""
    offered = transfers.offered()
    if not offered:
        stop, problem = "no_service", NoService().sentence
    return WithdrawPage(
        available=yuan(ledger.balance(ledger.available(actor.who))),
        to=card.to if card else "",
        per_act=yuan(PER_ACT),
        per_day=yuan(PER_DAY),
        left=yuan(left_today(actor.who)),
        asks=asks(actor.who, PAYS) if offered else Asks(PAYS, ()),
        typed=typed,
        problem=problem,
        stop=stop,
    )


def withdrawal_page(row: Withdrawal) -> WithdrawalPage:
    hidden = (WithdrawalStep.Kind.REFUSED_CALL, WithdrawalStep.Kind.RELEASE_ASKED)
    steps = tuple(one for one in steps_of(row, with_people=False) if one.label not in {str(k.label) for k in hidden})
    return WithdrawalPage(_row(row), row.pk.hex, steps, row.done_at is None)


def _row(row: Withdrawal) -> WithdrawalRow:
    state = State(row.state)
    return WithdrawalRow(
        id=row.pk,
        amount=yuan(row.fen),
        to=text_of(reveal(row, "to")),
        state=row.state,
        state_label=str(state.label),
        made_at=row.made_at,
        done_at=row.done_at,
        tone=TONES[state],
    )


def steps_of(row: Withdrawal, *, with_people: bool) -> list[StepRow]:
    """The history, the earliest first; the desk sees which colleague it was."""
    return [
        StepRow(str(WithdrawalStep.Kind(one.kind).label), one.at, _who(one.by_id) if with_people else "")
        for one in row.steps.order_by("at", "id")
    ]


def _who(person: UUID | None) -> str:
    return f"#{str(person)[-4:]}" if person else ""


def text_of(value: object) -> str:
    return "" if value is None or isinstance(value, Closed) else str(value)
