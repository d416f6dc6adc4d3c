"""The content desk (staff's clause 1.6): what waits, one article or answer, and the decision on it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yinuo.channel import api as channel
from yinuo.media.serve import serve
from yinuo.promise.gate import Actor

T = TypeVar("T")
CHECKS = ("sources_checked", "no_advertising", "labelled")
ANSWER_CHECKS = ("nobody_recognisable", "no_advertising")


@dataclass(frozen=True)
class Desk:
    """One thing to decide on, and what was typed when a decision could not be taken."""

    review: channel.ArticleReview | channel.AnswerReview
    checks: frozenset[str] = frozenset()
    note: str = ""
    problem: str = ""


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _found(look: Callable[[], T]) -> T:
    try:
        return look()
    except channel.NotHere:
        raise Http404 from None


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the longest first; the rows alone for a script."""
    template = "console/channel_rows.html" if "HX-Request" in request.headers else "console/channel.html"
    return render(request, template, {"page": _found(lambda: channel.review_queue(_actor(request)))})


@require_safe
def article(request: HttpRequest, revision: UUID) -> HttpResponse:
    return _article(request, revision)


def _article(request: HttpRequest, revision: UUID, problem: str = "", status: int = 200) -> HttpResponse:
    places = channel.Places(
        lambda number: reverse("console:channel_picture", args=[revision, number]),
        lambda: reverse("console:channel_sound", args=[revision]),
    )
    review = _found(lambda: channel.article_review(_actor(request), revision, places))
    page = _desk(request, review, CHECKS, problem)
    return render(request, "console/channel_article.html", {"page": page}, status=status)


def _desk(
    request: HttpRequest, review: channel.ArticleReview | channel.AnswerReview, checks: tuple[str, ...], problem: str
) -> Desk:
    ticked = frozenset(check for check in checks if check in request.POST)
    return Desk(review, ticked, request.POST.get("note", ""), problem)


@require_safe
def picture(request: HttpRequest, revision: UUID, number: int) -> HttpResponse:
    held = _found(lambda: channel.picture_for_review(_actor(request), revision, number))
    if held is None:
        raise Http404
    return serve(request, held, thumbnail="small" in request.GET)


@require_safe
def sound(request: HttpRequest, revision: UUID) -> HttpResponse:
    held = _found(lambda: channel.sound_for_review(_actor(request), revision))
    if held is None:
        raise Http404
    return serve(request, held)


@require_POST
def decide(request: HttpRequest, revision: UUID, act: str) -> HttpResponse:
    """Approve, send back, take down."""
    actor, note = _actor(request), request.POST.get("note", "")
    checks = {check: check in request.POST for check in CHECKS}
    acts: dict[str, Callable[[], None]] = {
        "approve": lambda: channel.approve(actor=actor, revision=revision, **checks),
        "return": lambda: channel.send_back(actor=actor, revision=revision, note=note),
        "take-down": lambda: channel.take_down(actor=actor, revision=revision, note=note),
    }
    return _done(acts.get(act), lambda words, status: _article(request, revision, words, status))


@require_safe
def answer(request: HttpRequest, answer: UUID) -> HttpResponse:
    return _answer(request, answer)


def _answer(request: HttpRequest, answer: UUID, problem: str = "", status: int = 200) -> HttpResponse:
    review = _found(lambda: channel.answer_review(_actor(request), answer))
    page = _desk(request, review, ANSWER_CHECKS, problem)
    return render(request, "console/channel_answer.html", {"page": page}, status=status)


@require_POST
def decide_answer(request: HttpRequest, answer: UUID, act: str) -> HttpResponse:
    actor, note = _actor(request), request.POST.get("note", "")
    checks = {check: check in request.POST for check in ANSWER_CHECKS}
    acts: dict[str, Callable[[], None]] = {
        "approve": lambda: channel.approve_answer(actor=actor, answer=answer, **checks),
        "return": lambda: channel.send_answer_back(actor=actor, answer=answer, note=note),
        "take-down": lambda: channel.take_answer_down(actor=actor, answer=answer, note=note),
    }
    return _done(acts.get(act), lambda words, status: _answer(request, answer, words, status))


def _done(act: Callable[[], None] | None, again: Callable[[str, int], HttpResponse]) -> HttpResponse:
    if act is None:
        raise Http404
    try:
        _found(act)
    except channel.UnableToPublish as problem:
        return again(problem.sentence, problem.status)
    return HttpResponseRedirect(reverse("console:channel"))
