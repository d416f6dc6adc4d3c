"""Clause 2, for everybody: what lies on this device. Nothing personal stands behind this door."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yinuo.accounts.api import BASES
from yinuo.promise.gate import Actor
from yinuo.rights.pages.device import CHOICES, device_page


@require_safe
def storage(request: HttpRequest) -> HttpResponse:
    """What the policy declares and what this browser holds now."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policy = str(getattr(request, "policy_role", "visitor"))
    page = device_page(policy, actor.role, BASES.get(actor.role, "web/base.html"), request.COOKIES)
    return render(request, "rights/storage.html", {"page": page})


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Take the cookies of one's own choices away: language and letters. The log-in's go with logging out."""
    answer = HttpResponseRedirect(reverse("rights:storage"))
    for name in CHOICES:
        answer.delete_cookie(name, samesite="Lax")
    return answer
