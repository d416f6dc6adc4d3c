"""What other rooms and the console may ask of qualifications: ids and frozen dataclasses."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from yinuo.credentials.access import PURPOSE, NotHere, qualified
from yinuo.credentials.actions import accept_correction, approve, ask_correction, decline_correction, reject, revoke
from yinuo.credentials.demonstration import approve_papers, hand_in, qualify
from yinuo.credentials.drawing import specimen
from yinuo.credentials.models import CHECKS, PARTS, Application
from yinuo.credentials.pages.card import (
    DoctorCard,
    PrintedCard,
    Signature,
    doctor_card,
    full_name,
    known_name,
    printed_card,
    signature,
)
from yinuo.credentials.pages.correction import WaitingCorrection, waiting_corrections
from yinuo.credentials.pages.history import still_to_amend
from yinuo.credentials.pages.review import Answer, Queue, QueueRow, Review, picture_for_review, queue, review
from yinuo.credentials.problems import Decided, UnableToQualify

__all__ = [
    "CHECKS",
    "PARTS",
    "PURPOSE",
    "Answer",
    "Banner",
    "Decided",
    "DoctorCard",
    "NotHere",
    "PrintedCard",
    "Queue",
    "QueueRow",
    "Review",
    "Signature",
    "UnableToQualify",
    "WaitingCorrection",
    "accept_correction",
    "approve",
    "approve_papers",
    "ask_correction",
    "banner",
    "decline_correction",
    "doctor_card",
    "full_name",
    "hand_in",
    "is_qualified",
    "known_name",
    "picture_for_review",
    "printed_card",
    "qualified_doctors",
    "qualify",
    "queue",
    "reject",
    "review",
    "revoke",
    "signature",
    "specimen",
    "state_of",
    "waiting_corrections",
]


@dataclass(frozen=True)
class Banner:
    """What the inbox tells a doctor about the review; ``kind`` is a class of banners."""

    kind: str
    text: str
    url: str
    action: str


def is_qualified(person: UUID) -> bool:
    """Approved by the hospital, and nothing that the approval stands on was taken back: without it nobody takes
    patients."""
    return bool(qualified(Application.objects.filter(doctor=person)))


def qualified_doctors() -> list[UUID]:
    """The ids of all who may take patients, the newest last."""
    return qualified(Application.objects.all())


def state_of(person: UUID) -> str:
    """``draft`` (also when nothing was begun), ``submitted``, ``correction_asked``, ``approved`` or ``rejected``."""
    state = Application.objects.filter(doctor=person).values_list("state", flat=True).first()
    return str(state or Application.State.DRAFT)


def banner(person: UUID) -> Banner | None:
    """Where the review stands, when the doctor has to know or to do something; None once approved."""
    application = Application.objects.filter(doctor=person).first()
    state = str(application.state) if application else Application.State.DRAFT
    if state == Application.State.APPROVED:
        if is_qualified(person):
            return None
        state = "taken_back"
    elif application and state == Application.State.CORRECTION_ASKED and not still_to_amend(application):
        state = "amended"
    kind, text, action = _banners()[state]
    return Banner(kind, text, reverse("credentials:home"), action)


def _banners() -> dict[str, tuple[str, str, str]]:
    return {
        "draft": ("banner-info", _("完成医师资质认证后才能接诊。"), _("去认证")),
        "submitted": ("banner-info", _("资质审核中，有结果会在这里告诉您。"), _("查看进度")),
        "correction_asked": ("banner-warn", _("审核员请您补正资质资料。"), _("去补正")),
        "amended": ("banner-info", _("要补正的都改好了，还没有提交。"), _("去提交")),
        "rejected": ("banner-danger", _("资质审核未通过。"), _("查看原因")),
        "taken_back": ("banner-warn", _("您收回了对必需资料的同意，现在不能接新患者。"), _("查看资料")),
    }
