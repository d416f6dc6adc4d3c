"""The finance desk (staff clause 1.7): payouts that need a look, and differences with the bank."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yinuo.promise.gate import Actor
from yinuo.wallet import api as wallet

ACTS: dict[str, Callable[..., None]] = {
    "hold": wallet.hold,
    "ask-release": wallet.ask_release,
    "release": wallet.release,
    "send-back": wallet.send_back,
}


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What needs a look first."""
    return render(request, "console/payouts.html", {"page": wallet.payout_desk(_actor(request))})


@require_safe
def one(request: HttpRequest, payout: UUID) -> HttpResponse:
    try:
        row = wallet.payout_page(_actor(request), payout)
    except wallet.NotHere:
        raise Http404 from None
    return render(request, "console/payout.html", {"row": row})


@require_POST
def act(request: HttpRequest, payout: UUID, step: str) -> HttpResponse:
    """Stop it; ask to let it go; let it go or send it back, as the second person."""
    done = ACTS.get(step)
    if done is None:
        raise Http404
    try:
        done(actor=_actor(request), withdrawal=payout)
    except wallet.NotHere:
        raise Http404 from None
    except wallet.UnableToPayOut as problem:
        return _problem(request, problem.sentence)
    return HttpResponseRedirect(reverse("console:payouts"))


@require_POST
def settle(request: HttpRequest, difference: UUID) -> HttpResponse:
    try:
        wallet.settle(actor=_actor(request), difference=difference, outcome=request.POST.get("outcome", ""))
    except wallet.UnableToPayOut as problem:
        return _problem(request, problem.sentence)
    return HttpResponseRedirect(reverse("console:payouts"))


def _problem(request: HttpRequest, sentence: str) -> HttpResponse:
    page = wallet.payout_desk(_actor(request), sentence)
    return render(request, "console/payouts.html", {"page": page}, status=409)
