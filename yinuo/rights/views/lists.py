"""The two lists, and receipts of what was agreed to."""

import json
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yinuo.accounts.api import BASES
from yinuo.promise.gate import Actor
from yinuo.rights.access import NotHere
from yinuo.rights.pages import receipts as pages
from yinuo.rights.pages.lists import collected_page, shared_page


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
def collected(request: HttpRequest) -> HttpResponse:
    """我的→个人信息收集清单"""
    actor = _actor(request)
    return render(request, "rights/collected.html", {"page": collected_page(actor, BASES[actor.role])})


@require_safe
def shared(request: HttpRequest) -> HttpResponse:
    """我的→第三方共享清单"""
    actor = _actor(request)
    return render(request, "rights/shared.html", {"page": shared_page(actor, BASES[actor.role])})


@require_safe
def receipts(request: HttpRequest) -> HttpResponse:
    """What I agreed to and took back, the newest first."""
    actor = _actor(request)
    page = pages.receipts_page(actor, BASES[actor.role], before=_row(request.GET.get("before", "")))
    return render(request, "rights/receipts.html", {"page": page})


@require_safe
def receipt(request: HttpRequest, event: UUID) -> HttpResponse:
    actor = _actor(request)
    try:
        page = pages.receipt(actor, BASES[actor.role], event)
    except NotHere:
        raise Http404 from None
    return render(request, "rights/receipt.html", {"page": page})


@require_safe
def record(request: HttpRequest, event: UUID) -> HttpResponse:
    """The receipt as data, to keep."""
    try:
        body = pages.receipt_record(_actor(request), event)
    except NotHere:
        raise Http404 from None
    answer = HttpResponse(json.dumps(body, ensure_ascii=False, indent=1), content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="consent-{event}.json"'
    return answer


def _row(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
