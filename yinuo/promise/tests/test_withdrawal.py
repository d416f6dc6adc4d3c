"""House law 6 on the pages' side: once a withdrawal is committed, no capture that starts later succeeds, and none that
started earlier commits behind it. Real threads and connections; and the same checker is shown to see violations.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from itertools import count
from threading import Event, Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tests.waiting import IN_VAIN, wait_for
from yinuo.promise.consent import grant, withdraw
from yinuo.promise.gate import Actor, Refused, open_purpose
from yinuo.promise.gate.seats import read_policies
from yinuo.promise.sealing.box import seal
from yinuo.promise.tests.conftest import confirmed, notice
from yinuo.promise.tests.notes import Note
from yinuo.promise.vault import capturing

pytestmark = [pytest.mark.usefixtures("notes_table"), pytest.mark.django_db(transaction=True)]
WRITERS = 3
SECONDS = 5
VOICE = {"purpose": "consultations", "item": "voice_note"}


@dataclass(frozen=True)
class Attempt:
    """``row`` is None when it was refused. Between its two ticks it took effect, at whatever moment."""

    started: int
    row: UUID | None
    finished: int


@dataclass(frozen=True)
class Window:
    """From a withdrawal's commit to the next grant. ``first`` are the rows to be seen right after the commit, ``last``
    those just before the grant."""

    committed: int
    first: frozenset[UUID]
    last: frozenset[UUID]
    ended: int


@dataclass
class History:
    attempts: list[Attempt] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    ticks: Iterator[int] = field(default_factory=count)

    def tick(self) -> int:
        return next(self.ticks)

    def violations(self) -> set[str]:
        found = set()
        for window in self.windows:
            if window.last - window.first:
                found.add("a row was committed behind the withdrawal")
            for attempt in self.attempts:
                if attempt.row and window.committed < attempt.started < attempt.finished < window.ended:
                    found.add("a capture that started after the withdrawal succeeded")
        return found


def capture(history: History, doctor: Actor, patient: Actor) -> None:
    started = history.tick()
    try:
        with (
            open_purpose("consultations", actor=doctor, door="withdrawal test"),
            capturing(by=[doctor.who], about=[patient.who], through="microphone"),
        ):
            people = {"patient_id": patient.person, "author_id": doctor.person}
            row = Note.objects.create(kind="voice_note", text="voice", **people).pk
    except Refused:
        history.attempts.append(Attempt(started, None, history.tick()))
    else:
        history.attempts.append(Attempt(started, row, history.tick()))


def allow(doctor: Actor) -> None:
    grant(actor=doctor, notice=notice("doctor", "consultations"), **VOICE)


def seen() -> frozenset[UUID]:
    return frozenset(Note.objects.values_list("pk", flat=True))


@contextmanager
def running(*works: Callable[[], None]) -> Iterator[list[Thread]]:
    """Each in a thread with a connection of its own; all have ended when the block has."""

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            connection.close()

    threads = [Thread(target=run, args=(work,), daemon=True) for work in works]
    for thread in threads:
        thread.start()
    try:
        yield threads
    finally:
        for thread in threads:
            thread.join(30)
    assert not any(thread.is_alive() for thread in threads)


@pytest.mark.clause("5.4")
def test_no_capture_comes_after_a_withdrawal() -> None:
    doctor, patient, history, stop = confirmed("doctor"), confirmed("patient"), History(), Event()

    def write() -> None:
        end = time.monotonic() + SECONDS + IN_VAIN
        while not stop.is_set() and time.monotonic() < end:
            capture(history, doctor, patient)

    def wait_for_attempts(since: int, *, refused: bool) -> None:
        def enough() -> bool:
            later = [one for one in list(history.attempts) if one.started > since]
            return sum((one.row is None) is refused for one in later) >= WRITERS

        wait_for(enough)

    allow(doctor)
    until = time.monotonic() + SECONDS
    with running(*[write] * WRITERS):
        try:
            while time.monotonic() < until:
                wait_for_attempts(history.tick(), refused=False)
                withdraw(actor=doctor, **VOICE)
                committed, first = history.tick(), seen()
                wait_for_attempts(committed, refused=True)
                history.windows.append(Window(committed, first, seen(), history.tick()))
                allow(doctor)
        finally:
            stop.set()
    assert len(history.windows) >= 3
    assert any(one.row for one in history.attempts) and not all(one.row for one in history.attempts)
    assert history.violations() == set()


@pytest.fixture
def paused(monkeypatch: pytest.MonkeyPatch) -> tuple[Event, Event]:
    """A capture stops between its check and its insert: it says so, and waits to be let go."""
    checked, go = Event(), Event()

    def pausing(*args: Any, **options: Any) -> bytes:
        checked.set()
        assert go.wait(20)
        return seal(*args, **options)

    monkeypatch.setattr("yinuo.promise.vault.opening.seal", pausing)
    return checked, go


def withdrawn_meanwhile(history: History, doctor: Actor, paused: tuple[Event, Event], *, waits: bool) -> None:
    """Withdraw while a capture stands between check and insert. ``waits``: the withdrawal waits for it."""
    checked, go = paused
    patient = confirmed("patient")
    result: list[tuple[int, frozenset[UUID]]] = []

    def take_back() -> None:
        withdraw(actor=doctor, **VOICE)
        result.append((history.tick(), seen()))

    with running(lambda: capture(history, doctor, patient)):
        assert checked.wait(20)
        with running(take_back):
            wait_for(somebody_waits if waits else lambda: bool(result))
            go.set()
    ((committed, first),) = result
    history.windows.append(Window(committed, first, seen(), history.tick()))


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from pg_locks where locktype = 'advisory' and not granted)")
        return bool(cursor.fetchone()[0])


def test_a_withdrawal_waits_for_a_capture_that_was_checked_already(paused: tuple[Event, Event]) -> None:
    doctor, history = confirmed("doctor", "voice_note"), History()
    withdrawn_meanwhile(history, doctor, paused, waits=True)
    assert [one.row is not None for one in history.attempts] == [True]
    assert history.violations() == set()


def test_without_the_lock_the_checker_finds_the_row_behind_the_withdrawal(
    paused: tuple[Event, Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("yinuo.promise.vault.capturing"), "_lock_shared", lambda persons: None)
    doctor, history = confirmed("doctor", "voice_note"), History()
    withdrawn_meanwhile(history, doctor, paused, waits=False)
    assert history.violations() == {"a row was committed behind the withdrawal"}


def test_with_seats_read_before_the_lock_the_checker_finds_a_late_capture(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other half of the protocol: the seat is read in a new statement, after the lock."""
    monkeypatch.setattr("yinuo.promise.gate.context.PurposeContext.refresh", _once_only())
    doctor, patient, history = confirmed("doctor", "voice_note"), confirmed("patient"), History()
    capture(history, doctor, patient)
    withdraw(actor=doctor, **VOICE)
    committed, first = history.tick(), seen()
    capture(history, doctor, patient)
    history.windows.append(Window(committed, first, seen(), history.tick()))
    assert history.violations() == {
        "a row was committed behind the withdrawal",
        "a capture that started after the withdrawal succeeded",
    }


def _once_only() -> Callable[..., None]:
    """Seats that are kept from one door to the next, as a cache would."""
    kept: dict[UUID, Any] = {}

    def refresh(context: Any, persons: Any) -> None:
        missing = [person for person in persons if person not in kept]
        kept.update(read_policies(missing))
        context._seats.update({person: kept[person] for person in persons if person in kept})

    return refresh
