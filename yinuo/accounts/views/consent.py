"""The acts themselves: ask, grant, refuse, withdraw. A form is sent back to its page, a script gets JSON."""

from collections.abc import Callable
from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yinuo.accounts.entering import safe_next
from yinuo.accounts.permissions import ask as what_to_ask
from yinuo.promise import consent
from yinuo.promise.bindings import measure
from yinuo.promise.gate import Actor


def _json(body: dict[str, object], status: int = 200) -> JsonResponse:
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """What the sheet shows for one item; 404 when no clause in force has it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    purpose, item = request.GET.get("purpose", ""), request.GET.get("item", "")
    tapped = request.GET.get("tapped") == "1"
    found = what_to_ask(actor.person, purpose, item, tapped=tapped) if actor.person else None
    return _json(asdict(found)) if found else _json({"error": "not_declared"}, 404)


@require_POST
def grant(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    purpose, item, notice = _said(request)
    return _done(request, lambda: consent.grant(actor=actor, purpose=purpose, item=item, notice=notice), granted=True)


@require_POST
def refuse(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    purpose, item, notice = _said(request)
    return _done(request, lambda: consent.refuse(actor=actor, purpose=purpose, item=item, notice=notice), granted=False)


@measure("withdraw.no_harder")
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    purpose, item, _ = _said(request)
    return _done(request, lambda: consent.withdraw(actor=actor, purpose=purpose, item=item), granted=False)


@require_POST
def withdraw_function(request: HttpRequest) -> HttpResponse:
    """Take back all that was agreed to for one function."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    purpose = _said(request)[0]
    return _done(request, lambda: consent.withdraw_function(actor=actor, purpose=purpose), granted=False)


def _said(request: HttpRequest) -> tuple[str, str, str]:
    return tuple(request.POST.get(name, "")[:80] for name in ("purpose", "item", "notice"))  # type: ignore[return-value]


def _done(request: HttpRequest, act: Callable[[], None], *, granted: bool) -> HttpResponse:
    wants_json = "application/json" in request.headers.get("Accept", "")
    try:
        act()
    except consent.UnableToRecordConsent as problem:
        if wants_json:
            return _json({"error": "unable", "sentence": problem.sentence}, 409)
    else:
        if wants_json:
            return _json({"granted": granted})
    return HttpResponseRedirect(safe_next(request) or reverse("accounts:privacy"))
