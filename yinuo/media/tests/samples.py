"""Real files made on the spot: photographs with a place in them, recordings, and files that lie."""

import math
import struct
import zipfile
import zlib
from array import array
from io import BytesIO
from uuid import UUID

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

CAMERA = "Pocket camera 7"
PLACE = (31.0, 14.0, 3.25)


def photograph(
    size: tuple[int, int] = (640, 480), *, form: str = "JPEG", orientation: int = 1, noise: bool = False
) -> bytes:
    """Left half red, right half blue; with camera, orientation, place and a comment wherever the form has room."""
    if noise:
        picture = Image.effect_noise(size, 80).convert("RGB")
    else:
        picture = Image.new("RGB", size, (220, 30, 30))
        picture.paste((30, 30, 220), (size[0] // 2, 0, size[0], size[1]))
    exif = Image.Exif()
    exif[0x0110] = CAMERA
    exif[0x0112] = orientation
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", tuple(IFDRational(part) for part in PLACE)
    written = BytesIO()
    more = {"comment": b"written by hand"} if form == "JPEG" else {}
    picture.save(written, form, exif=exif.tobytes(), **more)
    return written.getvalue()


def polyglot() -> bytes:
    """A JPEG that is a ZIP as well, with a page in it and after it."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("run.html", "<script>alert(1)</script>")
    return photograph() + packed.getvalue() + b"<html><script>alert(2)</script></html>"


def drawing() -> bytes:
    return b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def moving(form: str = "WEBP") -> bytes:
    written = BytesIO()
    frames = [Image.new("RGB", (40, 40), color) for color in ("red", "green", "blue")]
    frames[0].save(written, form, save_all=True, append_images=frames[1:], duration=100)
    return written.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that says it is this large; its rows are all there and pack well."""
    row = zlib.compressobj(9)
    packed = b"".join(row.compress(bytes(1 + width // 8)) for _ in range(height)) + row.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = b"".join(_png_chunk(kind, body) for kind, body in ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b"")))
    return b"\x89PNG\r\n\x1a\n" + chunks


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


RECORDERS = {
    "webm": ("webm", "libopus", 48_000),
    "ogg": ("ogg", "libopus", 48_000),
    "mp4": ("mp4", "aac", 44_100),
    "wav": ("wav", "pcm_s16le", 16_000),
}


def tone(seconds: float, rate: int) -> "array[int]":
    """Loud in every other second, soft in between."""
    loud = (12_000, 3_000)
    two_seconds = array(
        "h", (int(loud[at // rate] * math.sin(at * 2 * math.pi * 440 / rate)) for at in range(2 * rate))
    )
    return (two_seconds * math.ceil(seconds / 2))[: int(seconds * rate)]


def recording(
    seconds: float, form: str = "webm", *, bit_rate: int = 32_000, video: bool = False, silent: bool = False
) -> bytes:
    """What a browser's recorder writes."""
    container_form, codec, rate = RECORDERS[form]
    samples = array("h", bytes(2 * int(seconds * rate))) if silent else tone(seconds, rate)
    written = BytesIO()
    with av.open(written, mode="w", format=container_form) as container:
        picture = container.add_stream("libvpx", rate=5) if video else None
        if picture is not None:
            picture.width = picture.height = 64
        sound = container.add_stream(codec, rate=rate, layout="mono")
        assert isinstance(sound, AudioStream)
        if form != "wav":
            sound.bit_rate = bit_rate
        if picture is not None:
            for number in range(5):
                frame = av.VideoFrame(64, 64, "yuv420p")
                frame.pts = number
                container.mux(picture.encode(frame))
            container.mux(picture.encode(None))
        for start in range(0, len(samples), 960):
            part = samples[start : start + 960]
            heard = AudioFrame(format="s16", layout="mono", samples=len(part))
            heard.planes[0].update(part.tobytes())
            heard.sample_rate, heard.pts = rate, start
            container.mux(sound.encode(heard))
        container.mux(sound.encode(None))
    return written.getvalue()


def upload(content: bytes, *, name: str = "blob", content_type: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type)


SOMEBODY = UUID(int=7)
