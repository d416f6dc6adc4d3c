"""Binding a card, showing its number to its owner, removing it."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yinuo.accounts.api import MalformedNumber, prove_fresh, read_number, send_fresh_code
from yinuo.credentials.api import full_name
from yinuo.promise.consent import standing
from yinuo.promise.gate import Actor
from yinuo.promise.vault import capturing, reveal, uuid7
from yinuo.wallet.bank import verifier
from yinuo.wallet.bank.access import PURPOSE, own_card
from yinuo.wallet.bank.numbers import digits, is_id_number, is_luhn
from yinuo.wallet.bank.paying import give_back_untold, hold_doctor
from yinuo.wallet.bank.problems import (
    BindingOver,
    CardStands,
    CreditCard,
    NoCard,
    NoName,
    NotAgreed,
    NoVerifier,
    UnableToPayOut,
    UnknownBank,
    WrongCard,
    WrongIdNumber,
    WrongPhone,
)
from yinuo.wallet.bank.ranges import issuer_of
from yinuo.wallet.bank.verifier import Elements, verify
from yinuo.wallet.models import BankCard, Binding

ASKED = ("id_number", "bank_card_number", "name", "bank_phone")
"""What is agreed to one by one before anything may be typed."""
KEPT_FOR = timedelta(minutes=10)


def begin_binding(*, actor: Actor, number: str, id_number: str, bank_phone: str, address: str) -> UUID:
    """Take what was typed and send a code to the doctor's own number; the id of the challenge.

    What is wrong is told before anything is kept or sent anywhere: :class:`UnableToPayOut` names the field.
    """
    if not verifier.offered():
        raise NoVerifier
    number, id_number = digits(number), digits(id_number).upper()
    require_ready(actor)
    _require_numbers(number, id_number)
    phone = _phone(bank_phone)
    with capturing(by=[actor.who], about=[actor.who]):
        Binding.objects.filter(doctor=actor.who).delete()
        row = Binding(id=uuid7(), doctor_id=actor.who, made_at=timezone.now())
        row.number, row.id_number, row.bank_phone = number, id_number, phone
        row.save(force_insert=True)
    return send_fresh_code(actor=actor, purpose=PURPOSE, address=address)


def finish_binding(*, actor: Actor, challenge: UUID, typed: str) -> None:
    """The code, then the verifier's word, then the card. What was typed goes whatever the word is, also when there is
    none: the code is used up, so all of it is asked for anew."""
    row = pending_binding(actor)
    if row is None:
        raise BindingOver
    require_ready(actor)
    prove_fresh(actor=actor, challenge=challenge, typed=typed)
    elements = Elements(
        full_name(actor.who), str(row.id_number), str(row.number), str(row.bank_phone).removeprefix("+86")
    )
    try:
        verify(actor.who, elements)
    except UnableToPayOut:
        Binding.objects.filter(pk=row.pk).delete()
        raise
    with transaction.atomic():
        hold_doctor(actor.who)
        _keep(actor, elements)


def _keep(actor: Actor, elements: Elements) -> None:
    with capturing(by=[actor.who], about=[actor.who]):
        if BankCard.objects.filter(doctor=actor.who, number__isnull=False).exists():
            raise CardStands
        BankCard.objects.filter(doctor=actor.who).delete()
        card = BankCard(id=uuid7(), doctor_id=actor.who, bound_at=timezone.now())
        card.number, card.id_number = elements.number, elements.id_number
        card.save(force_insert=True)
        Binding.objects.filter(doctor=actor.who).delete()


def number_of(*, actor: Actor, challenge: UUID, typed: str) -> str:
    """The whole number of one's own card, after a new code."""
    card = own_card(actor)
    if card is None or not reveal(card, "number"):
        raise NoCard
    prove_fresh(actor=actor, challenge=challenge, typed=typed)
    return str(card.number)


def remove_card(*, actor: Actor) -> None:
    """At once. What the bank was not told yet goes back to the income; what it was told is finished."""
    with transaction.atomic():
        hold_doctor(actor.who)
        give_back_untold(actor.who)
        BankCard.objects.filter(doctor=actor.who).delete()
        Binding.objects.filter(doctor=actor.who).delete()


def pending_binding(actor: Actor) -> Binding | None:
    found: Binding | None = Binding.objects.filter(
        doctor=actor.who, made_at__gt=timezone.now() - KEPT_FOR, number__isnull=False
    ).first()
    return found


def sweep_bindings() -> None:
    """What was typed and not finished is gone after ten minutes."""
    Binding.objects.filter(made_at__lte=timezone.now() - KEPT_FOR).delete()


def require_ready(actor: Actor) -> None:
    """Approved, agreed, and without a card; raises what says which is missing."""
    word = standing(actor.who)
    if not all(word.granted(PURPOSE, item) for item in ASKED):
        raise NotAgreed
    if not full_name(actor.who):
        raise NoName
    card = own_card(actor)
    if card is not None and reveal(card, "number"):
        raise CardStands


def _require_numbers(number: str, id_number: str) -> None:
    if not is_luhn(number):
        raise WrongCard
    issuer = issuer_of(number)
    if issuer is None:
        raise UnknownBank
    if not issuer.debit:
        raise CreditCard
    if not is_id_number(id_number):
        raise WrongIdNumber


def _phone(typed: str) -> str:
    try:
        return read_number(typed)
    except MalformedNumber:
        raise WrongPhone from None
