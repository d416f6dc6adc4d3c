"""Sending a code or an invitation through the declared SMS gateway (Alibaba Cloud ``SendSms``, version 2017-05-25)."""

import json
import secrets
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import UUID

import httpx
from django.conf import settings

from yinuo.accounts.acs3 import EMPTY, Call, authorization, canonical_query
from yinuo.promise.outbound import UndeclaredRecipient, guarded_client

RECIPIENT = "sms_gateway"
TIMEOUT = 8.0
HOME_PREFIX = "+86"
SENT = ("phone_number", "verification_code")
INVITING = ("name", "invited_number")


class SmsUnavailable(Exception):
    """The gateway did not take the message. SECURITY: says neither number nor code, so that it may be logged."""


def send_code(number: str, code: str, *, purpose: str, about: UUID) -> None:
    """Hand one code to the gateway; raises :class:`SmsUnavailable`, and ``Refused`` when the policy closes it."""
    call = _request(number, settings.YINUO.sms_template, {"code": code})
    _hand_over(call, purpose=purpose, items=_items(purpose), about=about, typed=SENT)


def send_invitation(number: str, *, doctor: str, token: str, purpose: str, about: UUID) -> None:
    """Hand one invitation to the gateway: who invites, and the last part of the link; the template says the rest.
    ``about`` is the doctor, under whose policy the invited number lies. Raises like :func:`send_code`."""
    call = _request(number, settings.YINUO.sms_invitation_template, {"doctor": doctor, "token": token})
    _hand_over(call, purpose=purpose, items=INVITING, about=about)


def _hand_over(
    call: tuple[str, dict[str, str]], *, purpose: str, items: tuple[str, ...], about: UUID, typed: tuple[str, ...] = ()
) -> None:
    url, headers = call
    try:
        with guarded_client(RECIPIENT, purpose=purpose, items=items, about=about, typed=typed) as client:
            answer = client.post(url, headers=headers, timeout=TIMEOUT)
            outcome = answer.json().get("Code")
    except (UndeclaredRecipient, httpx.HTTPError, ValueError, AttributeError) as problem:
        raise SmsUnavailable(type(problem).__name__) from None
    if outcome != "OK":
        raise SmsUnavailable(f"answered {answer.status_code}")


def _items(purpose: str) -> tuple[str, ...]:
    """What of the person's is used. Logging in opens nothing: the number is what the visitor typed a moment ago."""
    return () if purpose == "rights" else SENT


def _request(number: str, template: str, parameters: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The signed call. The gateway's parameters stand in the query; no log of ours keeps a query."""
    table = settings.YINUO
    endpoint = urlsplit(table.sms_endpoint)
    path = endpoint.path or "/"
    query = {
        "PhoneNumbers": number.removeprefix(HOME_PREFIX) if number.startswith(HOME_PREFIX) else number.lstrip("+"),
        "SignName": table.sms_sign_name,
        "TemplateCode": template,
        "TemplateParam": json.dumps(parameters, ensure_ascii=False),
    }
    headers = {
        "host": endpoint.netloc,
        "x-acs-action": "SendSms",
        "x-acs-version": "2017-05-25",
        "x-acs-date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": secrets.token_hex(16),
        "x-acs-content-sha256": EMPTY,
    }
    call = Call("POST", path, query, headers)
    signed = {**headers, "authorization": authorization(call, table.sms_key_id, table.sms_key_secret)}
    return f"{endpoint.scheme}://{endpoint.netloc}{path}?{canonical_query(query)}", signed
