"""The author's pages: parse, one call, render."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinuo.channel import access, actions
from yinuo.channel.content import Content
from yinuo.channel.pages import own as pages
from yinuo.channel.problems import ChangedElsewhere, NoSuchTime, UnableToPublish
from yinuo.channel.views.answers import actor_of, json, missing_is_404, uuid_or_none, whole
from yinuo.media.api import UnableToTake
from yinuo.media.serve import serve
from yinuo.promise.consent import UnableToRecordConsent

ACTS = {
    "recall": actions.recall,
    "offline": actions.take_offline,
    "put-back": actions.put_back,
    "discard": actions.discard,
    "bring-back": actions.bring_back,
}


@require_safe
@missing_is_404
def home(request: HttpRequest) -> HttpResponse:
    """健康号: every article, those that need their author first."""
    return _home(request)


def _home(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    page = pages.home(actor_of(request), discarded=uuid_or_none(request.GET.get("discarded", "")))
    return render(request, "channel/home.html", {"page": page, "problem": problem}, status=status)


@require_POST
@missing_is_404
def begin(request: HttpRequest) -> HttpResponse:
    return _to("write", actions.begin(actor=actor_of(request)))


def _to(name: str, article: UUID, more: str = "") -> HttpResponse:
    return HttpResponseRedirect(f"{reverse(f'channel:{name}', args=[article])}{more}")


@require_http_methods(["GET", "HEAD", "POST"])
@missing_is_404
def write(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """The editor. Posting keeps the draft, and then adds or removes a picture or goes on to the preview."""
    actor = actor_of(request)
    if request.method != "POST":
        return _editor(request, article_id)
    typed, seen = Content.of(request.POST.dict()), whole(request.POST.get("version")) or 0
    try:
        if "add_picture" in request.POST:
            actions.add_picture(
                actor=actor, article=article_id, seen=seen, content=typed, upload=request.FILES.get("file"),
                through=request.POST.get("file_through") or "album", words=request.POST.get("words", ""),
                at=whole(request.POST.get("at")),
            )  # fmt: skip
            return _to("write", article_id, "#pictures")
        if "remove_picture" in request.POST:
            number = whole(request.POST["remove_picture"]) or 0
            actions.remove_picture(actor=actor, article=article_id, seen=seen, content=typed, number=number)
            return _to("write", article_id, "#pictures")
        actions.save_draft(actor=actor, article=article_id, seen=seen, content=typed)
    except ChangedElsewhere as no:
        return _editor(request, article_id, typed=typed, other=True, problem=no.sentence, status=no.status)
    except (UnableToPublish, UnableToTake) as no:
        return _editor(request, article_id, typed=typed, problem=no.sentence, status=no.status)
    return _to("preview", article_id) if "preview" in request.POST else _to("write", article_id, "?kept")


def _editor(
    request: HttpRequest, article: UUID, *, typed: Content | None = None, other: bool = False, problem: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    page = pages.editor(actor_of(request), article, typed=typed, other=other, problem=problem)
    shown = {"page": page, "kept": "kept" in request.GET}
    return render(request, "channel/write.html", shown, status=status)


@require_POST
@missing_is_404
def save(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """Autosave: ``{"version": n}``, or 4xx with a sentence."""
    typed, seen = Content.of(request.POST.dict()), whole(request.POST.get("version")) or 0
    try:
        version = actions.save_draft(actor=actor_of(request), article=article_id, seen=seen, content=typed)
    except UnableToPublish as no:
        return json({"error": no.code, "sentence": no.sentence}, no.status)
    return json({"version": version})


@require_safe
@missing_is_404
def preview(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """As readers will see it, and what handing it in asks."""
    return _preview(request, article_id)


def _preview(request: HttpRequest, article: UUID, problem: str = "", status: int = 200) -> HttpResponse:
    at = request.POST.get("publish_at", "")
    page = pages.preview(actor_of(request), article, problem=problem, publish_at=at)
    return render(request, "channel/preview.html", {"page": page}, status=status)


@require_POST
@missing_is_404
def submit(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """Agree to publishing this very text and hand it in."""
    try:
        actions.submit(
            actor=actor_of(request),
            article=article_id,
            seen=whole(request.POST.get("version")) or 0,
            agreed="agree" in request.POST,
            notice=request.POST.get("notice", ""),
            publish_at=_moment(request),
        )
    except UnableToPublish as no:
        return _preview(request, article_id, no.sentence, no.status)
    except UnableToRecordConsent as no:
        return _preview(request, article_id, no.sentence, 409)
    return HttpResponseRedirect(f"{reverse('channel:home')}?submitted")


def _moment(request: HttpRequest) -> datetime | None:
    """The hospital's own clock; nothing when it goes public as soon as it is approved."""
    said = request.POST.get("publish_at", "").strip()
    if request.POST.get("when") != "later":
        return None
    try:
        moment = datetime.fromisoformat(said.replace(" ", "T", 1))
    except ValueError:
        raise NoSuchTime from None
    return moment.replace(tzinfo=ZoneInfo(settings.TIME_ZONE)) if moment.tzinfo is None else moment


@require_POST
@missing_is_404
def act(request: HttpRequest, article_id: UUID, act: str) -> HttpResponse:
    """Recall, take offline, put back, put away, bring back."""
    if act not in ACTS:
        raise Http404
    try:
        ACTS[act](actor=actor_of(request), article=article_id)
    except UnableToPublish as no:
        return _home(request, no.sentence, no.status)
    home = reverse("channel:home")
    return HttpResponseRedirect(f"{home}?discarded={article_id}" if act == "discard" else home)


@require_safe
@missing_is_404
def fared(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """History and reads of one article."""
    return render(request, "channel/fared.html", {"page": pages.fared(actor_of(request), article_id)})


@require_safe
@missing_is_404
def picture(request: HttpRequest, article_id: UUID, number: int) -> HttpResponse:
    held = access.picture(access.own_article(actor_of(request), article_id), number)
    if held is None:
        raise Http404
    return serve(request, held.picture_id, thumbnail="small" in request.GET)
