"""The payout service: Alipay's ``alipay.fund.trans.uni.transfer`` to a bank card, its query, its daily file.

Source: the Alipay open platform's documents of the three methods. What can't be understood, and what is not signed by
the service, counts as no answer at all: a payout with an unknown fate is asked about, never told anew under another
number.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from django.conf import settings

from yinuo.promise.outbound import OutboundRefused, UndeclaredRecipient, guarded_client
from yinuo.wallet import rsa2
from yinuo.wallet.bank.numbers import read_fen, yuan
from yinuo.wallet.bank.ranges import issuer_of
from yinuo.wallet.channels.reaching import declared

RECIPIENT = "bank_payout"
PURPOSE = "wallet.payout"
ITEMS = ("name", "bank_card_number")
PRODUCT, SCENE = "TRANS_BANKCARD_NO_PWD", "DIRECT_TRANSFER"
TIMEOUT = 8.0
OWN_KEY, SERVICE_KEY = "payout.pem", "payout-service.pem"
UNREADABLE = 0
# The service itself does not know what became of it: its documents say to ask with the same number.
UNSURE = frozenset({"SYSTEM_ERROR", "REQUEST_PROCESSING", "ACQ.SYSTEM_ERROR", "aop.ACQ.SYSTEM_ERROR"})


class Fate(StrEnum):
    """``UNKNOWN``: no word that counts. ``ABSENT``: the service says that it was never told."""

    PAID = "paid"
    UNDER_WAY = "under_way"
    FAILED = "failed"
    BOUNCED = "bounced"
    ABSENT = "absent"
    UNKNOWN = "unknown"


STATUS = {
    "SUCCESS": Fate.PAID,
    "DEALING": Fate.UNDER_WAY,
    "INIT": Fate.UNDER_WAY,
    "WAIT_PAY": Fate.UNDER_WAY,
    "FAIL": Fate.FAILED,
    "CLOSED": Fate.FAILED,
    "REFUND": Fate.BOUNCED,
}


@dataclass(frozen=True)
class Answer:
    """What the service says of one payout. ``fen`` is None where it says no amount."""

    fate: Fate
    order: str = ""
    failure: str = ""
    fen: int | None = None
    on: date | None = None


UNKNOWN = Answer(Fate.UNKNOWN)


@dataclass(frozen=True)
class Payee:
    """SECURITY: prints neither name nor number."""

    name: str
    number: str

    def __repr__(self) -> str:
        return "Payee(•••)"


def pay(doctor: UUID, withdrawal: UUID, fen: int, payee: Payee) -> Answer:
    """Tell the service to pay. The same ``withdrawal`` again is the same payout."""
    issuer = issuer_of(payee.number)
    content = {
        "out_biz_no": withdrawal.hex,
        "trans_amount": yuan(fen),
        "product_code": PRODUCT,
        "biz_scene": SCENE,
        "order_title": "接诊收入",
        "payee_info": {
            "identity": payee.number,
            "identity_type": "BANKCARD_ACCOUNT",
            "name": payee.name,
            "bankcard_ext_info": {"account_type": "2", "inst_name": issuer.name if issuer else ""},
        },
    }
    return _told(_call(doctor, "alipay.fund.trans.uni.transfer", content, items=ITEMS))


def ask(doctor: UUID, withdrawal: UUID) -> Answer:
    """What became of a payout. A question that was refused (too often, no right to ask) says nothing of the payout:
    only an answer about this very one gives money back."""
    content = {"out_biz_no": withdrawal.hex, "product_code": PRODUCT, "biz_scene": SCENE}
    said = _call(doctor, "alipay.fund.trans.common.query", content)
    if said is not None and said.get("sub_code") in {"ORDER_NOT_EXIST", "TRANS_NOT_EXIST"}:
        return Answer(Fate.ABSENT)
    about_this = said is not None and said.get("code") == "10000" and said.get("out_biz_no") == withdrawal.hex
    return _told(said) if about_this else UNKNOWN


def day_file(day: date, doctor: UUID) -> bytes | None:
    """The service's own list of a day's movements, as it packs it; None when it is not to be had yet. ``doctor`` is any
    whose version declares the service: nothing of theirs is sent."""
    content = {"bill_type": "signcustomer", "bill_date": day.isoformat()}
    said = _call(doctor, "alipay.data.dataservice.bill.downloadurl.query", content)
    address = str((said or {}).get("bill_download_url") or "")
    answer = _answered(doctor, (), "GET", address) if address else None
    return answer.content if answer is not None and answer.status_code == 200 else None


def configured() -> bool:
    """Has this hospital signed with the service: is there an id, and are both keys where they should be?"""
    return bool(settings.YINUO.payout_app) and own_key().is_file() and service_key().is_file()


def offered() -> bool:
    """May it be used at all: signed with, and named by the doctors' policy in force as getting every one of these?"""
    return configured() and declared(RECIPIENT, PURPOSE, *ITEMS, role="doctor")


def own_key() -> Path:
    chosen: Path | None = settings.YINUO.payout_key
    return chosen or settings.YINUO_KEYS / OWN_KEY


def service_key() -> Path:
    chosen: Path | None = settings.YINUO.payout_bank_key
    return chosen or settings.YINUO_KEYS / SERVICE_KEY


def _call(doctor: UUID, method: str, content: dict[str, Any], *, items: tuple[str, ...] = ()) -> dict[str, Any] | None:
    """The signed answer's content; None for no answer, or one that is not the service's."""
    asked = rsa2.request(settings.YINUO.payout_app, method, content, rsa2.private_key(own_key()))
    # What is told stands in the body: a query would end up in somebody's log.
    answer = _answered(doctor, items, "POST", settings.YINUO.payout_endpoint, asked)
    return None if answer is None else rsa2.answer(answer.text, method, rsa2.public_key(service_key()))


def _answered(
    doctor: UUID, items: tuple[str, ...], how: str, address: str, data: dict[str, str] | None = None
) -> httpx.Response | None:
    """None where nothing came back; a service that the policy names no more is told nothing and answers nothing."""
    try:
        with guarded_client(RECIPIENT, purpose=PURPOSE, items=items, about=doctor) as client:
            return client.request(how, address, data=data, timeout=TIMEOUT)
    except (httpx.HTTPError, UndeclaredRecipient, OutboundRefused):
        return None


def _told(said: dict[str, Any] | None) -> Answer:
    if said is None or said.get("sub_code") in UNSURE or said.get("code") in {"20000", "10003"}:
        return UNKNOWN
    if said.get("code") != "10000":
        return Answer(Fate.FAILED, failure=_code(said.get("sub_code") or said.get("code")))
    return told_of(said)


def told_of(said: dict[str, Any]) -> Answer:
    """An answer or a call that tells a status."""
    amount = said.get("trans_amount")
    on = str(said.get("pay_date") or said.get("trans_date") or "")[:10]
    return Answer(
        STATUS.get(str(said.get("status")), Fate.UNKNOWN),
        order=_code(said.get("order_id")),
        failure=_code(said.get("error_code") or said.get("sub_code")),
        fen=_fen(amount) if amount is not None else None,
        on=_day(on),
    )


def _fen(amount: object) -> int:
    """What is no amount is none of ours: it fits no payout."""
    found = read_fen(str(amount))
    return UNREADABLE if found is None else found


def _code(value: object) -> str:
    """A word of the service's that is kept: never more than letters and digits of its own."""
    text = str(value or "")[:64]
    return text if text.replace("_", "").replace(".", "").isalnum() and text.isascii() else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
