"""Calls that can't be believed get the protocol's failure and move nothing; honest ones may come twice."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.test import Client

from yinuo.promise.gate import Actor
from yinuo.wallet import ledger
from yinuo.wallet.models import Payment, Transaction
from yinuo.wallet.stand_in.till import Trade
from yinuo.wallet.tests import scenes
from yinuo.wallet.tests.scenes import Service

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.11")]
Call = tuple[dict[str, str], bytes]


@pytest.fixture
def payment(service: Service, doctor: Actor, patient: Actor, at_patient: Client) -> Payment:
    """Paid at WeChat Pay; its call is still to come."""
    return scenes.pay(at_patient, scenes.asked(patient, doctor), service)


def honest(service: Service, payment: Payment, **changes: Any) -> Call:
    """A call with these words of its content changed, sealed and signed by the platform all the same."""
    said = {**service.wechat.trade_words(service.trade(payment)), **changes}
    sealed = AESGCM(service.wechat.keys.v3).encrypt(b"0123456789ab", json.dumps(said).encode(), b"transaction")
    resource = {
        "algorithm": "AEAD_AES_256_GCM",
        "ciphertext": base64.b64encode(sealed).decode(),
        "nonce": "0123456789ab",
        "associated_data": "transaction",
    }
    body = json.dumps({"event_type": "TRANSACTION.SUCCESS", "resource": resource}).encode()
    return {**service.wechat._signature(body), "Content-Type": "application/json"}, body


def bad_signature(service: Service, payment: Payment) -> Call:
    headers, body = honest(service, payment)
    return {**headers, "Wechatpay-Signature": base64.b64encode(b"x" * 256).decode()}, body


def changed_body(service: Service, payment: Payment) -> Call:
    headers, body = honest(service, payment)
    return headers, body.replace(b"SUCCESS", b"SUCCEED")


def no_signature(service: Service, payment: Payment) -> Call:
    return {"Content-Type": "application/json"}, honest(service, payment)[1]


def another_key(service: Service, payment: Payment) -> Call:
    headers, body = honest(service, payment)
    return {**headers, "Wechatpay-Serial": "PUB_KEY_ID_OTHER"}, body


def signature_probe(service: Service, payment: Payment) -> Call:
    headers, body = honest(service, payment)
    return {**headers, "Wechatpay-Signature": "WECHATPAY/SIGNTEST/" + "A" * 32}, body


def yesterday(service: Service, payment: Payment) -> Call:
    _, body = honest(service, payment)
    at, nonce = str(int(time.time()) - 86400), "abc"
    text = b"\n".join([at.encode(), nonce.encode(), body, b""])
    signature = base64.b64encode(service.wechat.keys.sign("wechat", text)).decode()
    names = {"Timestamp": at, "Nonce": nonce, "Serial": "PUB_KEY_ID_DEMONSTRATION", "Signature": signature}
    return {**{f"Wechatpay-{name}": value for name, value in names.items()}, "Content-Type": "application/json"}, body


def no_time(service: Service, payment: Payment) -> Call:
    headers, body = honest(service, payment)
    return {**headers, "Wechatpay-Timestamp": "9" * 400}, body


def another_amount(service: Service, payment: Payment) -> Call:
    return honest(service, payment, amount={"total": scenes.FEN - 1, "currency": "CNY"})


def unknown_order(service: Service, payment: Payment) -> Call:
    return honest(service, payment, out_trade_no="0" * 32)


def another_merchant(service: Service, payment: Payment) -> Call:
    return honest(service, payment, mchid="1999999999")


def another_app(service: Service, payment: Payment) -> Call:
    return honest(service, payment, appid="wxother")


def no_json(service: Service, payment: Payment) -> Call:
    body = b"[1, 2"
    return {**service.wechat._signature(body), "Content-Type": "application/json"}, body


@pytest.mark.parametrize(
    "forge",
    [
        bad_signature, changed_body, no_signature, another_key, signature_probe, yesterday, no_time, another_amount,
        unknown_order, another_merchant, another_app, no_json,
    ],
)  # fmt: skip
def test_a_call_of_wechat_that_is_not_believed_moves_nothing(
    service: Service, payment: Payment, forge: Callable[[Service, Payment], Call], caplog: pytest.LogCaptureFixture
) -> None:
    answer = scenes.heard("wechat", *forge(service, payment))
    assert answer.status_code == 401 and answer.json()["code"] == "FAIL"
    assert not Transaction.objects.exists()
    assert payment.number not in caplog.text and "refused" in caplog.text
    assert service.call_all() == [204] and Transaction.objects.count() == 1


def test_a_replayed_call_is_refused_and_a_repeated_one_moves_nothing_more(service: Service, payment: Payment) -> None:
    call = honest(service, payment)
    assert scenes.heard("wechat", *call).status_code == 204
    replayed = scenes.heard("wechat", *call)
    assert replayed.status_code == 401 and replayed.json()["message"] == "replay"
    assert scenes.heard("wechat", *honest(service, payment)).status_code == 204
    assert Transaction.objects.count() == 1 and ledger.balance(ledger.held(payment.order_id)) == scenes.FEN


def test_a_payment_that_is_not_made_moves_nothing(service: Service, payment: Payment) -> None:
    assert scenes.heard("wechat", *honest(service, payment, trade_state="NOTPAY")).status_code == 204
    assert not Transaction.objects.exists()


def alipay_call(service: Service, payment: Payment, **changes: str) -> Call:
    """Signed by Alipay over whatever it says."""
    headers, body = service.alipay.call(service.trade(payment))
    said = {name: value for name, value in parse_qsl(body.decode()) if name not in ("sign", "sign_type")} | changes
    text = "&".join(f"{name}={value}" for name, value in sorted(said.items()))
    signature = base64.b64encode(service.alipay.keys.sign("alipay", text.encode())).decode()
    return headers, urlencode({**said, "sign": signature, "sign_type": "RSA2"}).encode()


@pytest.fixture
def by_alipay(service: Service, doctor: Actor, patient: Actor, at_patient: Client) -> Payment:
    return scenes.pay(at_patient, scenes.asked(patient, doctor), service, "wap")


@pytest.mark.parametrize(
    "changes",
    [
        {"total_amount": "0.01"},
        {"total_amount": "30.001"},
        {"total_amount": "much"},
        {"out_trade_no": "0" * 32},
        {"app_id": "2021999999999999"},
        {"seller_id": "2088999999999999"},
    ],
)
def test_a_call_of_alipay_about_something_else_moves_nothing(
    service: Service, by_alipay: Payment, changes: dict[str, str]
) -> None:
    answer = scenes.heard("alipay", *alipay_call(service, by_alipay, **changes))
    assert answer.content == b"failure" and not Transaction.objects.exists()


@pytest.mark.parametrize(
    ("old", "new"), [(b"30.00", b"99.00"), (b"sign_type=RSA2", b"sign_type=RSA"), (b"&sign=", b"&sign=AAAA")]
)
def test_a_call_of_alipay_that_was_tampered_with_moves_nothing(
    service: Service, by_alipay: Payment, old: bytes, new: bytes
) -> None:
    headers, body = alipay_call(service, by_alipay)
    assert old in body
    assert scenes.heard("alipay", headers, body.replace(old, new)).content == b"failure"
    assert scenes.heard("alipay", headers, body + b"&total_amount=30.00").content == b"failure"
    assert not Transaction.objects.exists()


def test_a_call_of_alipay_may_come_as_often_as_it_likes(service: Service, by_alipay: Payment) -> None:
    call = alipay_call(service, by_alipay)
    assert [scenes.heard("alipay", *call).content for _ in range(3)] == [b"success"] * 3
    assert Transaction.objects.count() == 1


def test_an_answer_under_another_key_is_not_believed(
    service: Service, doctor: Actor, patient: Actor, at_patient: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody in the middle of the way says that everything is paid."""
    made = scenes.asked(patient, doctor)
    scenes.begin(at_patient, made)
    trade = service.trade(Payment.objects.get())
    lied = Trade(**{**vars(trade), "state": "paid"})
    service.till.trades["wechat", trade.number] = lied
    monkeypatch.setattr(service.wechat.keys, "sign", lambda name, text: b"x" * 256)
    assert "联系不上" in scenes.words(at_patient.post(f"/patient/pay/{made}/look/"))
    assert not Transaction.objects.exists()


def test_the_service_brings_nobody_elsewhere(
    service: Service, doctor: Actor, patient: Actor, at_patient: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = {"h5_url": "https://elsewhere.example/pay"}
    monkeypatch.setattr(service.wechat, "_open", lambda way, asked: (200, elsewhere))
    made = scenes.asked(patient, doctor)
    answer = scenes.begin(at_patient, made)
    assert answer.status_code == 503 and b"elsewhere" not in answer.content
