"""The patient's side: whom they follow, and what they ask."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinuo.channel import actions
from yinuo.channel.pages import questions as pages
from yinuo.channel.problems import UnableToPublish
from yinuo.channel.views.answers import actor_of, missing_is_404, uuid_or_none
from yinuo.promise.consent import UnableToRecordConsent


@require_safe
@missing_is_404
def following(request: HttpRequest) -> HttpResponse:
    """关注: what is new of those whom one follows, and one's own questions."""
    page = pages.following(actor_of(request), asked=uuid_or_none(request.GET.get("asked", "")))
    return render(request, "channel/following.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@missing_is_404
def ask(request: HttpRequest, doctor: UUID) -> HttpResponse:
    """Follow a doctor, and ask without identity."""
    if request.method != "POST":
        return _page(request, doctor)
    typed = request.POST.get("text", "")
    try:
        actions.ask_question(
            actor=actor_of(request),
            doctor=doctor,
            text=typed,
            agreed="agree_asking" in request.POST and "agree_showing" in request.POST,
            notice=request.POST.get("notice", ""),
        )
    except UnableToPublish as no:
        return _page(request, doctor, typed=typed, problem=no.sentence, status=no.status)
    except UnableToRecordConsent as no:
        return _page(request, doctor, typed=typed, problem=no.sentence, status=409)
    return HttpResponseRedirect(f"{reverse('channel:following')}?asked={doctor}#questions")


def _page(request: HttpRequest, doctor: UUID, *, typed: str = "", problem: str = "", status: int = 200) -> HttpResponse:
    page = pages.ask_page(actor_of(request), doctor, typed=typed, problem=problem)
    if page is None:
        raise Http404
    return render(request, "channel/ask.html", {"page": page}, status=status)


@require_POST
@missing_is_404
def follow(request: HttpRequest, doctor: UUID) -> HttpResponse:
    actions.follow(actor=actor_of(request), doctor=doctor)
    return HttpResponseRedirect(reverse("channel:ask", args=[doctor]))


@require_POST
@missing_is_404
def unfollow(request: HttpRequest, doctor: UUID) -> HttpResponse:
    actions.unfollow(actor=actor_of(request), doctor=doctor)
    return HttpResponseRedirect(reverse("channel:following"))


@require_POST
@missing_is_404
def forget(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """One's own question goes, with what was public of it."""
    actions.forget_question(actor=actor_of(request), question=question_id)
    return HttpResponseRedirect(f"{reverse('channel:following')}#questions")
