"""The folder of sealed files: ``<media>/ab/<id>`` and beside it ``<id>.thumbnail``.

``ab`` are the last two digits of the id (the first ones are the clock). Only ciphertext is ever written, and a file
has its name only when it is whole and on the disk.
"""

import os
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from django.conf import settings

from yinuo.media import sealing


class Part(StrEnum):
    WHOLE = "whole"
    THUMBNAIL = "thumbnail"


class FileLost(Exception):
    """The row is there and its file is not, or the file is not the one that was written."""


def folder() -> Path:
    """``YINUO_MEDIA``, by default ``media`` in the home."""
    return Path(getattr(settings, "YINUO_MEDIA", Path(settings.YINUO_HOME) / "media"))


def path_of(media_id: UUID, part: Part = Part.WHOLE) -> Path:
    name = str(media_id)
    return folder() / name[-2:] / (name if part is Part.WHOLE else f"{name}.{part}")


def write(media_id: UUID, part: Part, content: bytes, *, key: bytes) -> None:
    """Seal ``content`` and put it in its place; when this returns it survives a power cut."""
    final = path_of(media_id, part)
    final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = final.with_name(f".{final.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(sealing.seal(content, key=key, name=_name(media_id, part)))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(final)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _settle(final.parent)


def read(media_id: UUID, part: Part, *, key: bytes, size: int, start: int, stop: int) -> bytes:
    """``content[start:stop]`` of a content of ``size`` bytes. Raises :class:`FileLost`."""
    try:
        with path_of(media_id, part).open("rb") as file:
            return sealing.open_slice(file, key=key, name=_name(media_id, part), size=size, start=start, stop=stop)
    except (OSError, sealing.SealBroken) as error:
        raise FileLost(f"{media_id} {part}: {error}") from error


def remove(media_id: UUID) -> None:
    """Take the files away. What the disk still holds of them is ciphertext, and its key goes with the row."""
    for part in Part:
        path_of(media_id, part).unlink(missing_ok=True)


def files_older_than(age: timedelta, *, now: datetime) -> Iterator[tuple[Path, UUID | None]]:
    """Every old file and the id it belongs to; None for one that was never finished."""
    before = (now - age).timestamp()
    for path in sorted(folder().glob("*/*")):
        if path.is_file() and path.stat().st_mtime < before:
            yield path, _id_in(path.name)


def _id_in(name: str) -> UUID | None:
    try:
        return UUID(name.removesuffix(f".{Part.THUMBNAIL}"))
    except ValueError:
        return None


def _name(media_id: UUID, part: Part) -> sealing.Name:
    return sealing.Name(media_id.bytes, part)


def _settle(where: Path) -> None:
    """The rename itself must reach the disk, or a power cut leaves a row without its file."""
    descriptor = os.open(where, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
