"""Do name, identity number, card and reserved mobile number belong together? Tencent Cloud ``BankCard4EVerification``
(FaceID, version 2018-03-01)."""

import json
import time
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

import httpx
from django.conf import settings

from yinuo.promise.outbound import OutboundRefused, UndeclaredRecipient, guarded_client
from yinuo.wallet.bank.problems import NotYours, VerifierSilent, WrongCard, WrongIdNumber, WrongPhone
from yinuo.wallet.bank.tc3 import KIND, Call, authorization
from yinuo.wallet.channels.reaching import declared

RECIPIENT = "card_verifier"
PURPOSE = "wallet"
ITEMS = ("name", "id_number", "bank_card_number", "bank_phone")
TIMEOUT = 8.0
SERVICE, ACTION, VERSION = "faceid", "BankCard4EVerification", "2018-03-01"
# What the documentation's result codes mean for the person.
CLOSED = frozenset({"-8", "-11", "-12", "-13", "-14", "-15", "-16", "-17"})


@dataclass(frozen=True)
class Elements:
    """SECURITY: prints none of the four."""

    name: str
    id_number: str
    number: str
    phone: str

    def __repr__(self) -> str:
        return "Elements(••••)"


def configured() -> bool:
    """Has this hospital signed with the verifier?"""
    return bool(settings.YINUO.verifier_key_id and settings.YINUO.verifier_key_secret)


def offered() -> bool:
    """May it be used at all: signed with, and named by the doctors' policy in force as getting every one of these?"""
    return configured() and declared(RECIPIENT, PURPOSE, *ITEMS, role="doctor")


def verify(doctor: UUID, elements: Elements) -> None:
    """Returns when they belong together; raises what says why not, or :class:`VerifierSilent`."""
    result = _asked(doctor, elements)
    if result == "0":
        return
    if result in {"-2", "-6"}:
        raise NotYours("name")
    if result in CLOSED:
        raise NotYours("closed")
    if result == "-19":
        raise NotYours("often")
    if result in {"-3", "-20"}:
        raise WrongIdNumber
    if result in {"-4", "-9", "-10"}:
        raise WrongCard
    if result == "-5":
        raise WrongPhone
    if result in {"-1", "-7"}:
        raise NotYours
    raise VerifierSilent


def _asked(doctor: UUID, elements: Elements) -> str:
    table = settings.YINUO
    endpoint = urlsplit(table.verifier_endpoint)
    told = {
        "Name": elements.name,
        "BankCard": elements.number,
        "Phone": elements.phone,
        "IdCard": elements.id_number,
        "CertType": 0,
    }
    body = json.dumps(told, ensure_ascii=False).encode()
    call = Call(endpoint.netloc, SERVICE, body, int(time.time()))
    headers = {
        "Authorization": authorization(call, table.verifier_key_id, table.verifier_key_secret),
        "Content-Type": KIND,
        "Host": endpoint.netloc,
        "X-TC-Action": ACTION,
        "X-TC-Version": VERSION,
        "X-TC-Timestamp": str(call.at),
    }
    try:
        with guarded_client(RECIPIENT, purpose=PURPOSE, items=ITEMS, about=doctor) as client:
            answer = client.post(
                f"{endpoint.scheme}://{endpoint.netloc}/", content=body, headers=headers, timeout=TIMEOUT
            )
            return str(answer.json()["Response"]["Result"])
    except (UndeclaredRecipient, OutboundRefused, httpx.HTTPError, ValueError, KeyError, TypeError):
        raise VerifierSilent from None
