"""The doctor's side: a draft that survives, pictures, handing in."""

from collections.abc import Mapping
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from yinuo.credentials.access import PURPOSE, NotHere, basic_parts
from yinuo.credentials.models import FIELDS, PICTURES, Application, Correction, Mark, Step
from yinuo.credentials.problems import Incomplete, NotEditable, NothingToTakeBack, UnknownPicture
from yinuo.media import api as media
from yinuo.promise.consent import grant, standing
from yinuo.promise.gate import Act, Actor, current
from yinuo.promise.policy import library
from yinuo.promise.vault import Closed, capturing, reveal
from yinuo.realtime.api import InboxChanged, announce

State = Application.State


def save_draft(*, actor: Actor, values: Mapping[str, str], notice: str) -> None:
    """Keep what was filled in. Filling a field in under the words beside it and pressing the button that says so is
    the act of consent for that field, recorded one by one; what was taken back before is left alone.

    ``notice`` is the hash of the clause that the page showed. Raises ``Refused`` when the gate closes a field.
    """
    doctor = _doctor(actor)
    with transaction.atomic():
        application = _editable(doctor)
        changed = {name: text for name, text in values.items() if name in FIELDS and _differs(application, name, text)}
        _agree(actor, [name for name, text in changed.items() if text], notice)
        with capturing(by=[doctor], about=[doctor]):
            for name, text in changed.items():
                setattr(application, name, text or None)
            application.changed = sorted({*application.changed, *changed})
            application.save()


def add_picture(*, actor: Actor, item: str, upload: UploadedFile | None, through: str) -> None:
    """Take one picture; it replaces the one before. The consent to it is an act of its own, given before this."""
    doctor = _doctor(actor)
    if item not in PICTURES or upload is None:
        raise UnknownPicture
    with transaction.atomic():
        application = _editable(doctor)
        taken = media.take_picture(upload, about=doctor, by=doctor, item=item, through=through)
        _replace(application, item, taken.pk)


def remove_picture(*, actor: Actor, item: str) -> None:
    """Take a picture out of papers that are not handed in."""
    doctor = _doctor(actor)
    if item not in PICTURES:
        raise UnknownPicture
    with transaction.atomic():
        _replace(_editable(doctor), item, None)


def _replace(application: Application, item: str, picture: UUID | None) -> None:
    before = getattr(application, f"{item}_id")
    setattr(application, f"{item}_id", picture)
    application.changed = sorted({*application.changed, item})
    application.save(update_fields=[item, "changed", "changed_at"])
    if before is not None:
        media.forget(before)


def submit(*, actor: Actor) -> None:
    """Hand the papers in; raises :class:`Incomplete` with the names of what is missing."""
    doctor = _doctor(actor)
    with transaction.atomic():
        application = _editable(doctor)
        missing = missing_parts(application)
        if missing:
            raise Incomplete([library().in_force("doctor").items[part].name for part in missing])
        step = Step.objects.create(application=application, kind=Step.Kind.SUBMITTED, by_id=doctor)
        Mark.objects.bulk_create(Mark(step=step, part=part) for part in application.changed)
        application.state, application.submitted_at, application.changed = State.SUBMITTED, timezone.now(), []
        application.save(update_fields=["state", "submitted_at", "changed", "changed_at"])
        announce(InboxChanged(person=doctor))


def reopen(*, actor: Actor) -> None:
    """Take the papers back to change them. From here on nobody is taken in until they are approved again."""
    doctor = _doctor(actor)
    with transaction.atomic():
        application = Application.objects.select_for_update().filter(doctor=doctor).first()
        if application is None or application.state in Application.EDITABLE:
            raise NothingToTakeBack
        application.state = State.DRAFT
        application.save(update_fields=["state", "changed_at"])
        Correction.objects.filter(application=application).delete()
        Step.objects.create(application=application, kind=Step.Kind.REOPENED, by_id=doctor)
        announce(InboxChanged(person=doctor))


def missing_parts(application: Application | None) -> list[str]:
    """The basic parts that are empty or closed, in the order of the clause."""
    return [part for part in basic_parts() if application is None or not _present(application, part)]


def _present(application: Application, part: str) -> bool:
    """There, and open to the reviewer: what was taken back may not be deleted yet."""
    if part not in PICTURES:
        return bool(reveal(application, part))
    held = getattr(application, f"{part}_id") is not None
    return held and current().ask(Act.USE, application.doctor_id, part).allowed


def _differs(application: Application, name: str, text: str) -> bool:
    held = reveal(application, name)
    return isinstance(held, Closed) or (held or "") != text


def _agree(actor: Actor, items: list[str], notice: str) -> None:
    """One grant for each field that was never spoken about. A word that was taken back is not given again here."""
    if actor.person is None:
        raise NotHere
    said = standing(actor.person).grants.get(PURPOSE, {})
    for item in items:
        if item not in said:
            grant(actor=actor, purpose=PURPOSE, item=item, notice=notice)


def _editable(doctor: UUID) -> Application:
    Application.objects.get_or_create(doctor_id=doctor)
    application: Application = Application.objects.select_for_update().get(doctor=doctor)
    if application.state not in Application.EDITABLE:
        raise NotEditable
    return application


def _doctor(actor: Actor) -> UUID:
    if actor.role != "doctor" or actor.person is None:
        raise NotHere
    return actor.person
