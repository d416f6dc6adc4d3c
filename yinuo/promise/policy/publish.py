"""Putting a version in force: one transaction that every capture waits for, and a word to the gateways."""

import logging
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from yinuo.promise.gate.locks import POLICY_KEY
from yinuo.promise.models import Announcement, InForce, SeatRow
from yinuo.promise.notify import notify
from yinuo.promise.policy import library
from yinuo.promise.policy.acts import START, WORKER, Hand, Kind, note_act
from yinuo.promise.policy.duties import duties
from yinuo.promise.policy.model import Version

logger = logging.getLogger(__name__)


def put_in_force(role: str, number: str, *, by: Hand = START, told: bool = True) -> None:
    """From this commit on, no verdict is given under another version. Raises `UnknownPolicy` for an unknown number.

    ``told`` is false for the red pen of one run (``--policy``): nobody is told of a version that goes with the run.

    Captures hold the policy's key shared until they commit; taking it exclusively waits for those that run and lets
    those that come next read the new row (house law 6). No row of a person is touched: who must confirm is seen when
    they come.
    """
    version = library().get(role, number)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [POLICY_KEY])
        known = known_number(role)
        row, made = InForce.objects.select_for_update().get_or_create(role=role, defaults={"number": version.number})
        before = "" if made else row.number
        if before == version.number:
            return
        if not made:
            row.number = version.number
            row.generation += 1
            row.save()
        if version.overlay_of:  # what was decided for that role before was decided without this overlay
            InForce.objects.filter(role=version.overlay_of).update(generation=F("generation") + 1)
        if told:
            _now_in_force(version, known)
        note_act(by, Kind.IN_FORCE, role, number, version.hash)
        notify({"event": "policy"})


def known_number(policy: str) -> str:
    """The version in force that people were told of last; a version of the red pen's is none."""
    known = Announcement.objects.filter(policy=policy, in_force_at__isnull=False).order_by("-in_force_at").first()
    if known is not None:
        return known.number
    row = InForce.objects.filter(role=policy).first()
    found = library().find(policy, row.number) if row is not None else None
    return found.number if found is not None and not found.archive else ""


def announce(version: Version, before: str, letters: frozenset[str], effective: date) -> Announcement:
    """Tell people of a version, whether it is in force yet or not. Once for each version."""
    told, _ = Announcement.objects.get_or_create(
        policy=version.role,
        number=version.number,
        defaults={
            "before": before,
            "hash": version.hash,
            "letters": "".join(sorted(letters)),
            "effective": effective,
        },
    )
    return told


def _now_in_force(version: Version, before: str) -> None:
    """Whoever puts a version in force announces it, if nobody did: an officer, the red pen, a start."""
    then = library().find(version.role, before) if before and before != version.number else None
    letters = duties(then, version).letters if then is not None else frozenset()
    told = announce(version, before, letters, version.effective)
    if told.in_force_at is None and told.retracted_at is None:
        told.in_force_at = timezone.now()
        told.save(update_fields=["in_force_at"])


def come_into_force(now: datetime) -> list[str]:
    """Announced versions whose day has come, each put in force; returns them as words for the log. A folder that was
    edited after it was announced stays out: nobody was told of that text."""
    today = timezone.localtime(now).date()
    due = Announcement.objects.filter(effective__lte=today, in_force_at=None, retracted_at=None)
    came = []
    for told in due.order_by("announced_at"):
        if library().get(told.policy, told.number).hash != told.hash:
            logger.error("%s %s is not the text that was announced: it stays out of force", told.policy, told.number)
            continue
        put_in_force(told.policy, told.number, by=WORKER)
        came.append(f"{told.policy} {told.number}")
    return came


def announcements() -> list[Announcement]:
    """All of them, the newest first."""
    return list(Announcement.objects.order_by("-announced_at"))


def fate_of(policy: str, number: str) -> str:
    """``retracted`` before its day, ``coming``, or nothing to say."""
    told = Announcement.objects.filter(policy=policy, number=number, in_force_at=None).first()
    if told is None:
        return ""
    return "coming" if told.retracted_at is None else "retracted"


def retracted_numbers(role: str) -> frozenset[str]:
    """Versions that were withdrawn before they came into force: they never do."""
    gone = Announcement.objects.filter(policy=role, retracted_at__isnull=False)
    return frozenset(gone.values_list("number", flat=True))


def persons_who_confirmed(role: str) -> int:
    """How many people confirmed some version of this policy: those who are told of the next one."""
    return SeatRow.objects.filter(confirmed__has_key=role).count()


def persons_by_version(role: str) -> dict[str, int]:
    """How many people stand at each confirmed version; who withdrew everything is not asked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select confirmed ->> %s, count(*) from promise_seat where confirmed ? %s and not withdrawn group by 1",
            [role, role],
        )
        return dict(cursor.fetchall())
