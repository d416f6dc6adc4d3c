"""How a posted file is received."""

from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory
from pytest import raises
from pytest_django import Settings

from yinuo.media import api
from yinuo.media.tests import samples
from yinuo.media.uploads import MAX_FILE_BYTES, MAX_FORM_BYTES, MemoryOnlyUploadHandler

MEGABYTE = 1024 * 1024


def posted(settings: Settings, *contents: bytes) -> HttpRequest:
    settings.FILE_UPLOAD_HANDLERS = ["yinuo.media.uploads.MemoryOnlyUploadHandler"]
    files = {f"file{n}": SimpleUploadedFile("a.jpg", content, "image/jpeg") for n, content in enumerate(contents)}
    return RequestFactory().post("/", {"text": "说明", **files})


def test_a_picture_is_received_in_memory(settings: Settings) -> None:
    content = samples.photograph() + bytes(4 * MEGABYTE)
    request = posted(settings, content)
    received = request.FILES["file0"]
    assert isinstance(received, InMemoryUploadedFile)
    assert isinstance(request.upload_handlers[0], MemoryOnlyUploadHandler)
    assert (received.size, received.name, received.content_type) == (len(content), "a.jpg", "image/jpeg")
    assert received.read() == content
    assert request.POST["text"] == "说明"


def test_of_fifty_megabytes_only_the_size_is_kept(settings: Settings) -> None:
    received = posted(settings, bytes(50 * MEGABYTE)).FILES["file0"]
    assert isinstance(received, InMemoryUploadedFile)
    assert received.size == 50 * MEGABYTE
    assert len(received.read()) == MAX_FILE_BYTES + 1
    person = samples.SOMEBODY
    with raises(api.UnableToTakePicture) as caught:
        api.take_picture(received, about=person, by=person, item="photo_taken", through="camera")
    assert (caught.value.code, caught.value.status) == ("too_big", 413)
    with raises(api.UnableToTakeSound) as caught_sound:
        api.take_sound(received, about=person, by=person, item="voice_note", through="microphone")
    assert caught_sound.value.status == 413


def test_many_files_together_fill_no_memory(settings: Settings) -> None:
    request = posted(settings, *(bytes(9 * MEGABYTE) for _ in range(6)))
    received = [request.FILES[f"file{n}"] for n in range(6)]
    kept = 0
    for file in received:
        assert isinstance(file, InMemoryUploadedFile)
        assert file.size == 9 * MEGABYTE
        kept += len(file.read())
    assert kept == MAX_FORM_BYTES
