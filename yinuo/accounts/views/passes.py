"""A new number by the privacy officer's pass."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yinuo.accounts import actions
from yinuo.accounts.entering import address_of
from yinuo.accounts.numbers import MalformedNumber
from yinuo.accounts.problems import PassOver, UnableToContinue
from yinuo.accounts.views.number import new_challenge, sealed_challenge


@dataclass(frozen=True)
class PassPage:
    """``step`` is new or finish."""

    step: str
    typed: str = ""
    problem: str = ""
    challenge: str = ""
    base: str = "web/base.html"


def _page(request: HttpRequest, page: PassPage) -> HttpResponse:
    return render(request, "accounts/pass.html", {"page": page}, status=400 if page.problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, token: str) -> HttpResponse:
    """The new number."""
    typed = request.POST.get("number", "")[:80]
    try:
        if request.method != "POST":
            actions.holder(token)
            return _page(request, PassPage("new"))
        challenge = actions.send_pass_code(token=token, typed=typed, address=address_of(request))
    except PassOver as problem:
        return render(request, "accounts/uninvited.html", {"problem": problem.sentence}, status=403)
    except (MalformedNumber, UnableToContinue) as problem:
        return _page(request, PassPage("new", typed, str(problem)))
    return HttpResponseRedirect(f"{reverse('accounts:pass_finish', args=[token])}?c={sealed_challenge(challenge)}")


@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, token: str) -> HttpResponse:
    """Its code."""
    signed = request.POST.get("c") or request.GET.get("c") or ""
    try:
        if request.method != "POST":
            actions.holder(token)
            return _page(request, PassPage("finish", challenge=signed))
        challenge, typed = new_challenge(signed), request.POST.get("code", "")
        role = actions.use_number_pass(token=token, challenge=challenge, typed=typed)
    except PassOver as problem:
        return render(request, "accounts/uninvited.html", {"problem": problem.sentence}, status=403)
    except UnableToContinue as problem:
        return _page(request, PassPage("finish", "", problem.sentence, signed))
    return HttpResponseRedirect(reverse("accounts:login", args=[role]))
