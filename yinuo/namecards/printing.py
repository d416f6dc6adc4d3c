"""The card for a printer: one with bleed and crop marks, and a sheet of ten to cut by hand."""

import base64
from pathlib import Path

from django.template.loader import render_to_string

from yinuo.namecards.code import drawn
from yinuo.namecards.content import Content
from yinuo.web.paper import pdf

PAPER = Path(__file__).with_name("paper")
LAYOUTS = {"card": 1, "sheet": 10}
"""How many cards a layout holds; its name is that of a style sheet in ``paper/``."""


def printed(content: Content, layout: str) -> bytes:
    """A PDF with its letters embedded: 90 by 54 mm, or A4 with ten of them."""
    shown = {
        "card": content,
        "cards": range(LAYOUTS[layout]),
        "code": _inline("image/svg+xml", drawn(content.address)),
        "photo": _inline("image/jpeg", content.photo) if content.photo else "",
    }
    page = render_to_string("namecards/paper.html", shown)
    return pdf(page, *((PAPER / f"{name}.css").read_text("utf-8") for name in ("ink", layout)))


def _inline(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
