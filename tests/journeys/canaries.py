"""Unmistakable values, every way in which they could be written down, and the search for them."""

import base64
import codecs
import io
import json
import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

CAMERA = "KANARIENKAMERA-7781"
NORTH = (IFDRational(271828182, 10000019), IFDRational(314159265, 10000079), IFDRational(161803398, 10000103))
WINDOW = 24
WINDOWS = 6
ZEROS = re.compile(rb"\0{256,}")
CODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


@dataclass(frozen=True)
class Pattern:
    """``name`` says which value it is and how it is written."""

    name: str
    octets: bytes


def of_text(name: str, text: str) -> Iterator[Pattern]:
    """A text in every coding, and what base64, hex, JSON and an address make of it."""
    for coding in CODINGS:
        written = text.encode(coding)
        yield Pattern(f"{name}, {coding}", written)
        yield from _wrapped(f"{name}, {coding}", written)
    if not text.isascii():
        yield Pattern(f"{name}, JSON", json.dumps(text)[1:-1].encode())
        yield Pattern(f"{name}, address", quote(text).encode())


def of_number(name: str, number: str) -> Iterator[Pattern]:
    """A phone number as people and programs write it; with +86 in front it is found by what follows."""
    for text in (number, f"{number[:3]} {number[3:7]} {number[7:]}", f"{number[:3]}-{number[3:7]}-{number[7:]}"):
        yield from of_text(f"{name} as {text}", text)
    yield from of_text(f"{name} with its country", f"+86{number}")
    for order in "<>":
        yield Pattern(f"{name}, eight octets {order}", struct.pack(f"{order}q", int(number)))
        yield Pattern(f"{name}, eight octets with its country {order}", struct.pack(f"{order}q", int(f"86{number}")))


def of_file(name: str, content: bytes) -> Iterator[Pattern]:
    """Pieces of a file that occur nowhere else, from its whole length."""
    step = max(1, (len(content) - WINDOW) // (WINDOWS + 1))
    pieces = [content[at : at + WINDOW] for at in range(step, len(content) - WINDOW, step)]
    told = [piece for piece in pieces if len(set(piece)) > WINDOW // 2]
    assert len(told) >= 2, f"{name} has no unmistakable piece"
    for number, piece in enumerate(told):
        yield Pattern(f"{name}, piece {number}", piece)
        yield from _wrapped(f"{name}, piece {number}", piece)


def _wrapped(name: str, octets: bytes) -> Iterator[Pattern]:
    for shift in range(3):
        plain = base64.b64encode(bytes(shift) + octets)
        whole = plain[(0, 2, 3)[shift] : -4]  # what stands whatever comes before and after
        if len(whole) >= 8:
            yield Pattern(f"{name}, base64 {shift}", whole)
    yield Pattern(f"{name}, hex", codecs.encode(octets, "hex"))
    yield Pattern(f"{name}, HEX", codecs.encode(octets, "hex").upper())


def photograph(path: Path) -> bytes:
    """Noise, so that each piece of it is unmistakable, taken somewhere by a camera with a name."""
    picture = Image.effect_noise((720, 540), 90).convert("RGB")
    exif = Image.Exif()
    exif[0x0110] = CAMERA
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", NORTH
    picture.save(path, "JPEG", quality=85, exif=exif.tobytes(), comment=CAMERA[::-1].encode())
    return path.read_bytes()


def of_place() -> Iterator[Pattern]:
    """Camera, comment and place of :func:`photograph`."""
    yield from of_text("camera", CAMERA)
    yield from of_text("comment", CAMERA[::-1])
    for order in "<>":
        numbers = [part for one in NORTH for part in (one.numerator, one.denominator)]
        yield Pattern(f"place {order}", struct.pack(f"{order}6I", *numbers))


def place_of(content: bytes) -> bool:
    """Whether a picture tells where or with what it was taken."""
    with Image.open(io.BytesIO(content)) as picture:
        return bool(picture.getexif()) or "comment" in picture.info


def found(patterns: Iterable[Pattern], places: Mapping[str, bytes]) -> list[str]:
    """Every value that stands somewhere, and where."""
    known = {pattern.octets: pattern for pattern in patterns}
    inside: dict[bytes, list[str]] = {}  # a cluster holds many files several times
    for content in places.values():
        if content not in inside:
            dense = ZEROS.sub(bytes(8), content)  # files of a database are half empty
            inside[content] = [pattern.name for octets, pattern in known.items() if octets in dense]
    return [f"{name}: {place}" for place, content in places.items() for name in inside[content]]


def files(folder: Path, prefix: str = "") -> dict[str, bytes]:
    """Every file below a folder."""
    kept = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            kept[f"{prefix}{file.relative_to(folder)}"] = file.read_bytes()
    return kept
