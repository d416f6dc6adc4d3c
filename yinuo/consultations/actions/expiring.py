"""What the clock does."""

from datetime import datetime

from django.db import transaction

from yinuo.consultations.models import Consultation
from yinuo.realtime.api import InboxChanged, announce

State = Consultation.State
AT_ONCE = 500


def expire_waiting(*, now: datetime) -> int:
    """Close what has waited for 24 hours; both sides are told. Returns how many."""
    with transaction.atomic():
        rows = list(
            Consultation.objects.select_for_update(skip_locked=True)
            .filter(state=State.WAITING, expires_at__lte=now)
            .order_by("expires_at")[:AT_ONCE]
        )
        for row in rows:
            row.state = State.EXPIRED
            row.ended_at = now
            row.save(update_fields=["state", "ended_at"])
            announce(InboxChanged(row.doctor_id))
            announce(InboxChanged(row.patient_id))
    return len(rows)
