"""Publication and retraction: a draft becomes a version, whole or not at all, and people are told."""

import shutil
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yinuo.promise.gate.locks import PUBLICATION_KEY
from yinuo.promise.policy import library
from yinuo.promise.policy.acts import Hand, Kind, note_act
from yinuo.promise.policy.drafts import Judged, files_in, judge, locked
from yinuo.promise.policy.duties import BY_OFFICER, duties
from yinuo.promise.policy.folders import Files, NumberTaken, checked, read_files, write_whole
from yinuo.promise.policy.library import number_key
from yinuo.promise.policy.model import Version
from yinuo.promise.policy.problems import (
    AnotherIsAnnounced,
    DayIsPast,
    EmptyText,
    HasFindings,
    LessensRights,
    NothingChanged,
    NumberUsed,
    SomebodyWasFaster,
    UnableToRetract,
)
from yinuo.promise.policy.publish import announce, put_in_force
from yinuo.promise.policy.record import Announcement, Draft
from yinuo.promise.policy.redpen import renumbered, with_front
from yinuo.promise.policy.shelf import policy_folders
from yinuo.promise.policy.source import POLICY
from yinuo.promise.policy.strike import next_patch

NOTHING: frozenset[str] = frozenset()


def publish(
    hand: Hand, draft: UUID, *, revision: int, effective: date, letters: frozenset[str] = NOTHING
) -> Announcement:
    """Write the version, announce it, and put it in force when its day is today; else the worker does on its day.

    ``revision`` is what the officer saw: a draft that was saved since is not published. ``letters`` are the material
    facts that no text shows (b, f). Raises a :class:`UnableToPublish` that says what to do.
    """
    with transaction.atomic():
        _alone()
        row = locked(draft)
        if row.revision != revision:
            raise SomebodyWasFaster
        now = judge(row)
        _publishable(now, row, effective)
        files = _dated(files_in(row), effective)
        row.state = Draft.State.PUBLISHED
        row.edited_by = hand.person
        row.save()
        return _put_out(hand, files, now.policy, now.number, letters, effective)


def _publishable(now: Judged, row: Draft, effective: date) -> None:
    """Every reason why not, the plainest first."""
    if not str(row.files.get(POLICY, "")).strip():
        raise EmptyText
    if now.findings or now.version is None:
        raise HasFindings(now.findings)
    if effective < timezone.localdate():
        raise DayIsPast
    numbers = library().numbers(now.policy)
    if numbers and number_key(now.number) <= number_key(numbers[-1]):
        raise NumberUsed(now.number, numbers[-1])
    waiting = Announcement.objects.filter(policy=now.policy, in_force_at=None, retracted_at=None).first()
    if waiting is not None:
        raise AnotherIsAnnounced(waiting.number)
    if now.owed is not None and now.before is not None:
        if now.owed.lessens:
            raise LessensRights(now.owed.lessens)
        if not now.owed.asked and not now.owed.told:
            raise NothingChanged(now.before.number)


def _dated(files: dict[str, bytes], effective: date) -> dict[str, bytes]:
    days = {"published": timezone.localdate().isoformat(), "effective": effective.isoformat()}
    return {**files, POLICY: with_front(files[POLICY].decode(), days).encode()}


def _put_out(
    hand: Hand, files: Files, policy: str, number: str, letters: frozenset[str], effective: date
) -> Announcement:
    """The folder is the last thing before the commit; what fails after it takes it away again."""
    version = checked(files, policy, number)
    before = library().in_force_number(policy) if policy in library().roles() else None
    then = library().find(policy, before) if before else None
    owed = duties(then, version).with_letters(letters) if then is not None else None
    found = owed.letters if owed else letters & BY_OFFICER
    told = announce(version, before or "", found, effective)
    note_act(hand, Kind.PUBLISHED, policy, number, version.hash, f"{''.join(sorted(found))} {effective}".strip())
    try:
        folder = write_whole(files, policy, number, policy_folders()[-1])
    except NumberTaken:
        raise NumberUsed(number, number) from None
    try:
        if effective <= timezone.localdate():
            put_in_force(policy, number, by=hand)
            told.refresh_from_db()
    except BaseException:
        shutil.rmtree(folder)
        library().forget(policy, number)
        raise
    return told


def retract(hand: Hand, policy: str, number: str) -> Announcement:
    """Take a version back. Before its day it never comes into force, and the trace stays; afterwards the version
    before it is put in force again, as a next version: nothing is ever edited. Raises :class:`UnableToRetract`."""
    with transaction.atomic():
        _alone()
        told = Announcement.objects.select_for_update().filter(policy=policy, number=number).first()
        if told is None or told.retracted_at is not None:
            raise UnableToRetract(_("没有这个版本，或者已经撤回。请回到列表看看现状。"))
        if told.in_force_at is None:
            told.retracted_at = timezone.now()
            told.save(update_fields=["retracted_at"])
            note_act(hand, Kind.RETRACTED, policy, number, told.hash)
            return told
        return _back(hand, told)


def _back(hand: Hand, told: Announcement) -> Announcement:
    policy, current = told.policy, library().in_force(told.policy)
    folder = library().folder(policy, told.before) if told.before else None
    if current.number != told.number or folder is None:
        raise UnableToRetract(_("只能撤回现行的版本，而且它之前要有一个版本。请从列表里选现行的那一版。"))
    version = library().get(policy, told.before)
    if version.archive:
        raise UnableToRetract(_("它之前的版本只是存档，不能重新生效。请起草下一版，改掉要改的地方。"))
    lessens = duties(current, version).lessens
    if lessens:
        raise LessensRights(lessens)
    files, today = read_files(folder), timezone.localdate()
    number = next_patch(library(), policy, current.number)
    text = renumbered(files[POLICY].decode(), number, current.number, today)
    note_act(hand, Kind.RETRACTED, policy, told.number, told.hash, f"{version.number} → {number}")
    return _put_out(hand, {**files, POLICY: text.encode()}, policy, number, NOTHING, today)


def _alone() -> None:
    """One publication at a time."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [PUBLICATION_KEY])


def version_of(now: Judged) -> Version:
    """The version that a draft would become; raises :class:`HasFindings` while it makes none."""
    if now.version is None:
        raise HasFindings(now.findings)
    return now.version
