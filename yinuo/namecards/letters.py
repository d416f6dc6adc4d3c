"""Chinese letters for pictures that the server draws."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from PIL import ImageDraw, ImageFont

from yinuo.namecards.problems import NoLetters

# Where Debian and Fedora put Noto CJK; in the collection the simplified Chinese face is the third.
FACES = {
    "regular": ("NotoSansCJK-Regular.ttc", 2),
    "bold": ("NotoSansCJK-Bold.ttc", 2),
}
FOLDERS = (Path("/usr/share/fonts/opentype/noto"), Path("/usr/share/fonts/google-noto-cjk"))


@cache
def letters(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """A face of this weight. Raises :class:`NoLetters` where no such font is installed."""
    name, index = FACES[weight]
    for folder in FOLDERS:
        if (folder / name).exists():
            return ImageFont.truetype(str(folder / name), size, index=index)
    raise NoLetters


def fitting(pen: ImageDraw.ImageDraw, text: str, *, weight: str, sizes: tuple[int, ...], width: int) -> tuple[
    ImageFont.FreeTypeFont, list[str]
]:  # fmt: skip
    """The largest of ``sizes`` in which ``text`` takes one line; else the smallest, in as many lines as it needs."""
    for size in sizes:
        if pen.textlength(text, font=letters(weight, size)) <= width:
            return letters(weight, size), [text]
    font = letters(weight, sizes[-1])
    return font, list(_lines(pen, text, font, width))


def _lines(pen: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    line = ""
    for letter in text:
        if line and pen.textlength(line + letter, font=font) > width:
            yield line
            line = ""
        line += letter
    yield line
