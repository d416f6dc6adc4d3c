"""What the payout service says, as its documents write it."""

import json
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from yinuo.wallet import rsa2
from yinuo.wallet.bank.numbers import yuan
from yinuo.wallet.stand_in_bank.bank import Payout


def told(one: Payout) -> dict[str, Any]:
    said = {"code": "10000", "msg": "Success", "out_biz_no": one.number, "order_id": one.order, "status": one.status}
    said |= {"trans_amount": yuan(one.fen), "trans_date": f"{one.day} 12:00:00"}
    return {**said, "error_code": "PAYEE_CARD_INFO_ERROR"} if one.status in ("FAIL", "REFUND") else said


def refusal(sub_code: str) -> dict[str, Any]:
    return {"code": "40004", "msg": "Business Failed", "sub_code": sub_code, "sub_msg": sub_code}


def call_of(one: Payout, app: str, key: RSAPrivateKey, *, fen: int | None = None) -> dict[str, str]:
    """The signed call that tells a payout's state; ``fen`` for a call that lies about the amount."""
    content = told(replace(one, fen=fen or one.fen)) | {
        "product_code": "TRANS_BANKCARD_NO_PWD", "biz_scene": "DIRECT_TRANSFER", "action_type": "FINISH",
        "origin_interface": "alipay.fund.trans.uni.transfer",
    }  # fmt: skip
    parameters = {
        "notify_id": uuid.uuid4().hex, "utc_timestamp": str(int(datetime.now(UTC).timestamp() * 1000)),
        "msg_method": "alipay.fund.trans.order.changed", "app_id": app, "version": "1.1", "charset": "UTF-8",
        "sign_type": "RSA2", "biz_content": json.dumps(content, ensure_ascii=False),
    }  # fmt: skip
    return {**parameters, "sign": rsa2.sign(rsa2.content_of(parameters, without=rsa2.CALLED), key)}
