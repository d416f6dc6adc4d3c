"""One push by Huawei Push Kit (its REST interface ``/v1/<app>/messages:send``), for our app on Huawei's devices.

The vendor sees the token and the fixed sentence of the kind, nothing else: a kind's own name says more than its
sentence does, so where our app has to know the kind there stands its number.
"""

import threading
import time
from collections.abc import Mapping
from datetime import timedelta

import httpx
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from yinuo.notices.kinds import LIST, Kind
from yinuo.notices.push.outcomes import GONE, NEVER, TAKEN, Outcome, later

SUCCESS = "80000000"
NO_LIVING_TOKEN = {"80100000", "80300007"}  # one token is sent to: some failed means this one
EXPIRED = {"80200001", "80200003"}
BUSY = {"81000001"}
EARLIER = 60.0
_lock = threading.Lock()
HELD_FOR = timedelta(days=1)  # as the policy says of this recipient
_token: tuple[str, float] = ("", 0.0)


def message(kind: Kind, language: str, token: str) -> dict[str, object]:
    with override(language):
        title = _("医诺")
    number = LIST.index(kind) + 1
    shown = {
        "title": title,
        "body": kind.said(language),
        "click_action": {"type": 1, "action": f"cn.yinuo.open.{number}"},
        "tag": str(number),
        "foreground_show": False,
        "importance": "HIGH" if kind.urgent else "NORMAL",
    }
    android = {
        "collapse_key": number,
        "urgency": "HIGH" if kind.urgent else "NORMAL",
        "ttl": f"{int(min(kind.keeps, HELD_FOR).total_seconds())}s",
        "category": "WORK",
        "notification": shown,
    }
    return {"validate_only": False, "message": {"android": android, "token": [token]}}


def send(client: httpx.Client, address: Mapping[str, str], kind: Kind, language: str, about: str) -> Outcome:
    """Post it; a token of ours that ran out is got anew, once. Raises ``httpx.HTTPError``."""
    outcome = _send(client, address["token"], kind, language, fresh=False)
    return outcome if outcome is not None else _send(client, address["token"], kind, language, fresh=True) or later()


def _send(client: httpx.Client, token: str, kind: Kind, language: str, *, fresh: bool) -> Outcome | None:
    """None when our access token was refused."""
    answer = client.post(
        f"{settings.YINUO.huawei_push.rstrip('/')}/v1/{settings.YINUO.huawei_app}/messages:send",
        json=message(kind, language, token),
        headers={"Authorization": f"Bearer {_access(client, fresh=fresh)}"},
    )
    if answer.status_code == 401:
        return None
    if answer.status_code == 429 or answer.status_code >= 500:
        return later(answer.headers.get("Retry-After", ""))
    code = str(answer.json().get("code", "")) if "json" in answer.headers.get("Content-Type", "") else ""
    if code in EXPIRED:
        return None
    if code == SUCCESS:
        return TAKEN
    if code in NO_LIVING_TOKEN:
        return GONE
    return later() if code in BUSY else NEVER


def _access(client: httpx.Client, *, fresh: bool) -> str:
    """The access token (OAuth 2.0 client credentials), kept until shortly before it runs out."""
    global _token
    with _lock:
        held, until = _token
        if fresh or time.monotonic() > until:
            answer = client.post(
                f"{settings.YINUO.huawei_login.rstrip('/')}/oauth2/v3/token",
                data={
                    "grant_type": "client_credentials",
                    "client_id": settings.YINUO.huawei_app,
                    "client_secret": settings.YINUO.huawei_secret,
                },
            )
            answer.raise_for_status()
            said = answer.json()
            held = str(said["access_token"])
            _token = held, time.monotonic() + float(said["expires_in"]) - EARLIER
        return held
