"""Whether what a push would tell of is still so, asked right before it goes out: ids and states only."""

from uuid import UUID

from django.utils import timezone

from yinuo.consultations.models import Consultation, Message, ReadState
from yinuo.notices.api import still_worth


@still_worth("new_consultation")
@still_worth("request_closing")
def waits(person: UUID, about: UUID | None) -> bool:
    """The doctor has not decided, and may still."""
    if about is None:
        return False
    waiting = Consultation.objects.filter(pk=about, doctor=person, state=Consultation.State.WAITING)
    return waiting.filter(expires_at__gt=timezone.now()).exists()


@still_worth("new_message")
def unread(person: UUID, about: UUID | None) -> bool:
    """Something of the other party's was not shown on a screen of this person's."""
    read = ReadState.objects.filter(consultation=about, person=person).values_list("read_upto", flat=True).first()
    return Message.objects.filter(consultation=about, number__gt=read or 0).exclude(author=person).exists()
