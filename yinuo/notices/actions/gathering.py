"""Putting the mails of a material change into the queue: one statement, ids only."""

from django.db import connection, transaction

from yinuo.notices.models import Gathering
from yinuo.promise.models import Announcement
from yinuo.promise.policy import library

# Who gave an address, agreed, and has not withdrawn: whether the gate lets it be used is asked again for each mail.
_QUEUE = """
insert into notices_policymail (id, announcement_id, person, next_at)
select gen_random_uuid(), %s, s.person, now()
from notices_emailaddress e join promise_seat s on s.person = e.person_id
where s.role = %s and not s.withdrawn and s.grants #>> '{notices.policy,email}' = 'true'
on conflict do nothing
"""


def gather() -> int:
    """Queue the mails of announcements that are material and were not gathered yet; returns how many."""
    queued = 0
    material = Announcement.objects.exclude(letters="").exclude(before="").filter(retracted_at=None)
    for told in material.filter(gathering=None):
        with transaction.atomic():
            row, made = Gathering.objects.get_or_create(announcement=told)
            if made:
                row.mails = _queue(told)
                row.save(update_fields=["mails"])
                queued += row.mails
    return queued


def _queue(told: Announcement) -> int:
    version = library().get(told.policy, told.number)
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE, [told.pk, version.overlay_of or told.policy])
        return int(cursor.rowcount)
