"""The one place where a person is told that something waits. Lists and counts on open pages follow at once; a further
way of telling (a pushed message, say) is called from here, with the same kind and the same id, and no word more."""

from enum import StrEnum
from uuid import UUID

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


def tell(person: UUID, kind: Kind, *, about: UUID) -> None:
    """Inside the writing transaction: it is told when that commits, and only then."""
    announce(InboxChanged(person))
