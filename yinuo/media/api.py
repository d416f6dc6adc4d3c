"""Pictures and recordings for the rooms: ids and frozen dataclasses.

Media knows no rooms. Who may see a row is the room's decision, taken before it calls :func:`get` or
:func:`yinuo.media.serve.serve`; what the policy allows is the gate's, and is asked here every time.
"""

import logging
from dataclasses import dataclass
from threading import Lock
from typing import Protocol
from uuid import UUID

from django.db import transaction

from yinuo.media import store
from yinuo.media.intake import picture, sound
from yinuo.media.intake.picture import UnableToTakePicture, prepare_picture
from yinuo.media.intake.refusals import UnableToTake
from yinuo.media.intake.sound import TALK, Sound, UnableToTakeSound, prepare_sound
from yinuo.media.models import MediaFile
from yinuo.media.store import Part
from yinuo.promise.sealing.ring import ring
from yinuo.promise.vault import Closed, capturing, reveal

__all__ = [
    "MediaView",
    "UnableToTake",
    "UnableToTakePicture",
    "UnableToTakeSound",
    "Upload",
    "about",
    "content",
    "forget",
    "get",
    "read_talk",
    "take_picture",
    "take_sound",
    "take_talk",
]  # fmt: skip

logger = logging.getLogger(__name__)
_one_talk = Lock()


class Upload(Protocol):
    """The part of Django's ``UploadedFile`` that is used here. What it says of itself is a claim, never trusted."""

    @property
    def name(self) -> str | None: ...
    @property
    def size(self) -> int | None: ...
    @property
    def content_type(self) -> str | None: ...
    def read(self) -> bytes: ...


@dataclass(frozen=True)
class MediaView:
    """What a page needs to show a file. ``peaks`` is empty for a picture, and when the gate keeps it closed."""

    id: UUID
    kind: str
    mime: str
    width: int | None
    height: int | None
    seconds: float | None
    peaks: tuple[int, ...]
    about: UUID
    by: UUID
    item: str


def take_picture(upload: Upload, *, about: UUID, by: UUID, item: str, through: str | None) -> MediaFile:
    """Check, rewrite, seal and save. Raises :class:`UnableToTakePicture`, and ``Refused`` when the gate says no.

    ``about`` and ``by`` are persons; ``through`` is the permission it was captured with, ``camera`` or ``album``.
    """
    if (upload.size or 0) > picture.MAX_BYTES:
        raise UnableToTakePicture("too_big")
    made = prepare_picture(upload.read(), content_type=upload.content_type or "", name=upload.name or "")
    row = MediaFile(
        about_id=about,
        by_id=by,
        item=item,
        kind=MediaFile.Kind.PICTURE,
        mime=made.mime,
        width=made.width,
        height=made.height,
        size=len(made.content),
        thumbnail_size=len(made.thumbnail),
    )
    return _keep(row, {Part.WHOLE: made.content, Part.THUMBNAIL: made.thumbnail}, through)


def take_sound(upload: Upload, *, about: UUID, by: UUID, item: str, through: str | None) -> MediaFile:
    """The same for a voice note. Raises :class:`UnableToTakeSound`, and ``Refused`` when the gate says no."""
    if (upload.size or 0) > sound.MAX_BYTES:
        raise UnableToTakeSound("too_big")
    made = prepare_sound(upload.read(), content_type=upload.content_type or "", name=upload.name or "")
    return _keep_sound(made, about=about, by=by, item=item, through=through)


def read_talk(content: bytes, *, content_type: str) -> Sound:
    """A recording of up to half an hour, as it will be kept: nothing is saved yet. One is read at a time, since it lies
    in memory as a whole, and that takes long: nobody holds a row meanwhile. Raises :class:`UnableToTake`."""
    with _one_talk:
        return prepare_sound(content, content_type=content_type, limit=TALK)


def take_talk(made: Sound, *, about: UUID, by: UUID, item: str, through: str | None) -> MediaFile:
    """Keep what :func:`read_talk` made. Raises ``Refused`` when the gate says no."""
    return _keep_sound(made, about=about, by=by, item=item, through=through)


def _keep_sound(made: Sound, *, about: UUID, by: UUID, item: str, through: str | None) -> MediaFile:
    row = MediaFile(
        about_id=about,
        by_id=by,
        item=item,
        kind=MediaFile.Kind.SOUND,
        mime=made.mime,
        seconds=made.seconds,
        size=len(made.content),
        peaks=made.peaks,
    )
    return _keep(row, {Part.WHOLE: made.content}, through)


def _keep(row: MediaFile, parts: dict[Part, bytes], through: str | None) -> MediaFile:
    """The row first, since saving it asks the gate: of a refused capture not even ciphertext reaches the disk.
    The files are on the disk before the row is committed; should that fail, they are swept."""
    key = ring().new_key()
    row.key = key
    with capturing(by=[row.by_id], about=[row.about_id], through=through):
        row.save(force_insert=True)
        for part, content in parts.items():
            store.write(row.pk, part, content, key=key)
    return row


def get(media_id: UUID) -> MediaView | None:
    """None when there is no such file. Inside a purpose, since the peaks of a recording are personal."""
    row = MediaFile.objects.filter(pk=media_id).first()
    if row is None:
        return None
    peaks = reveal(row, "peaks") if row.kind == MediaFile.Kind.SOUND else ()
    return MediaView(
        id=row.pk,
        kind=row.kind,
        mime=row.mime,
        width=row.width,
        height=row.height,
        seconds=row.seconds,
        peaks=() if isinstance(peaks, Closed) else tuple(peaks),
        about=row.about_id,
        by=row.by_id,
        item=row.item,
    )


def content(media_id: UUID) -> bytes | None:
    """The whole content, to be drawn into something else; None when it is gone. Raises ``Refused`` when the item is
    closed."""
    row = MediaFile.objects.filter(pk=media_id).first()
    if row is None:
        return None
    try:
        return store.read(row.pk, Part.WHOLE, key=row.key, size=row.size, start=0, stop=row.size)
    except store.FileLost:
        logger.exception("media %s can't be opened: its file is missing or was changed", media_id)
        return None


def about(media_id: UUID) -> UUID | None:
    """Whom a file is about; None when there is no such file. Nothing is opened."""
    return MediaFile.objects.filter(pk=media_id).values_list("about", flat=True).first()


def forget(media_id: UUID) -> None:
    """Drop the row with its key now, and the sealed files as soon as that is committed."""
    MediaFile.objects.filter(pk=media_id).delete()
    transaction.on_commit(lambda: store.remove(media_id))
