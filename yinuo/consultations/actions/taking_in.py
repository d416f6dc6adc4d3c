"""Pictures and voice notes on their way into a thread; the message that carries one is sent by the gateway."""

from dataclasses import dataclass
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from yinuo.consultations import access
from yinuo.consultations.models import Consultation, Message, Upload
from yinuo.consultations.problems import UnableToTakeIn
from yinuo.media import api as media
from yinuo.promise.gate import Act, Actor, current

Kind = Message.Kind


@dataclass(frozen=True)
class Channel:
    """The item that a kind of message is, and the device permission that captures it."""

    item: str
    through: str


CHANNELS: dict[str, Channel] = {
    Kind.PHOTO: Channel("photo_taken", "camera"),
    Kind.ALBUM: Channel("album_picture", "album"),
    Kind.VOICE: Channel("voice_note", "microphone"),
}


def take_in(actor: Actor, *, consultation_id: UUID, client_id: UUID, kind: str, upload: UploadedFile | None) -> UUID:
    """Check, seal and keep one file for this consultation; the same ``client_id`` again gives the same file.

    Raises ``Refused`` when the sender's consent or the policy says no, before the file is looked at.
    """
    row = access.get(actor, consultation_id)
    channel = CHANNELS.get(kind)
    if upload is None or channel is None:
        raise UnableToTakeIn("not_a_file")
    known = _known(actor, row, client_id, kind)
    if known is not None:
        return known
    _require_open(row)
    verdict = current().ask(Act.CAPTURE, actor.who, channel.item, through=channel.through)
    if not verdict.allowed:
        raise current().refuse(verdict)
    try:
        return _keep(actor, row, client_id, kind, upload)
    except IntegrityError:
        known = _known(actor, row, client_id, kind)
        if known is None:
            raise
        return known


def _keep(actor: Actor, row: Consultation, client_id: UUID, kind: str, upload: UploadedFile) -> UUID:
    channel = CHANNELS[kind]
    take = media.take_sound if kind == Kind.VOICE else media.take_picture
    with transaction.atomic():
        taken = take(upload, about=row.patient_id, by=actor.who, item=channel.item, through=channel.through)
        _require_open(access.locked(actor, row.pk))
        Upload.objects.create(
            consultation=row,
            author_id=actor.who,
            client_id=client_id,
            kind=kind,
            media_id=taken.pk,
            taken_in_at=timezone.now(),
        )
    made: UUID = taken.pk
    return made


def _known(actor: Actor, row: Consultation, client_id: UUID, kind: str) -> UUID | None:
    found = Upload.objects.filter(author=actor.who, client_id=client_id).first()
    if found is None:
        return None
    if found.consultation_id != row.pk or found.kind != kind:
        raise UnableToTakeIn("used")
    return found.media_id


def _require_open(row: Consultation) -> None:
    if row.state != Consultation.State.OPEN:
        raise UnableToTakeIn(row.state)
