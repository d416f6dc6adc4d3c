"""The doctor's side: a draft that survives, pictures, handing in."""

from collections.abc import Mapping
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from yinuo.credentials.access import PURPOSE, NotHere
from yinuo.credentials.models import FIELDS, PICTURES, Application, Step
from yinuo.credentials.problems import Incomplete, NotEditable, UnknownPicture
from yinuo.media import api as media
from yinuo.promise.consent import grant, standing
from yinuo.promise.gate import Actor
from yinuo.promise.policy import library
from yinuo.promise.policy.model import Need
from yinuo.promise.vault import Closed, capturing, reveal
from yinuo.realtime.api import InboxChanged, announce


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
            application.save()


def add_picture(*, actor: Actor, item: str, upload: UploadedFile | None, through: str) -> None:
    """Take one picture; it replaces the one before. The consent to it is an act of its own, given before this."""
    doctor = _doctor(actor)
    if item not in PICTURES or upload is None:
        raise UnknownPicture
    with transaction.atomic():
        application = _editable(doctor)
        before = getattr(application, f"{item}_id")
        taken = media.take_picture(upload, about=doctor, by=doctor, item=item, through=through)
        setattr(application, f"{item}_id", taken.pk)
        application.save(update_fields=[item, "changed_at"])
        if before is not None:
            media.forget(before)


def remove_picture(*, actor: Actor, item: str) -> None:
    doctor = _doctor(actor)
    if item not in PICTURES:
        raise UnknownPicture
    with transaction.atomic():
        application = _editable(doctor)
        before = getattr(application, f"{item}_id")
        setattr(application, f"{item}_id", None)
        application.save(update_fields=[item, "changed_at"])
        if before is not None:
            media.forget(before)


def submit(*, actor: Actor) -> None:
    """Hand the papers in; raises :class:`Incomplete` with the names of what is missing."""
    doctor = _doctor(actor)
    with transaction.atomic():
        application = _editable(doctor)
        missing = missing_parts(application)
        if missing:
            raise Incomplete(missing)
        application.state, application.submitted_at = Application.State.SUBMITTED, timezone.now()
        application.save(update_fields=["state", "submitted_at", "changed_at"])
        Step.objects.create(application=application, kind=Step.Kind.SUBMITTED, by_id=doctor)
        announce(InboxChanged(person=doctor))


def missing_parts(application: Application) -> list[str]:
    """The names of the basic parts that are empty or closed, in the order of the clause."""
    version = library().in_force("doctor")
    uses = version.purposes[PURPOSE].items.values()
    basic = [use.item for use in uses if use.need is Need.BASIC and use.item in (*FIELDS, *PICTURES)]
    return [version.items[item].name for item in basic if not _present(application, item)]


def _present(application: Application, item: str) -> bool:
    if item in PICTURES:
        return getattr(application, f"{item}_id") is not None
    return bool(reveal(application, item))


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
