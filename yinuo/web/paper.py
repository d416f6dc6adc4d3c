"""Pages for a printer: HTML and style sheets to a PDF with its letters embedded."""

import ctypes.util
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import ImageFile


@contextmanager
def _by_soname() -> Iterator[None]:
    """The libraries of layout are looked for by other systems' names first, and each miss would start ``ldconfig``,
    which no process of ours may (clause 3.1.5): a miss is a miss, the name of Debian's library comes next."""
    looking_up = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = looking_up


with _by_soname():
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

# SECURITY: the import above made Pillow accept pictures that were cut off, for the whole process.
ImageFile.LOAD_TRUNCATED_IMAGES = False


def pdf(page: str, *styles: str) -> bytes:
    """``page`` is HTML that holds all it needs, pictures as ``data:`` addresses; ``styles`` are style sheets' texts.

    SECURITY: anything else that the page names is not fetched, and the printing fails.
    """
    inside = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    sheets = [CSS(string=style, url_fetcher=inside) for style in styles]
    made: bytes = HTML(string=page, url_fetcher=inside).write_pdf(stylesheets=sheets)
    return made
