"""Photographs and recordings on their way into a plan."""

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from yinuo.followups import access
from yinuo.followups.actions.answering import require_open
from yinuo.followups.content import read_content
from yinuo.followups.models import Attachment, Occasion, Plan
from yinuo.followups.problems import FollowupMissing, UnableToAttach, UnableToAttend
from yinuo.media import api as media
from yinuo.promise.gate import Act, Actor, current

PHOTO, VOICE = "photo", "voice"
ITEMS = {PHOTO: "followup_photo", VOICE: "followup_audio"}
MOST = 6


def attach(
    actor: Actor,
    *,
    plan_id: UUID,
    occasion_id: UUID | None,
    client_id: UUID,
    kind: str,
    through: str,
    upload: UploadedFile | None,
) -> UUID:
    """Check, seal and keep one file; a patient's belongs to an open occasion, a doctor's to the running plan.

    The same ``client_id`` again gives the same file. Raises ``Refused`` when the sender's consent or the policy says
    no, before the file is looked at.
    """
    row = access.plan(actor, plan_id)
    if upload is None or kind not in ITEMS or (actor.role == "doctor" and kind != VOICE):
        raise UnableToAttach("not_a_file")
    known = _known(actor, row, client_id, kind)
    if known is not None:
        return known
    _require(actor, row, occasion_id, kind)
    device = "microphone" if kind == VOICE else through
    verdict = current().ask(Act.CAPTURE, actor.who, ITEMS[kind], through=device)
    if not verdict.allowed:
        raise current().refuse(verdict)
    try:
        return _keep(actor, row, occasion_id, client_id, kind, device, upload)
    except IntegrityError:
        known = _known(actor, row, client_id, kind)
        if known is None:
            raise
        return known


def _keep(
    actor: Actor,
    row: Plan,
    occasion_id: UUID | None,
    client_id: UUID,
    kind: str,
    device: str,
    upload: UploadedFile,
) -> UUID:
    take = media.take_sound if kind == VOICE else media.take_picture
    with transaction.atomic():
        taken = take(upload, about=row.patient_id, by=actor.who, item=ITEMS[kind], through=device)
        _require(actor, access.locked_plan(actor, row.pk), occasion_id, kind)
        Attachment.objects.create(
            plan=row,
            occasion_id=occasion_id if actor.role == "patient" else None,
            author_id=actor.who,
            client_id=client_id,
            item=ITEMS[kind],
            media=taken,
            taken_in_at=timezone.now(),
        )
    made: UUID = taken.pk
    return made


def _require(actor: Actor, row: Plan, occasion_id: UUID | None, kind: str) -> None:
    if actor.role == "doctor":
        if row.state != Plan.State.RUNNING:
            raise UnableToAttend(row.state)
        return
    if occasion_id is None:
        raise FollowupMissing
    occasion = access.occasion(actor, row.pk, occasion_id)
    require_open(occasion, now=timezone.now())
    if kind == PHOTO and not read_content(row.content).photo:
        raise UnableToAttach("not_asked")
    if Attachment.objects.filter(occasion=occasion).count() >= MOST:
        raise UnableToAttach("too_many")


def detach(actor: Actor, *, plan_id: UUID, media_id: UUID) -> None:
    """Take back one's own file while the answer has not been sent; gone at once."""
    with transaction.atomic():
        row = access.locked_plan(actor, plan_id)
        own = Attachment.objects.filter(plan=row, media=media_id, author=actor.who).select_related("occasion").first()
        if own is None:
            raise FollowupMissing
        if own.occasion is None or own.occasion.state == Occasion.State.ANSWERED:
            raise UnableToAttach("answered")
        own.delete()
        media.forget(media_id)


def _known(actor: Actor, row: Plan, client_id: UUID, kind: str) -> UUID | None:
    found = Attachment.objects.filter(author=actor.who, client_id=client_id).first()
    if found is None:
        return None
    if found.plan_id != row.pk or found.item != ITEMS[kind]:
        raise UnableToAttach("used")
    return found.media_id
