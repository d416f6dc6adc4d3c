"""A withdrawal's way to the bank and back.

The row says "told" before the bank is told, so that a crash in between asks instead of telling anew. Every telling
carries the same number. What is not known is asked; a refusal is believed when the query agrees; money goes back by a
booking of its own, once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from yinuo.credentials.api import known_name
from yinuo.notices.api import notify
from yinuo.promise.consent import standing
from yinuo.promise.gate import Actor, open_purpose
from yinuo.promise.models import Person
from yinuo.promise.vault import reveal
from yinuo.wallet import ledger
from yinuo.wallet.bank import transfers
from yinuo.wallet.bank.access import PAYOUT, PURPOSE
from yinuo.wallet.bank.transfers import Answer, Fate, Payee
from yinuo.wallet.models import BankCard, Difference, Withdrawal, WithdrawalStep

SYSTEM = Actor(None, "system")
DOOR = "task wallet.payouts"
PAUSES = (10, 20, 60, 300, 900, 3600)
"""Seconds between looks; the last one goes on."""
SILENT_AFTER = timedelta(hours=24)
MOST_TELLINGS = 10
State, Step = Withdrawal.State, WithdrawalStep.Kind


def due(now: datetime) -> list[UUID]:
    return list(Withdrawal.objects.filter(look_at__lte=now).order_by("look_at").values_list("pk", flat=True)[:500])


def advance(withdrawal: UUID) -> None:
    """One turn of one withdrawal, when it is due and nobody else is at it."""
    with open_purpose(PAYOUT, actor=SYSTEM, door=DOOR):
        turn = _claim(withdrawal)
        if turn is None:
            return
        if turn.payee is None:
            answer = transfers.ask(turn.doctor, withdrawal)
            if answer.fate is Fate.ABSENT:
                again = _tell_again(withdrawal)
                if again is None:
                    return
                turn, answer = again, transfers.pay(again.doctor, withdrawal, again.fen, _known(again.payee))
        else:
            answer = transfers.pay(turn.doctor, withdrawal, turn.fen, turn.payee)
        _heed(withdrawal, answer, told=turn.payee is not None)


def note_silence(withdrawal: UUID) -> None:
    """After a turn that could not be taken to its end: it comes again later, and once it has been like that for too
    long a person looks."""
    now = timezone.now()
    with open_purpose(None, actor=SYSTEM, door=DOOR), transaction.atomic():
        row = _locked(withdrawal)
        if row.done_at is not None or row.state == State.HELD:
            return
        if row.look_at is not None and row.look_at <= now:
            _look_again(row, now)
        if now - (row.sent_at or row.made_at) > SILENT_AFTER:
            _silent(row, now)


@dataclass(frozen=True)
class _Turn:
    """``payee`` when the bank is to be told; None when it is to be asked."""

    doctor: UUID
    fen: int
    payee: Payee | None


def _known(payee: Payee | None) -> Payee:
    if payee is None:
        raise LookupError("a telling without a payee")
    return payee


def _claim(withdrawal: UUID) -> _Turn | None:
    now = timezone.now()
    with transaction.atomic():
        row = (
            Withdrawal.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(pk=withdrawal, look_at__lte=now, state__in=(State.WAITING, State.SENT))
            .first()
        )
        if row is None:
            return None
        payee = None
        if row.state == State.WAITING:
            payee = _payee(row)
            if payee is None:
                give_back(row, Step.RETURNED)
                return None
            _mark_told(row, now)
        _look_again(row, now)
        return _Turn(row.doctor_id, row.fen, payee)


def _tell_again(withdrawal: UUID) -> _Turn | None:
    """The bank says that it was never told: tell it, under the same number. Where it refused for good the money goes
    back. Where nobody may tell it any more a person looks, and the money goes back once the last telling is so old that
    it is on no way any more: what is done is never told again."""
    now = timezone.now()
    with transaction.atomic():
        row = _locked(withdrawal)
        if row.state != State.SENT:
            return None
        if row.failure and row.tries == 1:
            give_back(row, Step.FAILED)
            return None
        payee = _payee(row)
        if payee is None or row.failure or row.tries >= MOST_TELLINGS:
            if now - _last_told(row) > SILENT_AFTER:
                give_back(row, Step.FAILED)
            else:
                _silent(row, now)
            return None
        _mark_told(row, now)
        row.save(update_fields=["state", "sent_at", "tries"])
        return _Turn(row.doctor_id, row.fen, payee)


def _heed(withdrawal: UUID, answer: Answer, *, told: bool) -> None:
    with transaction.atomic():
        row = _locked(withdrawal)
        if row.state != State.SENT:
            return
        if told and answer.fate is Fate.FAILED:
            # Believed when the query says so too: an earlier telling may still be on its way.
            row.failure = answer.failure or "REFUSED"
            row.save(update_fields=["failure"])
            return
        if answer.fate in (Fate.UNKNOWN, Fate.UNDER_WAY, Fate.ABSENT):
            if answer.fate is Fate.UNKNOWN and row.looks == 1:
                step(row, Step.UNKNOWN)
            if row.sent_at is not None and timezone.now() - row.sent_at > SILENT_AFTER:
                _silent(row, timezone.now())
            return
        hear(row, answer)


def hear(row: Withdrawal, answer: Answer) -> bool:
    """The bank's final word on a locked row, by query or by call; False when it does not fit what stands and nothing
    moved. The same word again is heard and moves nothing."""
    if answer.fen is not None and answer.fen != row.fen:
        _differs(row, Difference.Kind.CALL, answer.fen)
        step(row, Step.REFUSED_CALL)
        return False
    if answer.fate is Fate.PAID:
        return _paid(row, answer)
    if answer.fate is Fate.FAILED:
        if row.state == State.SENT:
            row.failure = answer.failure or row.failure
            give_back(row, Step.FAILED)
        return row.state == State.FAILED
    if answer.fate is Fate.BOUNCED:
        if row.state in (State.SENT, State.PAID):
            row.failure = answer.failure or row.failure
            give_back(row, Step.BOUNCED)
        return row.state == State.BOUNCED
    return row.state in (State.SENT, State.PAID)


def _paid(row: Withdrawal, answer: Answer) -> bool:
    if row.state in (State.PAID, State.BOUNCED):
        return True
    if row.state != State.SENT:
        _differs(row, Difference.Kind.STATE, answer.fen)
        return False
    moves = [ledger.Move(ledger.payout(row.doctor_id, row.pk), -row.fen), ledger.Move(ledger.bank(), row.fen)]
    ledger.book(ledger.Kind.PAID_OUT, key=f"paid_out:{row.pk}", moves=moves)
    row.state, row.look_at, row.done_at = State.PAID, None, timezone.now()
    row.bank_order, row.paid_on, row.failure = answer.order, answer.on or timezone.localdate(), ""
    row.save(update_fields=["state", "look_at", "done_at", "bank_order", "paid_on", "failure"])
    step(row, Step.PAID)
    notify(person=row.doctor_id, kind="payout_result", about=row.pk)
    return True


def give_back(row: Withdrawal, why: WithdrawalStep.Kind) -> None:
    """The reversing booking, from where the money lies; the row must be locked."""
    paid = row.state == State.PAID
    place = ledger.bank() if paid else ledger.payout(row.doctor_id, row.pk)
    moves = [ledger.Move(place, -row.fen), ledger.Move(ledger.available(row.doctor_id), row.fen)]
    ledger.book(ledger.Kind.RETURNED, key=f"returned:{row.pk}", moves=moves)
    row.state = State.BOUNCED if why == Step.BOUNCED else State.FAILED
    row.look_at, row.done_at = None, timezone.now()
    row.save(update_fields=["state", "look_at", "done_at", "failure"])
    step(row, why)
    notify(person=row.doctor_id, kind="payout_result", about=row.pk)


def give_back_untold(doctor: UUID) -> None:
    """Inside a transaction that holds the doctor (:func:`hold_doctor`): all that the bank was not told of yet."""
    for row in Withdrawal.objects.select_for_update(of=("self",)).filter(doctor=doctor, tries=0, done_at=None):
        give_back(row, Step.RETURNED)


def hold_doctor(doctor: UUID) -> None:
    """Everything that changes a doctor's card or withdrawals takes turns. Before ``capturing``, never within: a consent
    that is taken back holds the doctor too, and then waits for whoever captures."""
    Person.objects.select_for_update(no_key=True).get(pk=doctor)


def step(row: Withdrawal, kind: WithdrawalStep.Kind, by: UUID | None = None) -> None:
    WithdrawalStep.objects.create(withdrawal=row, kind=kind, by_id=by, at=timezone.now())


def _locked(withdrawal: UUID) -> Withdrawal:
    found: Withdrawal = Withdrawal.objects.select_for_update(of=("self",)).get(pk=withdrawal)
    return found


def _last_told(row: Withdrawal) -> datetime:
    last: datetime | None = row.steps.filter(kind=Step.SENT).aggregate(last=Max("at"))["last"]
    return last or row.sent_at or row.made_at


def _mark_told(row: Withdrawal, now: datetime) -> None:
    row.state, row.sent_at = State.SENT, row.sent_at or now
    row.tries += 1
    step(row, Step.SENT)


def _look_again(row: Withdrawal, now: datetime) -> None:
    row.looks += 1
    row.look_at = now + timedelta(seconds=PAUSES[min(row.looks, len(PAUSES)) - 1])
    row.save(update_fields=["state", "sent_at", "tries", "looks", "look_at"])


def _payee(row: Withdrawal) -> Payee | None:
    """None when the card is gone, or a consent to it is: the payout service's own, or the one that it was added by."""
    stands = standing(row.doctor_id).granted(PURPOSE, "bank_card_number")
    card = BankCard.objects.filter(pk=row.card_id).first() if row.card_id and stands else None
    number = reveal(card, "number") if card is not None else None
    name = known_name(row.doctor_id) if number else ""
    return Payee(name, str(number)) if name else None


def _silent(row: Withdrawal, now: datetime) -> None:
    """One task at a time: the next one once this one is settled, and the payout still has no end."""
    kind = Difference.Kind.SILENT
    if not Difference.objects.filter(kind=kind, number=row.pk.hex, settled_at=None).exists():
        _differs(row, kind, None)
    row.look_at = now + timedelta(seconds=PAUSES[-1])
    row.save(update_fields=["look_at"])


def _differs(row: Withdrawal, kind: Difference.Kind, bank_fen: int | None) -> None:
    Difference.objects.get_or_create(
        kind=kind,
        number=row.pk.hex,
        day=timezone.localdate(),
        defaults={"bank_fen": bank_fen, "our_fen": row.fen, "withdrawal": row, "found_at": timezone.now()},
    )
