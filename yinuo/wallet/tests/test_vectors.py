"""Fixed vectors: what we sign and believe is what OpenSSL signs over the texts that the services' documents describe.

The key was made for this file and is used nowhere else. Each signature was computed once with
``openssl dgst -sha256 -sign key.pem text | base64``; no line of ours had a part in it.
"""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from yinuo.wallet import rsa2
from yinuo.wallet.channels import wechat
from yinuo.wallet.channels.interface import Forged

pytestmark = pytest.mark.clause("1.11")
PRIVATE = """\
-----BEGIN PRIVATE KEY-----
MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQC9pdj2EooM6x69
tbRMzgfxfDATv7vy4pPDDaseSFhiZvMWNfBIXcvKb5OUg2PEEK/5YZMzOK3g/y8C
f1ph1lgUhyI+k+P4sUb8paI+aHV87iToxRmMSBtTBn2lkPE89ekpbZTYwEV0PE/V
Ko/sBtrpODNQPSouYRwR1xm0P8vICns3tg/25TQHJKFh+qv2ucXxcXLNG//2UIkG
c8Q2U5iHIXeSHhFqulj9Sscz/wI/JRWauQ0uyBtzvJNNK27m+eFP7gqkamIZKs1E
iRCwdIt9P3U5nLG1xuZpA9qSxNc+quYjMF867vtTb6yF2mGlQmE+ICIV1or/zYt/
htiSoJdfAgMBAAECggEAMNzJxUDqk8CCh6OI5F8TOdti8butW7uYEaH0bFV8fEIF
MLxN//82sh5EWnft3QblqC3FROW+GyH0hUK10U5uHD/jCVeGXb2jShYM8uJsHvem
x9h8qCGt9JrQBbgOB8ReQj/LIXuMiZG+ifAw68GqZnuF8Q8JTrDTkB8pLsFfKldj
bA4PNhK/Vel+MHoTAC0D0BUQUm5eW0Y/QiSbA0i7X15o6BGhOuGEACtp9c30BUCq
U7Yu1a78bGZKWXdTvjE1W/00Iyb8VT1amPp+e/j6EnSevW19o48lGXsKAq0JNo2M
PGfoLYJYVlN45HvjfCebeZOrjGuBkjKqVZuvlb+DTQKBgQDhk+/FTad8z3U4ZTDa
MtS+QR0xj8SLZARDQ1HoClLTJywibaHWKnAo70yIU3/x87BQmeJtl2bQACiXSnDr
4IlVQE3h6X0lfaC6Q3JrwDf7j5Idjxv8XcVe56K7L3a75PR2EjAjKkyumw5f6oz/
CFbnicAKto+lRhUC1ZbsG0DKRQKBgQDXOW2v5XAuJSNteb2lP7irV5BPCzGlruPQ
KwhAOHgboadqloZ5yEHGcsbaaOC7qczBPNZu5Xv91EdjOPD/Pvm65dNyVrYHRotX
t1YxIdItYDMuI7YBcX6qUCCBv7H1XQV3o9cKhTLQ6daDQUHZI/jYa3Tl1Rte1eTT
drc2FrynUwKBgET9xfuGQI9/s85HxKU3nrGBoLgjzG0FbfhUgpyBa8uA05LEDRc/
a4ZZigK35w3NBkPgjMwP3jYHlmKPNfIuflJAlJFfpBLvVVUig8BIzdZ2lq3LszeA
Rnk8Rx0Q6zOUVuA1t9tJeKJ+cesMBYuKtWmjS8T7CPv3bz2qrboQq8QxAoGBAM3q
3T4wp+8Oi2Hf24myeM4+ngxyalLaDI8LzP4cyRWuyc4aLJlx9zSWdhlbxMDoScYM
niFGISaPJqoRPcsIhsjBwVehDNHTNdh7ydSCRmQxqWYYtreUzhrHRQK+1NYr5OI9
+K3RGPh28k1sb0MAvsLZtON8zI4k2aVU7R+sC12PAoGBAMLtkPqng/07oC3Tpk6K
e/2Bm7cnfu+kY4hYcol4GjTB3pdqnGEaSTl+rWr8JdI+JuOpHJruookDbDa4FDvi
3Le98peP/B1pkmQWKFxYFb52xy1cjpheoOFTeNd2Mb1OlXIdlwRTfzmQCQnWqEJJ
H6fUeoTF63kEzIea3MCaQ4uY
-----END PRIVATE KEY-----
"""
PUBLIC = """\
-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAvaXY9hKKDOsevbW0TM4H
8XwwE7+78uKTww2rHkhYYmbzFjXwSF3Lym+TlINjxBCv+WGTMzit4P8vAn9aYdZY
FIciPpPj+LFG/KWiPmh1fO4k6MUZjEgbUwZ9pZDxPPXpKW2U2MBFdDxP1SqP7Aba
6TgzUD0qLmEcEdcZtD/LyAp7N7YP9uU0ByShYfqr9rnF8XFyzRv/9lCJBnPENlOY
hyF3kh4RarpY/UrHM/8CPyUVmrkNLsgbc7yTTStu5vnhT+4KpGpiGSrNRIkQsHSL
fT91OZyxtcbmaQPaksTXPqrmIzBfOu77U2+shdphpUJhPiAiFdaK/82Lf4bYkqCX
XwIDAQAB
-----END PUBLIC KEY-----
"""
AT, NONCE = 1764100000, "593BEC0C930BF1AFEB40B4A08C8FB242"
ORDER = '{"appid":"wxdemonstration","mchid":"1900000001","description":"问诊费"}'
WECHAT_REQUEST = (
    "TZWatvvHe+Cf8fTjWsEZAZtIK5C8sP8ni/kLPDMsPgCa+8JzbQHYPyEJG8WHz9bntFO8coSIl4In6Da+FaNGhKD7v79wS4dx5ALf"
    "AhURIqr3HCpCvz3pF2VHvVfcH2Ek5iA7BdwvWXRu/20i1aI6Y3+OJxh5mK95CYuHo8fw6bHXI8YtdbaiiGynn/CESv7GX01PXzzN"
    "cfskkYI9v+UQwWH4IMMU8dpjAkX+n0AM70tY4zU+zumY9WA04FfoVMIAcjAiiSro10rvheFGKL5oSGetpUbpz+W9FDwNCFKr0gcc"
    "NvTqlHglVQeXLGq2dUi6/EFFjun2PIEOHIzW0BQKvA=="
)
WECHAT_ANSWER = (
    "N5J9PFvmF62NEnF/vpuWxQIfQK8DwsXdwquFd8mBrJc8/DwzUDRZG2uQx5T3VeK1yOnkJ/+KxZJGrmZFYFM/dtrKAz/i0CZReKey"
    "nDHFaWQMLMZND8HiYxYQo+xemCGzb3/d5sKubm3NdNDYF1Zl1E1eqHg1ykZn2UD2JnZXqo+S+L0YTAhulwHx7YveN8nokIs+L766"
    "Kdskspq5YI7JdG92VEQf8y6+X7uGu7Y9zwQzcVmIGI+znfrsxBaY5WOhDHGIWXzNrvpGb48+jUWLApikT/iZo7ckaWpfAm3GfoRY"
    "9WCQ6z4Z+7hkWuzxd6vRvYoWAiiKuk3HfqmznEdY/w=="
)
ALIPAY_REQUEST = (
    "SPM3P6S8yWXLvx7m9WKY04K7E+u/jm2HWm7ndnQkGx85CTwiZQwhASVA7K0xpOlxiLA8HtSUqOL6uFpagxsYHu8bmPW2F3UytZGM"
    "nabaGHtkwN4Sw6WT7ncbDtkCrSPYTL4rir7Bc/bdVbqH2jSqNLeYuKPNbVqajA5FF3n0Hz1JTkvcfbX8tapWMlTrxccvCdxHp6Nc"
    "+8e+3eIkgqWpqMqFL47yPasx7EQ/LqcZCwmWACWv9PW32z2K1RjX2wohmZ8dBpmASDSvm2aSxjWu5qNJdtywEifQwZlvmfLUbXx0"
    "1uqDs9QzX2bVwL1GX0OiVFsmzrWUvttY7YVf+bgxPg=="
)
ALIPAY_ANSWER = (
    "DCZ91ri5u0Wy5eoXeQG5pDjigEDtVNy2h9i5Cg4C3ZmW3K6Y0Kew+kRXdT35jhVEAUOh3Fd/QtifCMjzcc1VVqSa0a8qwYzffWE1"
    "hEBR6cPOOcZvY/9IFwXl2qNyQdHx4xjR4F7baGm17iXYVSFnTFHM4E1ABZ6ZgJ6w38zu1YQG2Gr5sSHzRZYs5muFoUU9Ej3bc5M5"
    "nWi8crPkSmrYMtvHHxz7jYjp5xdqSB+yTXasESPFmdnrEDL9fq+fxS4sjWrzFNvRmL/EWtOD6KQYEYOnzhYKKjEPVYHavx0WA71H"
    "4k3g2kUgGlc+EoEznOdAP0DDrebQY33U0VaPYbG7tw=="
)
ALIPAY_CALL = (
    "aW+0GH1KIHTlt1KXsdLaIGndxpWSlzMHlU1w8D5m+HG8WP8z3DFqkvFGjwHOnJOwMtG7FU/VuUrfIC9mxGn3F3y3BDfbBeSMOJLH"
    "4ChshehUc8jTOElI/SYbvaEbJmUOCjZLqgsiJgATJiNIky3F2/YfIJ1rJTEmYqzvE9EH3KRw+ghlca45hsSZJF33JT+yjvGcGuyV"
    "ZQg2lzlxubL+Wu5H/wew9uBEE6xFIa/V7EKNsLqmCairL94y9ddIrTc5t50JwhlgKwB4Gx+3/G9EP7l0NCBeUuhFOCiIU0h9NIe6"
    "wf6cngzt7mOCkVcjRg17Usleufs/unCi4NrZQD4ipg=="
)
BANK_REQUEST = (
    "a8fuSEFGpjrkvyvZZGTDHaDl6UAKaDCqpViJdYCXg8WrdfYlrSEi8tOqUc9avv/vtkrIlqdA+qq9EBE2zHAN3uZpRpqrKURkd0e1"
    "WA4vxYp4hil3lTQu4lWEJQJ87mU21foV2WX0wjdLa7ml7i2dG1N4xGPTQzfi6mQLcNc94KzXf96FgqUdf8Ra2frrM14ItTiDOKkv"
    "ztuAEUs6vdhBvZ2quACx3DyyTF4//oAHtYz8ZUFb1nD85SF7X/J6a0M8lY9vIybcDj+8eywzfiI5hyYGdz8JeKIiMuRKEgdB4la/"
    "kyEFYGveOFforykHlG73G+74tHm4NsUfDMSX/lHa7w=="
)
BANK_CALL = (
    "g3RxkGFV4x7lpGf90Xwa+wkD8xf4YU7c6AUhzpPPRrp7O8OeqkNjwcEEuCarVLhrZFSqjwQ7GlbmF5zDRCvT6wNMcNtvR6Qlr23T"
    "rOM9c1oqMlVlMzQyxkwz/IchlJE5XrkO0QS0rq7kRT/k/GgGtztHEXFX7QCx8wlqeJCuNd2sK9W6XHuxjWty8brbZ7+N13RlInxz"
    "lMeL/XxJkG2HdkXH/Ha/GFBto6FpYZSrhBhGGaodE2VpU+QKXYfb8kj38CjeEVeLIprcn8DAhLW/CCHlM+Daqu5rKYubbL0YOLaA"
    "E8CTWwwZDUiCfywlZ9gngwW/Y6U7fNd9NVU3rlzdhQ=="
)


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same pair on both sides, and the clock of the vectors."""
    for name, text in (("wechat_merchant.pem", PRIVATE), ("wechat_platform.pem", PUBLIC)):
        (tmp_path / name).write_text(text)
    told = {
        "wechat_merchant": "1900000001",
        "wechat_serial": "5157F0",
        "wechat_platform": "P1",
    }
    settings.YINUO = replace(settings.YINUO, payment_keys=tmp_path, **told)
    monkeypatch.setattr("time.time", lambda: float(AT))
    monkeypatch.setattr("secrets.token_hex", lambda size: NONCE)
    return tmp_path


@pytest.fixture
def pair(keys: Path) -> tuple[Any, Any]:
    return rsa2.private_key(keys / "wechat_merchant.pem"), rsa2.public_key(keys / "wechat_platform.pem")


def test_a_request_to_wechat_pay_is_signed_as_its_documents_say() -> None:
    assert wechat._authorization("POST", "/v3/pay/transactions/native", ORDER) == (
        f'WECHATPAY2-SHA256-RSA2048 mchid="1900000001",nonce_str="{NONCE}",signature="{WECHAT_REQUEST}",'
        f'timestamp="{AT}",serial_no="5157F0"'
    )


def test_an_answer_of_wechat_pay_is_believed_letter_by_letter() -> None:
    body = b'{"code_url":"weixin://wxpay/bizpayurl?pr=abc"}'
    headers = {
        "Wechatpay-Timestamp": str(AT),
        "Wechatpay-Nonce": NONCE,
        "Wechatpay-Serial": "P1",
        "Wechatpay-Signature": WECHAT_ANSWER,
    }
    wechat._believe(headers, body)
    for spoilt, text in ((headers, body + b" "), ({**headers, "Wechatpay-Nonce": NONCE[::-1]}, body)):
        with pytest.raises(Forged, match="signature"):
            wechat._believe(spoilt, text)


@pytest.mark.parametrize(
    ("app", "method", "content", "signature"),
    [
        (
            "2021000000000001",
            "alipay.trade.refund",
            {"out_trade_no": "0190f0", "refund_amount": "30.00", "out_request_no": "0190f1"},
            ALIPAY_REQUEST,
        ),
        (
            "demonstration",
            "alipay.fund.trans.uni.transfer",
            {
                "out_biz_no": "0190f2",
                "trans_amount": "88.80",
                "product_code": "TRANS_BANKCARD_NO_PWD",
                "biz_scene": "DIRECT_TRANSFER",
                "order_title": "接诊收入",
            },
            BANK_REQUEST,
        ),
    ],
)
def test_what_we_ask_of_alipay_and_of_the_bank_is_signed_as_the_documents_say(
    pair: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch, app: str, method: str, content: Any, signature: str
) -> None:
    class Then(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> "Then":
            return cls.fromtimestamp(AT, tz)

    monkeypatch.setattr(rsa2, "datetime", Then)
    assert rsa2.request(app, method, content, pair[0])["sign"] == signature


def test_an_answer_of_the_gateway_is_believed_letter_by_letter(pair: tuple[Any, Any]) -> None:
    said = '{"code":"10000","msg":"Success","out_trade_no":"0190f0","fund_change":"Y","refund_fee":"30.00"}'
    text = f'{{"alipay_trade_refund_response":{said},"sign":"{ALIPAY_ANSWER}"}}'
    assert rsa2.answer(text, "alipay.trade.refund", pair[1]) == json.loads(said)
    spoilt = text.replace("30.00", "30.01")
    assert spoilt != text and rsa2.answer(spoilt, "alipay.trade.refund", pair[1]) is None
    assert rsa2.answer(text, "alipay.trade.query", pair[1]) is None


@pytest.mark.parametrize(
    ("said", "signature"),
    [
        (
            {
                "trade_status": "TRADE_SUCCESS",
                "total_amount": "30.00",
                "out_trade_no": "0190f0",
                "app_id": "2021000000000001",
                "seller_id": "2088000000000001",
            },
            ALIPAY_CALL,
        ),
        (
            {
                "msg_method": "alipay.fund.trans.order.changed",
                "utc_timestamp": "1764100000000",
                "version": "1.1",
                "charset": "UTF-8",
                "app_id": "demonstration",
                "biz_content": '{"out_biz_no":"0190f2","status":"SUCCESS"}',
            },
            BANK_CALL,
        ),
    ],
)
def test_calls_are_signed_without_the_kind_of_the_signature(
    pair: tuple[Any, Any], said: dict[str, str], signature: str
) -> None:
    heard = {**said, "sign_type": "RSA2", "sign": signature, "empty": ""}
    assert rsa2.fits(rsa2.content_of(heard, without=rsa2.CALLED), signature, pair[1])
    assert not rsa2.fits(rsa2.content_of(heard), signature, pair[1])
    assert not rsa2.fits(rsa2.content_of({**heard, "app_id": "x"}, without=rsa2.CALLED), signature, pair[1])
