"""The program's own lines in a thread."""

from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from yinuo.consultations.models import Consultation, Message
from yinuo.promise.vault import uuid7


def append_notice(row: Consultation, *, author: UUID, notice: Message.Notice) -> None:
    """Number and write one line; the consultation's row is locked by the caller, as it is by whoever sends."""
    said = Message.objects.filter(consultation=row).aggregate(last=Max("number"))["last"] or 0
    Message.objects.create(
        consultation=row,
        patient_id=row.patient_id,
        author_id=author,
        number=said + 1,
        client_id=uuid7(),
        kind=Message.Kind.NOTICE,
        notice=notice,
        sent_at=timezone.now(),
    )
