"""Pictures: decoded, turned upright, and written anew as JPEG without any metadata.

The bytes that came in are never kept. So a picture that is also something else (a ZIP or HTML behind the last
marker) is only a picture afterwards, and the place where it was taken (EXIF, XMP, comments) is gone.
"""

import threading
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms

from yinuo.media.intake.claims import contradicts
from yinuo.media.intake.refusals import UnableToTake

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_EDGE = 2560
THUMBNAIL_EDGE = 480
# An honest progressive JPEG has about ten scans. A file of a million empty ones keeps a decoder busy for hours.
MAX_SCANS = 100

TYPES = {
    "JPEG": frozenset({"image/jpeg", "image/jpg", "image/pjpeg"}),
    "PNG": frozenset({"image/png", "image/x-png"}),
    "WEBP": frozenset({"image/webp"}),
}
ENDINGS = {
    "JPEG": frozenset({".jpg", ".jpeg", ".jpe", ".jfif"}),
    "PNG": frozenset({".png"}),
    "WEBP": frozenset({".webp"}),
}
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# Forty megapixels are up to 160 MB while they are decoded: one at a time in each process.
_one_at_a_time = threading.Lock()


class UnableToTakePicture(UnableToTake):
    reasons = {
        "empty": (422, _("这张图片是空的，请重新拍照或另选一张。")),
        "too_big": (413, _("这张图片超过 10 MB，请换一张小一些的，或直接拍照发送。")),
        "too_many_pixels": (413, _("这张图片超过 4000 万像素，请缩小后再发，或直接拍照发送。")),
        "heic": (415, _("暂时打不开 HEIC 格式，请在手机的相机设置里改用“兼容性最佳”后重拍，或截图后发送。")),
        "drawing": (415, _("不能发送 SVG 图形，因为其中可以藏有程序，请截图后发送。")),
        "not_a_picture": (415, _("这个文件不是 JPEG、PNG 或 WebP 图片，请另选一张，或直接拍照发送。")),
        "not_what_it_says": (415, _("这个文件的内容与它的名称或类型不符，请另选一张，或直接拍照发送。")),
        "moving": (422, _("不能发送动态图片，请另选一张静止的，或截图后发送。")),
        "damaged": (422, _("这张图片已损坏或没有传完整，请重新选择，或重新拍照发送。")),
    }


@dataclass(frozen=True)
class Picture:
    content: bytes
    thumbnail: bytes
    width: int
    height: int
    mime: str = "image/jpeg"


def prepare_picture(data: bytes, *, content_type: str = "", name: str = "") -> Picture:
    """The picture as it will be kept. Raises :class:`UnableToTakePicture`."""
    if not data:
        raise UnableToTakePicture("empty")
    if len(data) > MAX_BYTES:
        raise UnableToTakePicture("too_big")
    form = _form(data)
    if contradicts(form, content_type=content_type, name=name, types=TYPES, endings=ENDINGS):
        raise UnableToTakePicture("not_what_it_says")
    if form == "JPEG" and data.count(b"\xff\xda") > MAX_SCANS:
        raise UnableToTakePicture("damaged")
    with _one_at_a_time:
        try:
            return _rewrite(data, form)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise UnableToTakePicture("too_many_pixels") from None
        except UnableToTakePicture:
            raise
        except Exception as error:
            # Hostile bytes make a decoder raise nearly anything; whatever it is, the picture can't be read.
            raise UnableToTakePicture("damaged") from error


def _form(data: bytes) -> str:
    """What the first bytes are, whatever the sender says."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        raise UnableToTakePicture("heic")
    if b"<svg" in data[:4096].lower():
        raise UnableToTakePicture("drawing")
    raise UnableToTakePicture("not_a_picture")


def _rewrite(data: bytes, form: str) -> Picture:
    with Image.open(BytesIO(data), formats=[form]) as opened:
        _refuse_by_header(opened)
        profile = opened.info.get("icc_profile")
        opened.draft(None, _fitted(opened.size))
        opened.load()
        picture = _upright(opened, _flat(opened))
    picture.thumbnail((MAX_EDGE, MAX_EDGE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    picture = _in_srgb(picture, profile)
    thumbnail = picture.copy()
    thumbnail.thumbnail((THUMBNAIL_EDGE, THUMBNAIL_EDGE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return Picture(_jpeg(picture, 85), _jpeg(thumbnail, 80), picture.width, picture.height)


def _refuse_by_header(opened: Image.Image) -> None:
    """Everything that can be refused before a single pixel is decoded."""
    width, height = opened.size
    if width < 1 or height < 1:
        raise UnableToTakePicture("empty")
    if width * height > MAX_PIXELS:
        raise UnableToTakePicture("too_many_pixels")
    # Phones write a JPEG with a second frame (depth, brightness) as MPO; its first frame is the photograph.
    if opened.format != "MPO" and getattr(opened, "n_frames", 1) > 1:
        raise UnableToTakePicture("moving")


def _fitted(size: tuple[int, int]) -> tuple[int, int]:
    """The size after shrinking: a JPEG decoder can skip most of the work for it."""
    scale = min(1.0, MAX_EDGE / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _flat(opened: Image.Image) -> Image.Image:
    """Without transparency (white behind it) and with eight bits a channel."""
    if opened.mode in ("RGB", "L", "CMYK"):
        return opened.copy()
    if opened.mode.startswith("I;16"):
        return opened.point(lambda value: value * (1 / 256)).convert("L")
    if opened.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in opened.info:
        seen = opened.convert("RGBA")
        ground = Image.new("RGBA", seen.size, "white")
        ground.alpha_composite(seen)
        return ground.convert("RGB")
    return opened.convert("RGB")


def _upright(opened: Image.Image, picture: Image.Image) -> Image.Image:
    """As the camera was held. An unreadable note of it is no reason to refuse the picture."""
    try:
        turn = UPRIGHT.get(opened.getexif().get(ORIENTATION, 1))
    except Exception:
        turn = None
    return picture if turn is None else picture.transpose(turn)


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours that the camera meant, since its colour profile goes with the metadata."""
    if profile and picture.mode in ("RGB", "L", "CMYK"):
        try:
            meant = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, meant, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None
        if converted is not None:
            return converted
    return picture.convert("RGB")


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    # SECURITY: Pillow copies a JPEG comment out of ``info`` into the new file, so nothing may be left in there.
    picture.info.clear()
    written = BytesIO()
    picture.save(written, "JPEG", quality=quality, optimize=True)
    return written.getvalue()
