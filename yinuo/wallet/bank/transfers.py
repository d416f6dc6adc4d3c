"""The payout service: Alipay's ``alipay.fund.trans.uni.transfer`` to a bank card, its query, its daily file.

Source: the Alipay open platform's documents of the three methods. What can't be understood, and what is not signed by
the service, counts as no answer at all: a payout with an unknown fate is asked about, never told anew under another
number.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
from django.conf import settings

from yinuo.promise.outbound import OutboundRefused, UndeclaredRecipient, guarded_client
from yinuo.wallet.bank import rsa2
from yinuo.wallet.bank.numbers import read_fen, yuan
from yinuo.wallet.bank.ranges import issuer_of

RECIPIENT = "bank_payout"
PURPOSE = "wallet.payout"
PRODUCT, SCENE = "TRANS_BANKCARD_NO_PWD", "DIRECT_TRANSFER"
TIMEOUT = 8.0
SHANGHAI = ZoneInfo("Asia/Shanghai")
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
    with _client(doctor, ("name", "bank_card_number")) as client:
        return _told(_call(client, "alipay.fund.trans.uni.transfer", content))


def ask(doctor: UUID, withdrawal: UUID) -> Answer:
    """What became of a payout. A question that was refused (too often, no right to ask) says nothing of the payout:
    only an answer about this very one gives money back."""
    content = {"out_biz_no": withdrawal.hex, "product_code": PRODUCT, "biz_scene": SCENE}
    with _client(doctor, ()) as client:
        said = _call(client, "alipay.fund.trans.common.query", content)
    if said is not None and said.get("sub_code") in {"ORDER_NOT_EXIST", "TRANS_NOT_EXIST"}:
        return Answer(Fate.ABSENT)
    about_this = said is not None and said.get("code") == "10000" and said.get("out_biz_no") == withdrawal.hex
    return _told(said) if about_this else UNKNOWN


def day_file(day: date, doctor: UUID) -> bytes | None:
    """The service's own list of a day's movements, as it packs it; None when it is not to be had yet. ``doctor`` is any
    whose version declares the service: nothing of theirs is sent."""
    content = {"bill_type": "signcustomer", "bill_date": day.isoformat()}
    with _client(doctor, ()) as client:
        said = _call(client, "alipay.data.dataservice.bill.downloadurl.query", content)
        address = str((said or {}).get("bill_download_url") or "")
        if not address:
            return None
        try:
            answer = client.get(address, timeout=TIMEOUT)
        except (httpx.HTTPError, OutboundRefused):
            return None
        return answer.content if answer.status_code == 200 else None


@contextmanager
def _client(doctor: UUID, items: tuple[str, ...]) -> Iterator[httpx.Client]:
    with guarded_client(RECIPIENT, purpose=PURPOSE, items=items, about=doctor) as client:
        yield client


def _call(client: httpx.Client, method: str, content: dict[str, Any]) -> dict[str, Any] | None:
    """The signed answer's content; None for no answer, or one that is not the service's."""
    table = settings.YINUO
    endpoint = urlsplit(table.payout_endpoint)
    parameters = {
        "app_id": table.payout_app,
        "method": method,
        "format": "JSON",
        "charset": "utf-8",
        "sign_type": "RSA2",
        "timestamp": datetime.now(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S"),
        "version": "1.0",
        "biz_content": json.dumps(content, ensure_ascii=False),
    }
    parameters["sign"] = rsa2.sign(rsa2.content_of(parameters), rsa2.private_key(table.payout_key))
    try:
        # What is told stands in the body: a query would end up in somebody's log.
        answer = client.post(endpoint.geturl(), data=parameters, timeout=TIMEOUT)
    except (httpx.HTTPError, UndeclaredRecipient):
        return None
    return read_answer(answer.text, method.replace(".", "_") + "_response")


def read_answer(text: str, name: str) -> dict[str, Any] | None:
    """The content under ``name`` when the service's signature over its very text fits."""
    try:
        start = text.index(f'"{name}":') + len(name) + 3
        start += len(text[start:]) - len(text[start:].lstrip())
        content, end = json.JSONDecoder().raw_decode(text, start)
        signature = str(json.loads(text)["sign"])
    except (ValueError, KeyError, TypeError):
        return None
    if not isinstance(content, dict):
        return None
    fits = rsa2.fits(text[start:end].encode(), signature, rsa2.public_key(settings.YINUO.payout_bank_key))
    return content if fits else None


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
