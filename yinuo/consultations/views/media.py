"""Files on their way in and out; who may see one is decided here, before it is served."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from yinuo.consultations import access
from yinuo.consultations.actions.taking_in import take_in
from yinuo.consultations.forms import UploadForm
from yinuo.consultations.problems import Unable, UnableToTakeIn
from yinuo.consultations.views.answers import actor_of, missing_is_404
from yinuo.media.api import UnableToTake
from yinuo.media.serve import serve


@require_POST
@missing_is_404
def upload(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """``client_id``, ``kind`` and ``file``; answers ``{"media": id}``, or 4xx with a sentence."""
    form = UploadForm(request.POST)
    access.get(actor_of(request), consultation_id)
    try:
        if not form.is_valid():
            raise UnableToTakeIn("not_a_file")
        taken = take_in(
            actor_of(request),
            consultation_id=consultation_id,
            client_id=form.cleaned_data["client_id"],
            kind=form.cleaned_data["kind"],
            upload=request.FILES.get("file"),
        )
    except UnableToTake as no:
        return _json({"error": no.code, "sentence": no.sentence}, status=no.status)
    except Unable as no:
        return _json({"error": no.code, "sentence": no.sentence}, status=409)
    return _json({"media": str(taken)}, status=201)


@require_safe
@missing_is_404
def show(request: HttpRequest, consultation_id: UUID, media_id: UUID) -> HttpResponse:
    access.require_media(actor_of(request), media_id, consultation=consultation_id)
    return serve(request, media_id)


@require_safe
@missing_is_404
def thumbnail(request: HttpRequest, consultation_id: UUID, media_id: UUID) -> HttpResponse:
    access.require_media(actor_of(request), media_id, consultation=consultation_id)
    return serve(request, media_id, thumbnail=True)


@require_safe
@missing_is_404
def document(request: HttpRequest, media_id: UUID) -> HttpResponse:
    """The thumbnail of a document that the patient has not handed over yet."""
    access.require_document(actor_of(request), media_id)
    return serve(request, media_id, thumbnail=True)


def _json(body: dict[str, str], *, status: int) -> JsonResponse:
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
