"""Putting what a new version owes into the queues: mails of a material change, a push of each; ids only."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from yinuo.notices.kinds import kind_of, still_worth
from yinuo.notices.models import Gathering, Push, Told
from yinuo.promise.bindings import measure
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


# Everybody with a device whom the policy is for; one statement, and the queue's own rules.
_TELL = """
select coalesce(notices_notify(array_agg(e.person_id), %s, array_agg(%s::uuid), interval '0', true), 0)
from (select distinct person_id from notices_pushendpoint) e
join promise_seat s on s.person = e.person_id where s.role = %s and not s.withdrawn
"""
KEPT = timedelta(days=7)


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


@measure("version.told")
def tell_devices() -> int:
    """Queue a push for each announcement of a next version that devices were not told of; returns how many.

    The page tells of it too, and its pop-up; a push only says that there is something to read.
    """
    pushed = 0
    for told in Announcement.objects.exclude(before="").filter(retracted_at=None, told_devices=None):
        with transaction.atomic():
            row, made = Told.objects.get_or_create(announcement=told)
            if made:
                row.pushes = _tell(told)
                row.save(update_fields=["pushes"])
                pushed += row.pushes
    return pushed


def _tell(told: Announcement) -> int:
    version = library().get(told.policy, told.number)
    with connection.cursor() as cursor:
        cursor.execute(_TELL, [kind_of("policy_change").id, told.pk, version.overlay_of or told.policy])
        return int(cursor.fetchone()[0])


@still_worth("policy_change")
def stands(person: UUID, about: UUID | None) -> bool:
    """A version that was retracted is not pushed."""
    return about is not None and Announcement.objects.filter(pk=about, retracted_at=None).exists()


def forget_old(now: datetime) -> int:
    """What was pushed is kept for a week."""
    gone, _ = Push.objects.filter(made_at__lt=now - KEPT).delete()
    return gone
