"""A patient sends a photograph or a voice note; a doctor looks at it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.http import HttpResponse
from django.test import RequestFactory

from yinuo.media import api, store
from yinuo.media.models import MediaFile
from yinuo.media.serve import serve
from yinuo.media.tests import samples
from yinuo.promise.gate import Actor, PurposeContext, open_purpose


@contextmanager
def door(person: UUID, role: str) -> Iterator[PurposeContext]:
    with open_purpose("consultations", actor=Actor(person, role), door="test media") as context:
        yield context


def send_picture(patient: UUID, content: bytes | None = None) -> UUID:
    upload = samples.upload(content or samples.photograph((900, 700), noise=True), content_type="image/jpeg")
    with door(patient, "patient"):
        return api.take_picture(upload, about=patient, by=patient, item="photo_taken", through="camera").pk


def send_sound(patient: UUID, seconds: float = 2.0) -> UUID:
    upload = samples.upload(samples.recording(seconds), content_type="audio/webm;codecs=opus")
    with door(patient, "patient"):
        return api.take_sound(upload, about=patient, by=patient, item="voice_note", through="microphone").pk


def look(doctor: UUID, media: UUID, *, thumbnail: bool = False, method: str = "GET", **headers: str) -> HttpResponse:
    request = RequestFactory().generic(method, "/", headers={name.replace("_", "-"): v for name, v in headers.items()})
    with door(doctor, "doctor"):
        return serve(request, media, thumbnail=thumbnail)


def plain_content(doctor: UUID, media: UUID, part: store.Part = store.Part.WHOLE) -> bytes:
    """The content, opened straight from the store."""
    with door(doctor, "doctor"):
        row = MediaFile.objects.get(pk=media)
        size = row.size if part is store.Part.WHOLE else row.thumbnail_size
        assert size is not None
        return store.read(media, part, key=row.key, size=size, start=0, stop=size)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
