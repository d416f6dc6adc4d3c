"""Drawn pictures for the demonstration: a fictional licence and a portrait that is nobody's."""

import zlib
from collections.abc import Mapping
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

PAPER, LINE, INK, SEAL = "#f7f4ea", "#b9ad8a", "#39424a", "#b4453c"
GROUNDS = ("#dfeae8", "#e4e6ef", "#ece6dc", "#e2ecdf")
HAIR = ("#2f2a28", "#4a3a30", "#5b5550")
SKIN = ("#f0d2bd", "#e6c0a3", "#d8ab8a")


def specimen(item: str, papers: Mapping[str, str] | None = None) -> SimpleUploadedFile:
    """A picture for ``licence``, ``portrait`` or ``personal_photo``; the same person has the same face."""
    seed = zlib.crc32((papers or {}).get("name", "").encode())
    picture = _licence(seed) if item == "licence" else _portrait(seed, 720 if item == "personal_photo" else 560)
    content = BytesIO()
    picture.save(content, "JPEG", quality=86)
    return SimpleUploadedFile(f"{item}.jpg", content.getvalue(), content_type="image/jpeg")


def _licence(seed: int) -> Image.Image:
    """A card with a portrait, ruled lines for what would be written, a seal, and SPECIMEN over all of it: drawn
    without a real form's layout, so that nobody takes it for one."""
    card = Image.new("RGB", (960, 640), PAPER)
    pen = ImageDraw.Draw(card)
    pen.rectangle((20, 20, 940, 620), outline=LINE, width=6)
    pen.rectangle((34, 34, 926, 606), outline=LINE, width=2)
    pen.text((300, 66), "PHYSICIAN LICENCE (SPECIMEN)", fill=INK, font_size=30)
    card.paste(_portrait(seed, 560).resize((210, 260)), (76, 150))
    pen.rectangle((76, 150, 286, 410), outline=INK, width=2)
    for row, label in enumerate(("NAME", "LEVEL", "CATEGORY", "SCOPE", "INSTITUTION", "No.")):
        y = 160 + 56 * row
        pen.text((340, y), label, fill=INK, font_size=22)
        pen.line((520, y + 28, 860, y + 28), fill=LINE, width=2)
    pen.text((530, 432), f"YN-{seed % 10**8:08d}", fill=INK, font_size=24)
    pen.ellipse((700, 440, 860, 600), outline=SEAL, width=6)
    pen.text((733, 506), "YINUO DEMO", fill=SEAL, font_size=18)
    pen.text((76, 560), "FICTIONAL - FOR DEMONSTRATION ONLY", fill=SEAL, font_size=22)
    return card


def _portrait(seed: int, side: int) -> Image.Image:
    """Head, hair, shoulders and a white coat, drawn large and made smaller for smooth lines."""
    picture = Image.new("RGB", (1120, 1120), GROUNDS[seed % len(GROUNDS)])
    pen = ImageDraw.Draw(picture)
    hair, skin = HAIR[seed // 7 % len(HAIR)], SKIN[seed // 3 % len(SKIN)]
    pen.ellipse((330, 180, 790, 720), fill=hair)
    if seed % 2:
        pen.rounded_rectangle((330, 440, 790, 860), 120, fill=hair)
    pen.rectangle((490, 640, 630, 860), fill=skin)
    pen.rounded_rectangle((170, 800, 950, 1300), 200, fill="#fbfdfd", outline="#c4d0d0", width=6)
    pen.polygon(((470, 800), (560, 980), (650, 800)), fill="#7fa7ad")
    pen.ellipse((370, 270, 750, 740), fill=skin)
    pen.chord((360, 200, 760, 560), 180, 360, fill=hair)
    for eye in (470, 650):
        pen.ellipse((eye - 16, 500, eye + 16, 532), fill=INK)
    pen.arc((490, 560, 630, 660), 30, 150, fill="#a4604f", width=8)
    return picture.resize((side, side), Image.Resampling.LANCZOS)
