"""Files on their way in and out; who may see one is decided here, before it is served."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yinuo.consultations.api import actor_of
from yinuo.followups import access
from yinuo.followups.actions.attaching import attach, detach
from yinuo.followups.forms import UploadForm
from yinuo.followups.problems import Unable, UnableToAttach
from yinuo.followups.views.answers import missing_is_404
from yinuo.media.api import UnableToTake
from yinuo.media.serve import serve


@require_POST
@missing_is_404
def upload(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """``client_id``, ``kind``, ``through``, ``occasion`` and ``file``; answers ``{media, url, thumbnail, forget}``, or
    4xx with a sentence."""
    form = UploadForm(request.POST)
    access.plan(actor_of(request), plan_id)
    try:
        if not form.is_valid():
            raise UnableToAttach("not_a_file")
        said = form.cleaned_data
        taken = attach(
            actor_of(request),
            plan_id=plan_id,
            occasion_id=said["occasion"],
            client_id=said["client_id"],
            kind=said["kind"],
            through=said["through"],
            upload=request.FILES.get("file"),
        )
    except UnableToTake as no:
        return _json({"error": no.code, "sentence": no.sentence}, status=no.status)
    except Unable as no:
        return _json({"error": no.code, "sentence": no.sentence}, status=409)
    place = [plan_id, taken]
    body = {"media": str(taken), "url": reverse("followups:media", args=place)}
    body["thumbnail"] = reverse("followups:thumbnail", args=place)
    if actor_of(request).role == "patient":
        body["forget"] = reverse("followups:forget", args=place)
    return _json(body, status=201)


@require_POST
@missing_is_404
def forget(request: HttpRequest, plan_id: UUID, media_id: UUID) -> HttpResponse:
    """Take back one's own file before the answer is sent."""
    try:
        detach(actor_of(request), plan_id=plan_id, media_id=media_id)
    except Unable as no:
        return _json({"error": no.code, "sentence": no.sentence}, status=409)
    return _json({"media": str(media_id)}, status=200)


@require_safe
@missing_is_404
def show(request: HttpRequest, plan_id: UUID, media_id: UUID) -> HttpResponse:
    access.require_media(actor_of(request), plan_id, media_id)
    return serve(request, media_id)


@require_safe
@missing_is_404
def thumbnail(request: HttpRequest, plan_id: UUID, media_id: UUID) -> HttpResponse:
    access.require_media(actor_of(request), plan_id, media_id)
    return serve(request, media_id, thumbnail=True)


def _json(body: dict[str, str], *, status: int) -> JsonResponse:
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
