"""The front page and the choice of a log-in."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yinuo.accounts.entering import home_of, safe_next

ENTRANCES = {"/console/": "staff"}


@dataclass(frozen=True)
class Entrance:
    next: str
    declined: bool


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Who is logged in goes on to work; everybody else chooses an entrance."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.role != "visitor":
        return HttpResponseRedirect(home_of(actor.role))
    return render(request, "accounts/landing.html", {"page": Entrance("", "declined" in request.GET)})


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Where a closed page sends a visitor: the desk's log-in for the console, else the choice."""
    wanted = safe_next(request)
    for prefix, role in ENTRANCES.items():
        if wanted.startswith(prefix):
            query = request.GET.urlencode()
            return HttpResponseRedirect(f"{reverse('accounts:login', args=[role])}?{query}")
    return render(request, "accounts/choose.html", {"page": Entrance(wanted, declined=False)})
