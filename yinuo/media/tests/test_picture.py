"""Pictures that come in: what is taken, what is left behind, what is refused and in which words."""

import time
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from yinuo.media.intake import picture
from yinuo.media.intake.picture import UnableToTakePicture, prepare_picture
from yinuo.media.tests import samples


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content), formats=["JPEG"])


def colour(content: bytes, at: tuple[int, int]) -> tuple[int, int, int]:
    found = opened(content).getpixel(at)
    assert isinstance(found, tuple)
    red, green, blue = found
    return red, green, blue


def refused(data: bytes, *, content_type: str = "", name: str = "") -> UnableToTakePicture:
    with pytest.raises(UnableToTakePicture) as caught:
        prepare_picture(data, content_type=content_type, name=name)
    return caught.value


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_the_place_where_a_photograph_was_taken_is_gone(form: str) -> None:
    data = samples.photograph(form=form)
    with Image.open(BytesIO(data)) as before:
        assert before.getexif().get_ifd(0x8825)[2] == samples.PLACE
    made = prepare_picture(data)
    for content in (made.content, made.thumbnail):
        after = opened(content)
        assert not after.getexif()
        assert not {"exif", "xmp", "comment", "icc_profile", "photoshop"} & set(after.info)
        assert samples.CAMERA.encode() not in content
        assert b"written by hand" not in content
        assert b"Exif" not in content


def test_a_picture_is_shown_as_the_camera_was_held() -> None:
    made = prepare_picture(samples.photograph((640, 480), orientation=6))
    assert (made.width, made.height) == (480, 640) == opened(made.content).size
    top, bottom = (colour(made.content, (240, y)) for y in (100, 540))
    assert top[0] > 180 > 80 > top[2], "what was left is above after a turn to the right"
    assert bottom[2] > 180 > 80 > bottom[0]


def test_a_large_picture_is_shrunk_and_gets_a_thumbnail() -> None:
    made = prepare_picture(samples.photograph((5000, 3000)))
    assert (made.width, made.height) == (2560, 1536)
    assert opened(made.thumbnail).size == (480, 288)
    assert made.mime == "image/jpeg"


def test_a_small_picture_is_not_blown_up() -> None:
    made = prepare_picture(samples.photograph((3, 1)))
    assert (made.width, made.height) == (3, 1) == opened(made.thumbnail).size


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_way_of_writing_colours_is_taken(mode: str) -> None:
    written = BytesIO()
    source = Image.new("RGB", (64, 64), (200, 200, 200)).convert("L" if mode == "I;16" else mode)
    if mode == "I;16":
        source = Image.new("I;16", (64, 64), 200 * 256)
    source.save(written, "JPEG" if mode == "CMYK" else "PNG")
    made = prepare_picture(written.getvalue())
    assert opened(made.content).mode == "RGB"
    assert all(abs(value - (255 if mode == "1" else 200)) < 60 for value in colour(made.content, (9, 9)))


def test_transparency_becomes_white() -> None:
    written = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(written, "PNG")
    assert colour(prepare_picture(written.getvalue()).content, (5, 5)) == (255, 255, 255)


def test_a_colour_profile_that_is_nonsense_does_not_matter() -> None:
    for profile in (b"not a profile", ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()):
        written = BytesIO()
        Image.new("RGB", (20, 20), (10, 200, 10)).save(written, "JPEG", icc_profile=profile)
        assert colour(prepare_picture(written.getvalue()).content, (5, 5))[1] > 180


def test_a_polyglot_is_only_a_picture_afterwards() -> None:
    data = samples.polyglot()
    assert b"PK\x03\x04" in data
    assert b"<script>" in data
    made = prepare_picture(data, content_type="image/jpeg", name="a.jpg")
    for content in (made.content, made.thumbnail):
        assert b"PK\x03\x04" not in content
        assert b"<" not in content[:4]
        assert b"script" not in content
        assert content.endswith(b"\xff\xd9")


@pytest.mark.parametrize(
    ("data", "code", "status"),
    [
        (b"", "empty", 422),
        (samples.drawing(), "drawing", 415),
        (samples.moving("WEBP"), "moving", 422),
        (samples.moving("PNG"), "moving", 422),
        (samples.moving("GIF"), "not_a_picture", 415),
        (b"%PDF-1.7 and so on", "not_a_picture", 415),
        (b"MZ" + bytes(500), "not_a_picture", 415),
        (b"\x00\x00\x00\x18ftypheic" + bytes(500), "heic", 415),
        (b"\xff\xd8\xff" + bytes(500), "damaged", 422),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "damaged", 422),
        (samples.photograph()[:3000], "damaged", 422),
        (samples.photograph(form="PNG")[:-80], "damaged", 422),
    ],
)
def test_what_is_no_whole_still_picture_is_refused(data: bytes, code: str, status: int) -> None:
    error = refused(data)
    assert (error.code, error.status) == (code, status)


@pytest.mark.parametrize(
    ("content_type", "name"),
    [("image/jpeg", ""), ("", "lungs.jpg"), ("image/png", "lungs.html"), ("text/html", ""), ("image/svg+xml", "")],
)
def test_a_png_that_claims_to_be_something_else_is_refused(content_type: str, name: str) -> None:
    data = samples.photograph(form="PNG")
    assert prepare_picture(data, content_type="image/png", name="LUNGS.PNG").width == 640
    assert prepare_picture(data, content_type="application/octet-stream", name="blob").width == 640
    assert refused(data, content_type=content_type, name=name).code == "not_what_it_says"


def test_fifty_megabytes_are_refused_unread() -> None:
    error = refused(samples.photograph() + bytes(50 * 1024 * 1024))
    assert (error.code, error.status) == ("too_big", 413)


@pytest.mark.parametrize("size", [(7000, 6000), (12_000, 10_000), (30_000, 30_000)])
def test_a_decompression_bomb_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    data = samples.bomb(*size)
    assert len(data) < 200_000
    began = time.perf_counter()
    error = refused(data)
    assert (error.code, error.status) == ("too_many_pixels", 413)
    assert time.perf_counter() - began < 0.5


def test_a_jpeg_of_endless_scans_is_refused() -> None:
    written = BytesIO()
    Image.effect_noise((64, 64), 80).save(written, "JPEG", progressive=True)
    honest = written.getvalue()
    scan = honest[honest.rindex(b"\xff\xda") : -2]
    few, endless = (honest[:-2] + scan * times + b"\xff\xd9" for times in (3, picture.MAX_SCANS))
    assert prepare_picture(few).width == 64
    assert refused(endless).code == "damaged"


def test_every_refusal_is_a_sentence_that_says_what_to_do() -> None:
    for code in UnableToTakePicture.reasons:
        error = UnableToTakePicture(code)
        assert error.status in (413, 415, 422)
        assert error.sentence.endswith("。")
        assert any(word in error.sentence for word in ("请", "再"))


WHOLE = {form: samples.photograph((48, 32), form=form, noise=True) for form in ("JPEG", "PNG", "WEBP")}


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(WHOLE)), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=20)
)
def test_a_picture_with_changed_octets_is_shown_or_refused(form: str, changes: list[tuple[float, int]]) -> None:
    data = bytearray(WHOLE[form])
    for where, octet in changes:
        data[min(int(where * len(data)), len(data) - 1)] = octet
    try:
        made = prepare_picture(bytes(data))
    except UnableToTakePicture:
        return
    assert opened(made.content).size == (made.width, made.height)
