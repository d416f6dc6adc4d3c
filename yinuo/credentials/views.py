"""The doctor's pages of qualification, and the photo that patients see."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinuo.credentials import actions, api
from yinuo.credentials.access import NotHere, own_application, picture_of
from yinuo.credentials.forms import QualificationForm
from yinuo.credentials.pages.card import photo_of
from yinuo.credentials.pages.correction import correction_page
from yinuo.credentials.pages.papers import papers
from yinuo.credentials.problems import UnableToQualify
from yinuo.media.api import UnableToTake
from yinuo.media.serve import serve
from yinuo.promise.consent import UnableToRecordConsent
from yinuo.promise.gate import Actor


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _page(
    request: HttpRequest, template: str, *, form: QualificationForm | None = None, problem: str = ""
) -> HttpResponse:
    actor = _actor(request)
    page = papers(actor.who, own_application(actor), form=form, problem=problem)
    shown = {"page": page, "kept": "kept" in request.GET}
    return render(request, f"credentials/{template}.html", shown, status=400 if problem or form else 200)


def _to(place: str) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"credentials:{place}"))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """工作台→我的认证: how far it is, what comes next, and everything that was given."""
    return _page(request, "home")


@require_safe
def standing(request: HttpRequest) -> HttpResponse:
    """The part of the page that changes when the reviewer decides."""
    return _page(request, "standing")


@require_http_methods(["GET", "HEAD", "POST"])
def fields(request: HttpRequest) -> HttpResponse:
    """The typed fields. Posting keeps them and goes on to the pictures, or back with ``save``."""
    if request.method != "POST":
        return _page(request, "fields")
    form = QualificationForm(request.POST)
    if not form.is_valid():
        return _page(request, "fields", form=form)
    filled = {name: str(text) for name, text in form.cleaned_data.items() if name in request.POST}
    try:
        actions.save_draft(actor=_actor(request), values=filled, notice=request.POST.get("notice", ""))
    except (UnableToQualify, UnableToRecordConsent) as problem:
        return _page(request, "fields", form=form, problem=problem.sentence)
    place = "home" if "save" in request.POST else "pictures"
    return HttpResponseRedirect(f"{reverse(f'credentials:{place}')}?kept")


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, part: str) -> HttpResponse:
    """Clause 5.2: one field, in place. Reviewed papers wait for the reviewer, and the old words stay meanwhile."""
    actor, form, problem = _actor(request), None, ""
    if request.method == "POST":
        form = QualificationForm(request.POST)
        form.is_valid()
        text = form.cleaned_data.get(part)
        if text is not None:
            try:
                actions.correct(actor=actor, part=part, text=str(text), notice=request.POST.get("notice", ""))
                return HttpResponseRedirect(reverse("credentials:correct", args=[part]))
            except NotHere:
                raise Http404 from None
            except (UnableToQualify, UnableToRecordConsent) as unable:
                problem = unable.sentence
    try:
        page = correction_page(actor, part, form=form, problem=problem)
    except NotHere:
        raise Http404 from None
    return render(request, "credentials/correct.html", {"page": page}, status=400 if form else 200)


@require_safe
def pictures(request: HttpRequest) -> HttpResponse:
    """Licence, portrait and personal photo; each an act of its own."""
    return _page(request, "pictures")


@require_POST
def submit(request: HttpRequest) -> HttpResponse:
    """Hand the papers in."""
    try:
        actions.submit(actor=_actor(request))
    except UnableToQualify as problem:
        return _page(request, "home", problem=problem.sentence)
    return _to("home")


@require_POST
def reopen(request: HttpRequest) -> HttpResponse:
    """Take the papers back to change them."""
    try:
        actions.reopen(actor=_actor(request))
    except UnableToQualify as problem:
        return _page(request, "home", problem=problem.sentence)
    return _to("home")


@require_POST
def add_picture(request: HttpRequest, item: str) -> HttpResponse:
    through = request.POST.get("file_through") or "album"
    try:
        actions.add_picture(actor=_actor(request), item=item, upload=request.FILES.get("file"), through=through)
    except (UnableToQualify, UnableToTake) as problem:
        return _page(request, "pictures", problem=problem.sentence)
    return HttpResponseRedirect(f"{reverse('credentials:pictures')}#{item}")


@require_POST
def remove_picture(request: HttpRequest, item: str) -> HttpResponse:
    try:
        actions.remove_picture(actor=_actor(request), item=item)
    except UnableToQualify as problem:
        return _page(request, "pictures", problem=problem.sentence)
    return HttpResponseRedirect(f"{reverse('credentials:pictures')}#{item}")


@require_safe
def picture(request: HttpRequest, item: str) -> HttpResponse:
    """The doctor's own picture."""
    found = picture_of(own_application(_actor(request)), item)
    if found is None:
        raise Http404
    return serve(request, found, thumbnail="small" in request.GET)


@require_safe
def photo(request: HttpRequest, doctor: UUID) -> HttpResponse:
    """The personal photo as the card shows it: the only picture that anybody but the reviewer sees. Whoever is not
    logged in sees it of those who take patients."""
    found = photo_of(doctor) if _actor(request).person is not None or api.is_qualified(doctor) else None
    if found is None:
        raise Http404
    return serve(request, found, thumbnail="small" in request.GET)
