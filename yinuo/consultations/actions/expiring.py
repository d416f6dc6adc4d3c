"""What the clock does."""

from datetime import datetime, timedelta

from django.db import transaction

from yinuo.consultations.models import Consultation
from yinuo.consultations.outcomes import tell_over
from yinuo.notices.api import notify
from yinuo.realtime.api import InboxChanged, announce

State = Consultation.State
AT_ONCE = 500
SOON = timedelta(hours=2)
THEN = {State.WAITING: State.EXPIRED, State.UNPAID: State.LAPSED}


def expire_waiting(*, now: datetime) -> int:
    """Close what has waited for 24 hours, and what was not paid in time; both sides are told of the former, the patient
    of the latter. Returns how many."""
    with transaction.atomic():
        rows = list(
            Consultation.objects.select_for_update(skip_locked=True)
            .filter(state__in=list(THEN), expires_at__lte=now)
            .order_by("expires_at")[:AT_ONCE]
        )
        for row in rows:
            row.state = THEN[State(row.state)]
            row.ended_at = now
            row.save(update_fields=["state", "ended_at"])
            tell_over(row)
            if row.state == State.EXPIRED:
                announce(InboxChanged(row.doctor_id))
                notify(person=row.patient_id, kind="request_answered", about=row.pk)
            announce(InboxChanged(row.patient_id))
    return len(rows)


def warn_of_closing(*, now: datetime) -> int:
    """Two hours before a request closes by itself, its doctor is told, once. Returns on how many devices."""
    with transaction.atomic():
        soon = Consultation.objects.filter(state=State.WAITING, expires_at__gt=now, expires_at__lte=now + SOON)
        rows = list(soon.order_by("expires_at").values_list("doctor_id", "pk")[:AT_ONCE])
        return sum(notify(person=doctor, kind="request_closing", about=pk, once=True) for doctor, pk in rows)
