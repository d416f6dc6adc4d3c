"""The review desk: fields and licence side by side, a correction for each field, a decision by a person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yinuo.credentials import api as credentials
from yinuo.media.serve import serve
from yinuo.promise.gate import Actor

NOTE = "note-"
NOBODY = UUID(int=0)
T = TypeVar("T")


@dataclass(frozen=True)
class Typed:
    """What the reviewer has ticked and written; it stays when a decision can't be taken."""

    marked: frozenset[str] = frozenset()
    notes: tuple[tuple[str, str], ...] = ()
    whole: str = ""
    checks: frozenset[str] = frozenset()
    reason: str = ""


@dataclass(frozen=True)
class Row:
    """One part of the papers with what was typed about it."""

    answer: credentials.Answer
    marked: bool
    note: str


@dataclass(frozen=True)
class ReviewPage:
    """``beside`` stands beside the licence: the portrait to compare, then what was typed, then the personal photo."""

    review: credentials.Review
    licence: Row | None
    beside: tuple[Row, ...]
    typed: Typed
    problem: str = ""


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Who waits, the longest first, and what was decided lately; the rows alone for a script."""
    template = "console/review_rows.html" if "HX-Request" in request.headers else "console/review.html"
    return render(request, template, {"page": credentials.queue(_actor(request))})


@require_safe
def one(request: HttpRequest, application: UUID) -> HttpResponse:
    """The papers of one doctor."""
    return _page(request, application)


def _page(request: HttpRequest, application: UUID, problem: str = "", status: int = 200) -> HttpResponse:
    review = _found(lambda: credentials.review(_actor(request), application))
    typed = _typed(request)
    notes = dict(typed.notes)
    rows = {
        answer.part: Row(answer, answer.part in typed.marked, notes.get(answer.part, ""))
        for answer in (*review.fields, *review.pictures)
    }
    licence = rows.pop("licence", None)
    portrait = rows.pop("portrait", None)
    beside = (*((portrait,) if portrait else ()), *rows.values())
    page = ReviewPage(review, licence, beside, typed, problem)
    return render(request, "console/review_one.html", {"page": page}, status=status)


def _found(look: Callable[[], T]) -> T:
    try:
        return look()
    except credentials.NotHere:
        raise Http404 from None


@require_safe
def picture(request: HttpRequest, application: UUID, item: str) -> HttpResponse:
    """One picture of the papers."""
    found = _found(lambda: credentials.picture_for_review(_actor(request), application, item))
    if found is None:
        raise Http404
    return serve(request, found, thumbnail="small" in request.GET)


@require_POST
def correct(request: HttpRequest, application: UUID) -> HttpResponse:
    """Send back with what is ticked and written beside the fields."""
    typed = _typed(request)
    notes = {**dict(typed.notes), "": typed.whole}
    return _done(
        request,
        application,
        lambda seen: credentials.ask_correction(
            actor=_actor(request), application=application, seen=seen, marked=typed.marked, notes=notes
        ),
    )


@require_POST
def approve(request: HttpRequest, application: UUID) -> HttpResponse:
    """Qualify, once the three statements of the law are ticked."""
    checks = {check: check in request.POST for check in credentials.CHECKS}
    return _done(
        request,
        application,
        lambda seen: credentials.approve(actor=_actor(request), application=application, seen=seen, **checks),
    )


@require_POST
def reject(request: HttpRequest, application: UUID) -> HttpResponse:
    """Refuse, with the reason."""
    note = _typed(request).reason
    return _done(
        request,
        application,
        lambda seen: credentials.reject(actor=_actor(request), application=application, seen=seen, note=note),
    )


@require_POST
def revoke(request: HttpRequest, application: UUID) -> HttpResponse:
    """Second thoughts: take an approval back, with the reason."""
    note = _typed(request).reason
    return _done(
        request,
        application,
        lambda seen: credentials.revoke(actor=_actor(request), application=application, seen=seen, note=note),
    )


def _typed(request: HttpRequest) -> Typed:
    said = request.POST
    return Typed(
        marked=frozenset(said.getlist("mark")) & frozenset(credentials.PARTS),
        notes=tuple((part, said.get(f"{NOTE}{part}", "")) for part in credentials.PARTS),
        whole=said.get(f"{NOTE}whole", ""),
        checks=frozenset(check for check in credentials.CHECKS if check in said),
        reason=said.get("reason", ""),
    )


def _seen(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("seen", ""))
    except ValueError:
        return NOBODY


def _done(request: HttpRequest, application: UUID, act: Callable[[UUID], None]) -> HttpResponse:
    try:
        _found(lambda: act(_seen(request)))
    except credentials.Decided as problem:
        return _page(request, application, problem.sentence, status=409)
    except credentials.UnableToQualify as problem:
        return _page(request, application, problem.sentence, status=400)
    return HttpResponseRedirect(reverse("console:review_one", args=[application]))
