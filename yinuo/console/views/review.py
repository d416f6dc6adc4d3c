"""The review desk: fields and licence side by side, a correction for each field, a decision by a person."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yinuo.credentials import api as credentials
from yinuo.media.serve import serve
from yinuo.promise.gate import Actor

NOTE = "note-"


@dataclass(frozen=True)
class Part:
    """One answer with the note that the reviewer has typed beside it."""

    answer: credentials.Answer
    note: str


@dataclass(frozen=True)
class ReviewPage:
    review: credentials.Review
    fields: tuple[Part, ...]
    pictures: tuple[Part, ...]
    whole: str
    reason: str
    problem: str = ""


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Who waits, the longest first, and what was decided lately."""
    return render(request, "console/review.html", {"page": credentials.queue(_actor(request))})


@require_safe
def one(request: HttpRequest, application: UUID) -> HttpResponse:
    """The papers of one doctor."""
    return _page(request, application)


def _page(request: HttpRequest, application: UUID, problem: str = "") -> HttpResponse:
    try:
        review = credentials.review(_actor(request), application)
    except credentials.NotHere:
        raise Http404 from None
    typed = _notes(request)
    fields, pictures = (
        tuple(Part(answer, typed[answer.part]) for answer in answers) for answers in (review.fields, review.pictures)
    )
    page = ReviewPage(review, fields, pictures, typed[""], request.POST.get("reason", ""), problem)
    return render(request, "console/review_one.html", {"page": page}, status=400 if problem else 200)


@require_safe
def picture(request: HttpRequest, application: UUID, item: str) -> HttpResponse:
    """One picture of the papers."""
    try:
        found = credentials.picture_for_review(_actor(request), application, item)
    except credentials.NotHere:
        found = None
    if found is None:
        raise Http404
    return serve(request, found, thumbnail="small" in request.GET)


@require_POST
def correct(request: HttpRequest, application: UUID) -> HttpResponse:
    """Ask for a correction with the notes that were written beside the fields."""
    notes = {part: text for part, text in _notes(request).items() if text.strip()}
    return _done(
        request,
        application,
        lambda: credentials.ask_correction(actor=_actor(request), application=application, notes=notes),
    )


@require_POST
def approve(request: HttpRequest, application: UUID) -> HttpResponse:
    """Qualify, once both statements of the law are ticked."""
    said = request.POST
    return _done(
        request,
        application,
        lambda: credentials.approve(
            actor=_actor(request),
            application=application,
            three_years="three_years" in said,
            institution_agrees="institution_agrees" in said,
        ),
    )


@require_POST
def reject(request: HttpRequest, application: UUID) -> HttpResponse:
    """Refuse for good, with the reason."""
    note = request.POST.get("reason", "")
    return _done(
        request, application, lambda: credentials.reject(actor=_actor(request), application=application, note=note)
    )


def _notes(request: HttpRequest) -> dict[str, str]:
    named = {"whole": "", **{part: part for part in credentials.PARTS}}
    return {part: request.POST.get(f"{NOTE}{name}", "") for name, part in named.items()}


def _done(request: HttpRequest, application: UUID, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except credentials.UnableToQualify as problem:
        return _page(request, application, problem.sentence)
    except credentials.NotHere:
        raise Http404 from None
    return HttpResponseRedirect(reverse("console:review"))
