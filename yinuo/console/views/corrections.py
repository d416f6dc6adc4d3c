"""The reviewer's desk for corrections of reviewed papers (clause 5.2)."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yinuo.credentials import api as credentials
from yinuo.promise.gate import Actor


@dataclass(frozen=True)
class Corrections:
    rows: tuple[credentials.WaitingCorrection, ...]
    problem: str = ""


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits, the longest first: the reviewed words and the new ones."""
    return _page(request)


def _page(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    page = Corrections(credentials.waiting_corrections(_actor(request)), problem)
    return render(request, "console/corrections.html", {"page": page}, status=status)


@require_POST
def accept(request: HttpRequest, correction: UUID) -> HttpResponse:
    """The new words take the place of the old ones."""
    return _done(request, lambda: credentials.accept_correction(actor=_actor(request), correction=correction))


@require_POST
def decline(request: HttpRequest, correction: UUID) -> HttpResponse:
    """The reviewed words stay; the doctor is told why."""
    note = request.POST.get("note", "")
    return _done(
        request, lambda: credentials.decline_correction(actor=_actor(request), correction=correction, note=note)
    )


def _done(request: HttpRequest, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except credentials.NotHere:
        raise Http404 from None
    except credentials.Decided as problem:
        return _page(request, problem.sentence, status=409)
    except credentials.UnableToQualify as problem:
        return _page(request, problem.sentence, status=400)
    return HttpResponseRedirect(reverse("console:corrections"))
