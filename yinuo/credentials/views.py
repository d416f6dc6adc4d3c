"""The doctor's pages of qualification, and the photo that patients see."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinuo.credentials import actions
from yinuo.credentials.access import approved, own_application, picture_of
from yinuo.credentials.forms import QualificationForm
from yinuo.credentials.pages.papers import papers
from yinuo.credentials.problems import Incomplete, UnableToQualify
from yinuo.media.api import UnableToTake
from yinuo.media.serve import serve
from yinuo.promise.consent import UnableToRecordConsent
from yinuo.promise.gate import Actor


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _page(
    request: HttpRequest, *, form: QualificationForm | None = None, problem: str = "", missing: list[str] | None = None
) -> HttpResponse:
    actor = _actor(request)
    if actor.person is None:
        raise Http404
    page = papers(actor.person, own_application(actor), form=form, missing=missing or [], problem=problem)
    bad = bool(problem or missing or form)
    return render(request, "credentials/home.html", {"page": page}, status=400 if bad else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """我的认证: the fields, the pictures, and how far the review is. Posting keeps the draft, or hands it in."""
    if request.method != "POST":
        return _page(request)
    form = QualificationForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form)
    filled = {name: str(text) for name, text in form.cleaned_data.items() if name in request.POST}
    try:
        actions.save_draft(actor=_actor(request), values=filled, notice=request.POST.get("notice", ""))
        if "submit" in request.POST:
            actions.submit(actor=_actor(request))
    except Incomplete as problem:
        return _page(request, problem=problem.sentence, missing=list(problem.missing))
    except (UnableToQualify, UnableToRecordConsent) as problem:
        return _page(request, problem=problem.sentence)
    return HttpResponseRedirect(reverse("credentials:home"))


@require_POST
def add_picture(request: HttpRequest, item: str) -> HttpResponse:
    through = request.POST.get("file_through") or "album"
    try:
        actions.add_picture(actor=_actor(request), item=item, upload=request.FILES.get("file"), through=through)
    except (UnableToQualify, UnableToTake) as problem:
        return _page(request, problem=problem.sentence)
    return HttpResponseRedirect(f"{reverse('credentials:home')}#{item}")


@require_POST
def remove_picture(request: HttpRequest, item: str) -> HttpResponse:
    try:
        actions.remove_picture(actor=_actor(request), item=item)
    except UnableToQualify as problem:
        return _page(request, problem=problem.sentence)
    return HttpResponseRedirect(f"{reverse('credentials:home')}#{item}")


@require_safe
def picture(request: HttpRequest, item: str) -> HttpResponse:
    """The doctor's own picture."""
    found = picture_of(own_application(_actor(request)), item)
    if found is None:
        raise Http404
    return serve(request, found, thumbnail="small" in request.GET)


@require_safe
def photo(request: HttpRequest, doctor: UUID) -> HttpResponse:
    """The personal photo of an approved doctor, as patients see it: the only picture that they see."""
    found = picture_of(approved(doctor), "personal_photo")
    if found is None:
        raise Http404
    return serve(request, found, thumbnail="small" in request.GET)
