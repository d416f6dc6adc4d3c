"""What other rooms may ask of qualifications: ids and frozen dataclasses."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from yinuo.credentials.access import PURPOSE, NotHere, approved
from yinuo.credentials.actions import approve, ask_correction, reject
from yinuo.credentials.demonstration import hand_in, qualify, specimen
from yinuo.credentials.models import PARTS, Application
from yinuo.credentials.pages.papers import Answer
from yinuo.credentials.pages.review import Queue, Review, picture_for_review, queue, review
from yinuo.credentials.problems import UnableToQualify
from yinuo.promise.vault import Closed, reveal

__all__ = [
    "PARTS",
    "PURPOSE",
    "Answer",
    "Banner",
    "DoctorCard",
    "NotHere",
    "Queue",
    "Review",
    "UnableToQualify",
    "approve",
    "ask_correction",
    "banner",
    "doctor_card",
    "hand_in",
    "is_qualified",
    "picture_for_review",
    "qualified_doctors",
    "qualify",
    "queue",
    "reject",
    "review",
    "specimen",
]


@dataclass(frozen=True)
class DoctorCard:
    """A doctor as patients see one, under the open purpose; what the gate keeps closed is empty.

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
        """In this version every consultation is free, whatever price is shown."""
        return _("免费") if self.price == 0 else _("¥%(price)d（本版免费）") % {"price": self.price}


@dataclass(frozen=True)
class Banner:
    """What the inbox tells a doctor about the review; ``kind`` is a class of banners."""

    kind: str
    text: str
    url: str
    action: str


def is_qualified(person: UUID) -> bool:
    """Approved by the hospital: without it nobody takes patients."""
    return approved(person) is not None


def qualified_doctors() -> list[UUID]:
    """The ids of all approved doctors, the newest last."""
    rows = Application.objects.filter(state=Application.State.APPROVED).order_by("changed_at")
    return list(rows.values_list("doctor", flat=True))


def doctor_card(person: UUID) -> DoctorCard | None:
    """The card of an approved doctor, or None. Call it behind a door of ``consultations``."""
    row = approved(person)
    if row is None:
        return None
    photo = row.personal_photo_id
    price = _open(row, "consult_price")
    return DoctorCard(
        doctor=person,
        name=_open(row, "name"),
        title=_open(row, "title"),
        hospital=_open(row, "hospital"),
        department=_open(row, "department"),
        introduction=_open(row, "introduction"),
        price=int(price) if price.isdigit() else 0,
        photo=photo,
        photo_url=reverse("credentials:photo", args=[person]) if photo else "",
    )


def banner(person: UUID) -> Banner | None:
    """Where the review stands, when the doctor has to know or to do something; None once approved."""
    state = Application.objects.filter(doctor=person).values_list("state", flat=True).first()
    if state == Application.State.APPROVED:
        return None
    kind, text, action = _banners()[state or Application.State.DRAFT]
    return Banner(kind, text, reverse("credentials:home"), action)


def _banners() -> dict[str, tuple[str, str, str]]:
    return {
        "draft": ("banner-info", _("完成医师资质认证后才能接诊。"), _("去认证")),
        "submitted": ("banner-info", _("资质审核中，有结果会在这里告诉您。"), _("查看进度")),
        "correction_asked": ("banner-warn", _("审核员请您补正资质资料。"), _("去补正")),
        "rejected": ("banner-danger", _("资质审核未通过。"), _("查看原因")),
    }


def _open(row: Application, name: str) -> str:
    value = reveal(row, name)
    return "" if value is None or isinstance(value, Closed) else str(value)
