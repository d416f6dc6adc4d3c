"""Logging in and out, under ``rights``."""

import time
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from yinuo.accounts import actions
from yinuo.accounts.doubt import in_doubt
from yinuo.accounts.entering import address_of, enter, go_on, safe_next
from yinuo.accounts.numbers import MalformedNumber
from yinuo.accounts.problems import NoCode, UnableToContinue
from yinuo.promise.gate import Actor

SALT = "accounts.login"
# SECURITY: a held number takes some statements more than another one; every answer takes at least this long. What the
# gateway takes is in no answer (`sending.py`).
SECONDS_TO_ANSWER = 0.6


@dataclass(frozen=True)
class LoginNumber:
    role: str
    next: str
    typed: str = ""
    problem: str = ""


@dataclass(frozen=True)
class LoginCodePage:
    role: str
    next: str
    challenge: str
    problem: str = ""
    over: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
def number(request: HttpRequest, role: str) -> HttpResponse:
    """The number; a code goes out when it is held, and the answer is the same when it is not."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.role == role:
        return go_on(request, role)
    if request.method != "POST":
        return render(request, "accounts/login.html", {"page": LoginNumber(role, safe_next(request))})
    typed, until = request.POST.get("number", ""), time.monotonic() + SECONDS_TO_ANSWER
    try:
        challenge = actions.send_login_code(role=role, typed=typed, address=address_of(request))
    except (MalformedNumber, UnableToContinue) as problem:
        page = LoginNumber(role, safe_next(request), typed, str(problem))
        return render(request, "accounts/login.html", {"page": page}, status=400)
    time.sleep(max(0.0, until - time.monotonic()))
    query = {"c": signing.dumps(str(challenge), salt=SALT)}
    if safe_next(request):
        query["next"] = safe_next(request)
    return HttpResponseRedirect(f"{reverse('accounts:login_code', args=[role])}?{urlencode(query)}")


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, role: str) -> HttpResponse:
    """The code."""
    signed = request.POST.get("c") or request.GET.get("c") or ""
    if request.method != "POST":
        return render(request, "accounts/login_code.html", {"page": LoginCodePage(role, safe_next(request), signed)})
    try:
        who = actions.prove_login(challenge=_challenge(signed), typed=request.POST.get("code", ""))
    except UnableToContinue as problem:
        page = LoginCodePage(role, safe_next(request), signed, str(problem), problem.code in OVER)
        return render(request, "accounts/login_code.html", {"page": page}, status=400)
    if who.doubtful:
        return in_doubt(who.person, who.role)
    enter(request, who)
    return go_on(request, who.role)


OVER = {"void_code", "expired_code", "used_code", "no_code"}


def _challenge(signed: str) -> UUID:
    try:
        return UUID(signing.loads(signed, salt=SALT))
    except (signing.BadSignature, ValueError):
        raise NoCode from None


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End this log-in. The form wipes what the device holds before it is sent (``data-wipe-device``)."""
    if request.session.session_key:
        actions.log_out(session_key=request.session.session_key)
    request.session.flush()
    return HttpResponseRedirect(reverse("accounts:landing"))
