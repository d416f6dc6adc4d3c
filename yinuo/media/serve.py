"""A sealed file as an answer, whole or one range of it, opening only the chunks that are asked for."""

import logging
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from yinuo.media import store
from yinuo.media.models import MediaFile
from yinuo.media.ranges import ByteRange, RangeNotSatisfiable, read_range
from yinuo.media.store import Part

logger = logging.getLogger(__name__)

NAMES = {"image/jpeg": "picture.jpg", "audio/mp4": "voice.m4a"}


def serve(request: HttpRequest, media_id: UUID, *, thumbnail: bool = False) -> HttpResponse:
    """Answer GET or HEAD. Who may see the row is decided by the room before it calls this.

    The key is opened through the gate, whatever is asked for: ``Refused`` is raised when the item is closed.
    """
    media = MediaFile.objects.filter(pk=media_id).first()
    part = Part.THUMBNAIL if thumbnail else Part.WHOLE
    size = (media.thumbnail_size if thumbnail else media.size) if media is not None else None
    if media is None or size is None:
        raise Http404
    key = media.key
    try:
        wanted = _wanted(request, size, _etag(media.pk, part))
    except RangeNotSatisfiable:
        answer = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        answer.headers["Content-Range"] = f"bytes */{size}"
        return _dressed(answer, media, part)
    taken = wanted or ByteRange(0, size)
    content = b""
    if request.method != "HEAD":
        try:
            content = store.read(media.pk, part, key=key, size=size, start=taken.start, stop=taken.stop)
        except store.FileLost:
            return _lost(media.pk)
    answer = HttpResponse(content, content_type=media.mime)
    answer.headers["Content-Length"] = str(taken.stop - taken.start)
    if wanted is not None:
        answer.status_code = HTTPStatus.PARTIAL_CONTENT
        answer.headers["Content-Range"] = wanted.content_range(size)
    return _dressed(answer, media, part)


def _wanted(request: HttpRequest, size: int, etag: str) -> ByteRange | None:
    """The one range that is to be answered. Ranges are defined for GET only (RFC 9110, 14.2)."""
    if request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    return read_range(request.headers.get("Range", ""), size)


def _etag(media_id: UUID, part: Part) -> str:
    """A file is written once and never changed, so its id says it all."""
    return f'"{media_id}"' if part is Part.WHOLE else f'"{media_id}-{part}"'


def _dressed(answer: HttpResponse, media: MediaFile, part: Part) -> HttpResponse:
    """SECURITY: never kept by a cache, never taken for anything else than it is, and without power when opened
    as a page of its own."""
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["ETag"] = _etag(media.pk, part)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Disposition"] = f'inline; filename="{NAMES.get(media.mime, "file")}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _lost(media_id: UUID) -> HttpResponse:
    logger.exception("media %s can't be opened: its file is missing or was changed", media_id)
    sentence = _("这个文件已损坏，无法打开，请让发送的人重新发一次。")
    return HttpResponse(sentence, status=500, content_type="text/plain; charset=utf-8")
