"""A doctor as patients see one: what the hospital has reviewed, and nothing else."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from yinuo.credentials.access import PURPOSE, erasable_parts, presented, unreviewed
from yinuo.credentials.models import Application
from yinuo.credentials.pages.history import text_of
from yinuo.promise.gate import current
from yinuo.promise.vault import reveal


@dataclass(frozen=True)
class DoctorCard:
    """Under the open purpose; what the gate keeps closed is empty.

    ``price`` is in yuan, 0 for free; ``photo`` is a media id, served at ``photo_url``.
    """

    doctor: UUID
    name: str
    title: str
    hospital: str
    department: str
    introduction: str
    price: int
    photo: UUID | None
    photo_url: str

    @property
    def price_text(self) -> str:
        return _("免费") if self.price == 0 else f"¥{self.price}"


@dataclass(frozen=True)
class Signature:
    """Who signs what is published: the parts that the hospital has reviewed."""

    name: str
    title: str
    hospital: str
    department: str


def signature(person: UUID) -> Signature | None:
    """Under the open purpose; None when there is no approved doctor, or when one of the parts is closed, not reviewed
    or not there: what is published is signed as a whole or not at all."""
    row = presented(person)
    hidden = _hidden(row) if row is not None else set()
    parts = ("name", "title", "hospital", "department")
    said = {part: "" if row is None or part in hidden else text_of(reveal(row, part)) for part in parts}
    return Signature(**said) if all(said.values()) else None


def doctor_card(person: UUID) -> DoctorCard | None:
    """The card of an approved doctor, or None. Call it behind a door of ``consultations``.

    While a later change waits for its review, the changed parts are left out and the others stay.
    """
    row = presented(person)
    if row is None:
        return None
    hidden = _hidden(row)
    shown = {
        part: "" if part in hidden else text_of(reveal(row, part))
        for part in ("name", "title", "hospital", "department", "introduction", "consult_price")
    }
    price = shown.pop("consult_price")
    photo = None if "personal_photo" in hidden else row.personal_photo_id
    return DoctorCard(
        doctor=person,
        **shown,
        price=int(price) if price.isdigit() else 0,
        photo=photo,
        photo_url=reverse("credentials:photo", args=[person]) if photo else "",
    )


@dataclass(frozen=True)
class PrintedCard:
    """What is printed on a doctor's card. ``photo`` is a media id."""

    name: str
    title: str
    hospital: str
    photo: UUID | None


def printed_card(person: UUID) -> PrintedCard | None:
    """What a card of clause 1.5 says of an approved doctor, or None. Raises ``Refused`` where the open purpose keeps
    the name closed; the other parts are left empty then."""
    row = presented(person)
    if row is None:
        return None
    hidden = _hidden(row)
    name = "" if "name" in hidden else str(row.name or "")
    title, hospital = ("" if part in hidden else text_of(reveal(row, part)) for part in ("title", "hospital"))
    return PrintedCard(name, title, hospital, None if "personal_photo" in hidden else row.personal_photo_id)


def full_name(person: UUID) -> str:
    """The name of an approved doctor as it was reviewed; empty without one. Raises ``Refused`` where the open purpose
    keeps it closed."""
    row = presented(person)
    return "" if row is None or "name" in _hidden(row) else str(row.name or "")


def known_name(person: UUID) -> str:
    """The same for those who may do without it: empty too where the gate keeps it closed."""
    row = presented(person)
    return "" if row is None or "name" in _hidden(row) else text_of(reveal(row, "name"))


def photo_of(person: UUID) -> UUID | None:
    """The personal photo, when the card shows it."""
    row = presented(person)
    return None if row is None or "personal_photo" in _hidden(row) else row.personal_photo_id


def _hidden(row: Application) -> set[str]:
    """Not reviewed yet, or taken back and about to be deleted: the word that was given for 1.1b holds for 1.2 too."""
    seat = current().seat(row.doctor_id)
    taken_back = {part for part in erasable_parts() if seat is not None and seat.word(PURPOSE, part) is False}
    return unreviewed(row) | taken_back
