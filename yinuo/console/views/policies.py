"""A policy's life at the privacy officer's desk (clause 7): draft, edit, judge, preview, publish, retract."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinuo.console.policy_desk import draft_page, editor_page, policies_page, preview_page
from yinuo.notices.api import post_soon
from yinuo.promise.gate import Actor
from yinuo.promise.policy import UnknownPolicy, drafts
from yinuo.promise.policy.acts import Hand
from yinuo.promise.policy.problems import (
    NoDraft,
    PublishedMeanwhile,
    SomebodyWasFaster,
    UnableToPublish,
)
from yinuo.promise.policy.publishing import publish as put_out
from yinuo.promise.policy.publishing import retract as take_back
from yinuo.promise.policy.record import Draft
from yinuo.promise.policy.source import FILES


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _hand(request: HttpRequest) -> Hand:
    return Hand.of(_actor(request).who)


def _draft(draft: UUID) -> Draft:
    try:
        return drafts.find(draft)
    except NoDraft:
        raise Http404 from None


def _number(request: HttpRequest, name: str) -> int:
    word = request.POST.get(name, "")
    return int(word) if word.isdecimal() and len(word) < 10 else 0


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What is in force, what waits for its day, open drafts, and who did what."""
    return render(request, "console/policies.html", {"page": policies_page(_actor(request))})


def _refused(request: HttpRequest, problem: str, status: int = 409) -> HttpResponse:
    return render(request, "console/policies.html", {"page": policies_page(_actor(request), problem)}, status=status)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """A draft from the version in force."""
    try:
        made = drafts.begin(_hand(request), request.POST.get("policy", "")[:32])
    except (UnknownPolicy, UnableToPublish):
        return _refused(request, NoDraft().sentence, 400)
    return HttpResponseRedirect(reverse("console:draft", args=[made.pk]))


@require_safe
def draft(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Findings, duties and the way to publication."""
    return render(request, "console/draft.html", {"page": draft_page(_draft(draft))})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, draft: UUID, file: str) -> HttpResponse:
    """One file; what can't be kept stays in the editor with the reason."""
    if file not in FILES:
        raise Http404
    row = _draft(draft)
    if request.method != "POST":
        page = editor_page(row, file, saved="saved" in request.GET)
        return render(request, "console/draft_file.html", {"page": page})
    text = request.POST.get("text", "")
    try:
        drafts.save(_hand(request), draft, revision=_number(request, "revision"), texts={file: text})
    except UnableToPublish as problem:
        clash = isinstance(problem, SomebodyWasFaster | PublishedMeanwhile)
        page = editor_page(_draft(draft), file, text=text, problem=problem.sentence, clash=clash)
        return render(request, "console/draft_file.html", {"page": page}, status=409 if clash else 400)
    return HttpResponseRedirect(f"{reverse('console:draft_file', args=[draft, file])}?saved")


@require_safe
def preview(request: HttpRequest, draft: UUID) -> HttpResponse:
    """What each group of people will see, and the text."""
    return render(request, "console/draft_preview.html", {"page": preview_page(_draft(draft))})


@require_POST
def publish(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Out of the draft becomes a version; people are told at once."""
    day, letters = request.POST.get("effective", ""), request.POST.getlist("letter")
    try:
        effective = date.fromisoformat(day)
    except ValueError:
        effective = date.min
    try:
        put_out(
            _hand(request),
            draft,
            revision=_number(request, "revision"),
            effective=effective,
            letters=frozenset(letters),
        )
    except UnableToPublish as problem:
        page = draft_page(_draft(draft), problem=problem.sentence, day=day[:10], ticked=tuple(letters))
        return render(request, "console/draft.html", {"page": page}, status=409)
    post_soon()
    return HttpResponseRedirect(reverse("console:policies"))


@require_POST
def discard(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Put a draft away."""
    try:
        drafts.discard(_hand(request), draft)
    except UnableToPublish as problem:
        return _refused(request, problem.sentence)
    return HttpResponseRedirect(reverse("console:policies"))


@require_POST
def retract(request: HttpRequest) -> HttpResponse:
    """Take a version back, before its day or after."""
    given = {name: request.POST.get(name, "")[:32] for name in ("policy", "number")}
    try:
        take_back(_hand(request), given["policy"], given["number"])
    except UnableToPublish as problem:
        return _refused(request, problem.sentence)
    post_soon()
    return HttpResponseRedirect(reverse("console:policies"))
