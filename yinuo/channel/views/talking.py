"""The spoken part: a page to record on, and the recording's way in."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinuo.channel import access, actions
from yinuo.channel.chapters import UnableToReadChapters, written
from yinuo.channel.pages.own import editor
from yinuo.channel.problems import UnableToPublish
from yinuo.channel.views.answers import actor_of, json, missing_is_404
from yinuo.media.api import UnableToTake
from yinuo.media.intake.sound import TALK
from yinuo.media.serve import serve

LONGEST_CHAPTERS = 4000


@require_http_methods(["GET", "HEAD", "POST"])
@missing_is_404
def talk(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """GET is the page. POST takes the recording as the request's body, so that one that is too large is refused by its
    announced length, before it is read."""
    return _take(request, article_id) if request.method == "POST" else _page(request, article_id)


def _take(request: HttpRequest, article: UUID) -> HttpResponse:
    actor = actor_of(request)
    access.own_article(actor, article)
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    try:
        if announced > TALK.size:
            raise TALK.unable("too_big")
        seconds = actions.keep_talk(
            actor=actor,
            article=article,
            content=request.read(TALK.size + 1),
            content_type=request.headers.get("Content-Type", "").partition(";")[0],
            chapters=_chapters(request),
        )
    except UnableToTake as no:
        return json({"error": no.code, "sentence": no.sentence}, no.status)
    return json({"seconds": seconds}, 201)


def _chapters(request: HttpRequest) -> str:
    """Lines of chapters that were marked while speaking."""
    return request.GET.get("chapters", "")[:LONGEST_CHAPTERS]


def _page(
    request: HttpRequest, article: UUID, *, typed: str | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    page = editor(actor_of(request), article)
    chapters = typed if typed is not None else written(page.talk.chapters) if page.talk else ""
    shown = {"page": page, "chapters": chapters, "problem": problem, "kept": "kept" in request.GET}
    return render(request, "channel/talk.html", shown, status=status)


@require_POST
@missing_is_404
def chapters(request: HttpRequest, article_id: UUID) -> HttpResponse:
    typed = request.POST.get("chapters", "")
    try:
        actions.keep_chapters(actor=actor_of(request), article=article_id, text=typed[:LONGEST_CHAPTERS])
    except UnableToReadChapters as no:
        return _page(request, article_id, typed=typed, problem=no.sentence, status=400)
    except UnableToPublish:
        return _page(request, article_id, typed=typed, problem=_("还没有录音，先录一段再分章节。"), status=409)
    return HttpResponseRedirect(f"{reverse('channel:talk', args=[article_id])}?kept")


@require_POST
@missing_is_404
def remove(request: HttpRequest, article_id: UUID) -> HttpResponse:
    actions.remove_talk(actor=actor_of(request), article=article_id)
    return HttpResponseRedirect(reverse("channel:talk", args=[article_id]))


@require_safe
@missing_is_404
def sound(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """The author's own recording."""
    draft = access.draft_of(access.own_article(actor_of(request), article_id))
    found = access.sound_of(draft.talk_id)
    if found is None:
        raise Http404
    return serve(request, found)
