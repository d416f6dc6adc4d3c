"""A sealed file as an answer."""

from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from django.http import Http404
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from yinuo.media.models import MediaFile
from yinuo.media.store import Part, path_of
from yinuo.media.tests import scenes


def test_a_picture_is_answered_whole_and_small(folder: Path, patient: UUID, doctor: UUID) -> None:
    media = scenes.send_picture(patient)
    for thumbnail, size in ((False, (900, 700)), (True, (480, 373))):
        answer = scenes.look(doctor, media, thumbnail=thumbnail)
        assert answer.status_code == 200
        assert Image.open(BytesIO(answer.content)).size == size
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["Content-Length"] == str(len(answer.content))


def test_no_cache_keeps_it_and_no_page_can_be_made_of_it(folder: Path, patient: UUID, doctor: UUID) -> None:
    answer = scenes.look(doctor, scenes.send_sound(patient))
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"] == 'inline; filename="voice.m4a"'
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_any_range_of_any_length_equals_the_slice_of_the_original(folder: Path, patient: UUID, doctor: UUID) -> None:
    media = scenes.send_picture(patient)
    content = scenes.plain_content(doctor, media)
    size = len(content)

    @settings(deadline=None, max_examples=60)
    @given(st.integers(0, size - 1), st.integers(0, size * 2))
    def equal(first: int, last: int) -> None:
        answer = scenes.look(doctor, media, Range=f"bytes={first}-{last}")
        if last < first:
            assert (answer.status_code, answer.content) == (200, content)
            return
        assert answer.status_code == 206
        assert answer.content == content[first : last + 1]
        assert answer.headers["Content-Range"] == f"bytes {first}-{min(last, size - 1)}/{size}"
        assert answer.headers["Content-Length"] == str(len(answer.content))

    equal()
    assert scenes.look(doctor, media, Range="bytes=-10").content == content[-10:]


def test_a_range_behind_the_end_is_told_so(folder: Path, patient: UUID, doctor: UUID) -> None:
    media = scenes.send_sound(patient)
    size = MediaFile.objects.get(pk=media).size
    answer = scenes.look(doctor, media, Range=f"bytes={size}-")
    assert (answer.status_code, answer.content) == (416, b"")
    assert answer.headers["Content-Range"] == f"bytes */{size}"


def test_the_head_says_what_the_whole_would_be(folder: Path, patient: UUID, doctor: UUID) -> None:
    media = scenes.send_sound(patient)
    whole, head = scenes.look(doctor, media), scenes.look(doctor, media, method="HEAD", Range="bytes=0-1")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == whole.headers


def test_a_range_of_another_file_is_not_pieced_together(folder: Path, patient: UUID, doctor: UUID) -> None:
    media = scenes.send_picture(patient)
    etag = scenes.look(doctor, media).headers["ETag"]
    assert scenes.look(doctor, media, Range="bytes=0-9", If_Range=etag).status_code == 206
    assert scenes.look(doctor, media, Range="bytes=0-9", If_Range='"another"').status_code == 200
    small = scenes.look(doctor, media, thumbnail=True, Range="bytes=0-9", If_Range=etag)
    assert small.status_code == 200


def test_what_is_not_there_is_not_found(folder: Path, patient: UUID, doctor: UUID) -> None:
    sound = scenes.send_sound(patient)
    with pytest.raises(Http404):
        scenes.look(doctor, patient)
    with pytest.raises(Http404):
        scenes.look(doctor, sound, thumbnail=True)


@pytest.mark.parametrize("harm", ["changed", "swapped", "cut", "another", "gone"])
def test_a_file_that_was_touched_is_never_shown(folder: Path, patient: UUID, doctor: UUID, harm: str) -> None:
    media, other = scenes.send_picture(patient), scenes.send_picture(patient)
    path = path_of(media)
    sealed = bytearray(path.read_bytes())
    assert scenes.look(doctor, media, Range="bytes=0-9").status_code == 206
    if harm == "changed":
        sealed[30] ^= 1
    elif harm == "swapped":
        first, second = sealed[16:65568], sealed[65568:131120]
        sealed[16:131120] = second + first
    elif harm == "cut":
        del sealed[-1:]
    elif harm == "another":
        sealed = bytearray(path_of(other).read_bytes())
    path.write_bytes(sealed)
    if harm == "gone":
        path.unlink()
    answer = scenes.look(doctor, media, Range="bytes=0-9")
    assert answer.status_code == 500
    assert "请" in answer.content.decode()
    assert scenes.look(doctor, media, thumbnail=True).status_code == 200


def test_a_thumbnail_put_in_place_of_the_picture_is_found(folder: Path, patient: UUID, doctor: UUID) -> None:
    media = scenes.send_picture(patient)
    small = path_of(media, Part.THUMBNAIL).read_bytes()
    path_of(media).write_bytes(small)
    MediaFile.objects.filter(pk=media).update(size=MediaFile.objects.get(pk=media).thumbnail_size)
    assert scenes.look(doctor, media).status_code == 500
