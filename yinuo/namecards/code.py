"""The QR code of an address (ISO/IEC 18004), as modules and as a drawing."""

from io import BytesIO

import segno

QUIET = 4
"""Light modules around the code, as the norm asks."""


def code_of(address: str) -> segno.QRCode:
    """Level M: readable with a scratch or a fold across a printed card."""
    return segno.make_qr(address, error="m", boost_error=False)


def drawn(address: str) -> bytes:
    """An SVG without a size of its own, black on white in the dark too: scanners want it so."""
    drawing = BytesIO()
    code_of(address).save(
        drawing, kind="svg", border=QUIET, dark="#000", light="#fff", omitsize=True, xmldecl=False, nl=False
    )
    return drawing.getvalue()
