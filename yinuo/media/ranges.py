"""The Range header (RFC 9110, section 14): one range of bytes, or none."""

import re
from dataclasses import dataclass

_ONE_RANGE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.ASCII)


class RangeNotSatisfiable(Exception):
    """The range lies wholly behind the end."""


@dataclass(frozen=True)
class ByteRange:
    """Like a slice: ``stop`` is not part of it."""

    start: int
    stop: int

    def content_range(self, size: int) -> str:
        return f"bytes {self.start}-{self.stop - 1}/{size}"


def read_range(header: str, size: int) -> ByteRange | None:
    """None when the header is to be ignored: absent, not understood, or more than one range."""
    found = _ONE_RANGE.fullmatch(header)
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        wanted = ByteRange(max(0, size - int(last)), size)
    elif last and int(last) < int(first):
        return None
    else:
        wanted = ByteRange(int(first), min(size, int(last) + 1) if last else size)
    if wanted.start >= wanted.stop:
        raise RangeNotSatisfiable
    return wanted
