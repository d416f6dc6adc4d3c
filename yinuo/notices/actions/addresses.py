"""Giving, changing and taking back the address of clause 7."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import transaction

from yinuo.notices.access import address_of
from yinuo.notices.models import EmailAddress
from yinuo.notices.problems import AddressMissing, AddressTooLong, MalformedAddress, UnableToKeepAddress
from yinuo.promise.consent import UnableToRecordConsent, grant, withdraw
from yinuo.promise.gate import Actor
from yinuo.promise.vault import capturing

PURPOSE, ITEM = "notices.policy", "email"
LONGEST = 254  # RFC 5321, as a path without its brackets
_VALID = EmailValidator(allowlist=[])
# SECURITY: no quoted names, no encoded words, no bare hosts: what one part of the way reads another way than the next.
_PLAIN = re.compile(r"(?!.*=\?)[^\s\"\\<>()\[\],:;@]+@[A-Za-z0-9.-]+")


def keep_address(*, actor: Actor, typed: str, notice: str) -> None:
    """Agree and give an address, or another one. Raises :class:`UnableToKeepAddress`; ``Refused`` when the person has
    not confirmed a version that names it."""
    address = read_address(typed)
    try:
        with transaction.atomic():
            grant(actor=actor, purpose=PURPOSE, item=ITEM, notice=notice)
            with capturing(by=[actor.who], about=[actor.who]):
                row = address_of(actor.who) or EmailAddress(person_id=actor.who)
                row.address = address
                row.save()
    except UnableToRecordConsent as no:
        raise UnableToKeepAddress(no.sentence) from None


def forget_address(*, actor: Actor) -> None:
    """Take the consent back and delete the address at once; mails that wait find nothing to be sent to."""
    with transaction.atomic():
        withdraw(actor=actor, purpose=PURPOSE, item=ITEM)
        held = address_of(actor.who)
        if held is not None:
            held.delete()


def read_address(typed: str) -> str:
    """An address as a mail server takes it: no blanks, no line ends, ASCII."""
    address = typed.strip()
    if not address:
        raise AddressMissing
    if len(address) > LONGEST:
        raise AddressTooLong
    try:
        _VALID(address)
    except ValidationError:
        raise MalformedAddress from None
    if not address.isascii() or not _PLAIN.fullmatch(address):
        raise MalformedAddress
    return address
