"""The one place where a person is told that something waits: lists and counts on open pages follow at once, and what
wants the person goes out as a push (clause 1.10; patients 1.5), ids only."""

from enum import StrEnum
from uuid import UUID

from yinuo.notices.api import notify
from yinuo.realtime.api import InboxChanged, announce


class Kind(StrEnum):
    """What may be told. ``about`` is a plan's id; for ``JOINED`` a tie's."""

    PROPOSED = "followup_proposed"
    DUE = "followup_due"
    REMINDER = "followup_reminder"
    NOTE = "followup_note"
    HAND_OVER = "followup_hand_over"
    TASK = "followup_task"
    MISSED = "followup_missed"
    CONFIRMED = "followup_confirmed"
    JOINED = "followup_joined"


PUSHED = {
    Kind.PROPOSED: "followup_waits",
    Kind.DUE: "followup_waits",
    Kind.REMINDER: "followup_waits",
    Kind.NOTE: "followup_waits",
    Kind.HAND_OVER: "followup_waits",
    Kind.TASK: "followup_task",
}
"""What wants the person now; the rest waits in the lists."""


def tell(person: UUID, kind: Kind, *, about: UUID) -> None:
    """Inside the writing transaction: it is told when that commits, and only then."""
    announce(InboxChanged(person))
    if kind in PUSHED:
        notify(person=person, kind=PUSHED[kind], about=about)
