"""Taking a page's picture in both schemes, and laying several on one ground. Each file stays under 120 KB."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw
from playwright.sync_api import Page

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
LIMIT = 120_000
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
GROUND = (223, 230, 227)
EDGE = (168, 178, 174)


def take(page: Page, name: str) -> None:
    """``name-light.png`` and ``name-dark.png``, of what the window shows."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_timeout(300)  # a canvas is drawn again after the scheme changed
        keep(shot(page), f"{name}-{scheme}.png")
    page.emulate_media(color_scheme="light")


def shot(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")


def keep(picture: Image.Image, name: str) -> None:
    """Fewer colours until it is small enough."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for colours in (128, 64, 32):
        packed = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
        if packed.tell() <= LIMIT:
            (FOLDER / name).write_bytes(packed.getvalue())
            return
    raise ValueError(f"{name} does not fit into {LIMIT} bytes")


def side_by_side(names: Sequence[str], *, width: int = 400, gap: int = 48) -> Image.Image:
    """Phones on a quiet ground, each ``width`` wide."""
    phones = [framed(Image.open(FOLDER / name).convert("RGB"), width) for name in names]
    height = max(phone.height for phone in phones)
    ground = Image.new("RGB", (len(phones) * (width + gap) + gap, height + 2 * gap), GROUND)
    for place, phone in enumerate(phones):
        ground.paste(phone, (gap + place * (width + gap), gap), phone)
    return ground


def framed(picture: Image.Image, width: int) -> Image.Image:
    """Rounded as a phone's screen is, with a hairline around it."""
    size = (width, round(picture.height * width / picture.width))
    mask = Image.new("L", (size[0] * 4, size[1] * 4), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, mask.width - 1, mask.height - 1), 80, fill=255)
    made = picture.resize(size, Image.Resampling.LANCZOS)
    ImageDraw.Draw(made).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), 20, outline=EDGE, width=1)
    made.putalpha(mask.resize(size, Image.Resampling.LANCZOS))
    return made
