"""``GET /healthz``: the state of each part, without a word about anybody."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from yinuo.runtime import places, probes
from yinuo.runtime.settings_table import Settings


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """``{"ok": true, "parts": {"postgres": "up", ...}}``; 503 when a part is down."""
    parts = states(settings.YINUO)
    ok = all(state == "up" for state in parts.values())
    return JsonResponse({"ok": ok, "parts": parts}, status=200 if ok else 503)


def states(table: Settings) -> dict[str, str]:
    """What the supervisor says, put right by asking each part that can answer."""
    parts = {"pages": "up", "worker": "down", "caddy": "up", **places.read_parts(table.home)}
    parts["postgres"] = _word(_database())
    parts["gateway"] = _word(probes.port(table.gateway_port))
    if table.demo:
        parts["stand_in_sms"] = _word(probes.port(urlsplit(table.sms_endpoint).port or 80))
        parts["stand_in_mail"] = _word(probes.port(table.mail_port))
        parts["stand_in_bank"] = _word(probes.port(urlsplit(table.payout_endpoint).port or 80))
        parts["stand_in_payment"] = _word(probes.port(urlsplit(table.wechat_endpoint).port or 80))
    return dict(sorted(parts.items()))


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
            return True
    except DatabaseError:
        return False


def _word(up: bool) -> str:
    return "up" if up else "down"
