"""Putting a version in force: one transaction that every capture waits for, and a word to the gateways."""

from django.db import connection, transaction
from django.db.models import F

from yinuo.promise.gate.locks import POLICY_KEY
from yinuo.promise.models import InForce, SeatRow
from yinuo.promise.notify import notify
from yinuo.promise.policy import library


def put_in_force(role: str, number: str) -> None:
    """From this commit on, no verdict is given under another version. Raises `UnknownPolicy` for an unknown number.

    Captures hold the policy's key shared until they commit; taking it exclusively waits for those that run and lets
    those that come next read the new row (house law 6).
    """
    version = library().get(role, number)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [POLICY_KEY])
        row, made = InForce.objects.select_for_update().get_or_create(role=role, defaults={"number": version.number})
        if not made and row.number != version.number:
            row.number = version.number
            row.generation += 1
            row.save()
        if version.overlay_of:  # what was decided for that role before was decided without this overlay
            InForce.objects.filter(role=version.overlay_of).update(generation=F("generation") + 1)
        notify({"event": "policy"})


def persons_who_confirmed(role: str) -> int:
    """How many people confirmed some version of this policy: those who are told of the next one."""
    return SeatRow.objects.filter(confirmed__has_key=role).count()
