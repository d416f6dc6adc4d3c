"""The payment services' calls. What can't be believed gets the protocol's own failure, moves nothing, and leaves a
line in the log without a number or a person."""

import logging

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from yinuo.wallet.actions.hearing import hear
from yinuo.wallet.channels import ChannelUnavailable, Forged, channel
from yinuo.wallet.tasks import ask_soon

LARGEST = 64 * 1024
log = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def wechat(request: HttpRequest) -> HttpResponse:
    """204 when it was heard; else ``{"code": "FAIL"}``, and the service calls again."""
    problem = _heard("wechat", request)
    if problem:
        return JsonResponse({"code": "FAIL", "message": problem}, status=503 if problem == "later" else 401)
    return HttpResponse(status=204)


@csrf_exempt
@require_POST
def alipay(request: HttpRequest) -> HttpResponse:
    """``success`` when it was heard; else ``failure``, and the service calls again."""
    problem = _heard("alipay", request)
    return HttpResponse("failure" if problem else "success", content_type="text/plain; charset=utf-8")


def _heard(name: str, request: HttpRequest) -> str:
    """Empty when it was acted on, else a word why not."""
    try:
        if int(request.headers.get("Content-Length") or 0) > LARGEST:
            raise Forged("content")
        hear(name, channel(name).hear(request.headers, request.body))
    except Forged as forged:
        log.warning("wallet: a call in the name of %s was refused: %s", name, forged.why)
        return forged.why
    except ChannelUnavailable:
        return "later"
    ask_soon()
    return ""
