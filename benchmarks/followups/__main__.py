"""A doctor with 5,000 follow-up patients: server time and statements of the list and of one plan.

``python -m benchmarks.followups --write docs/reference/figures-followups.md``
"""

import argparse
import os
import platform
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from benchmarks.chat.people import Sitting

if TYPE_CHECKING:
    from django.test import Client

ROUNDS = 30
CHUNK = 250
LIST = "/doctor/followups/"
# Of ten patients one alarmed, one is beyond a bound, two missed, one has not confirmed, five are on plan.
NEEDS = (0, 1, 2, 2, 3, 4, 4, 4, 4, 4)
VALUES = {0: {"收缩压": 188.0}, 1: {"收缩压": 168.0}}


@dataclass(frozen=True)
class View:
    name: str
    queries: int
    median: float
    worst: float


def patients(count: int) -> list[UUID]:
    """Persons with keys who confirmed the version in force and agreed to answer."""
    from yinuo.promise.models import Person, SeatRow
    from yinuo.promise.policy import library
    from yinuo.promise.vault.persons import keys_for

    number = library().in_force("patient").number
    grants = {"followups": {"followup_answer": True, "followup_value": True, "name": True}}
    persons = [Person(role="patient") for _ in range(count)]
    Person.objects.bulk_create(persons)
    seats = [
        SeatRow(person=one.pk, role="patient", confirmed={"patient": number}, grants=grants) for one in persons
    ]  # fmt: skip
    for seat in seats:
        seat.keys = keys_for(seat)
    SeatRow.objects.bulk_create(seats)
    return [one.pk for one in persons]


def in_chunks(persons: list[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(persons), CHUNK):
        yield persons[start : start + CHUNK]


def follow_up(doctor: UUID, persons: list[UUID]) -> None:
    """A name, a plan, an answer and, where it is due, a task for each."""
    from django.utils import timezone

    from yinuo.promise.gate import Actor, open_purpose
    from yinuo.promise.vault import capturing

    now = timezone.now()
    for chunk in in_chunks(persons):
        with (
            open_purpose("followups", actor=Actor(doctor, "doctor"), door="benchmark"),
            capturing(by=[doctor, *chunk], about=chunk),
        ):
            _chunk(doctor, chunk, now)


def _chunk(doctor: UUID, chunk: Sequence[UUID], now: datetime) -> None:
    from yinuo.followups.catalogue import catalogue
    from yinuo.followups.content import as_json
    from yinuo.followups.models import Answer, Occasion, Plan, Task, Tie

    content = as_json(catalogue()["hypertension"])
    needs = [NEEDS[place % len(NEEDS)] for place in range(len(chunk))]
    Tie.objects.bulk_create(
        [Tie(doctor_id=doctor, patient_id=one, name=f"患者{one.hex[-4:]}", since=now) for one in chunk]
    )
    plans = [
        Plan(
            doctor_id=doctor, patient_id=one, content=content, state="proposed" if need == 3 else "running",
            need=need, since=now + timedelta(minutes=place), proposed_at=now,
        )
        for place, (one, need) in enumerate(zip(chunk, needs, strict=True))
    ]  # fmt: skip
    Plan.objects.bulk_create(plans)
    running = [plan for plan in plans if plan.state == "running"]
    occasions = [
        Occasion(
            plan=plan, step=0, number=1, opens_at=now, closes_at=now + timedelta(hours=20),
            state="missed" if plan.need == 2 else "answered", answered_at=None if plan.need == 2 else now,
        )
        for plan in running
    ]  # fmt: skip
    Occasion.objects.bulk_create(occasions)
    answered = [one for one in occasions if one.state == "answered"]
    Answer.objects.bulk_create(
        Answer(
            patient_id=one.plan.patient_id, occasion=one, said_at=now, answers={"今天的降压药吃了吗": "都吃了"},
            values=VALUES.get(one.plan.need, {"收缩压": 131.0}),
        )
        for one in answered
    )  # fmt: skip
    Task.objects.bulk_create(
        Task(
            plan=one.plan, occasion=one, owner_id=doctor, level="look" if one.plan.need else "urgent",
            opened_at=now, deadline=now + timedelta(hours=24),
        )
        for one in answered
        if one.plan.need < 2
    )  # fmt: skip


def view(name: str, browser: "Client", address: str) -> View:
    """One page, many times; the first time warms what a process keeps anyway."""
    from django.db import connection

    asked: list[str] = []

    def counted(execute: Any, sql: str, *more: Any) -> Any:
        asked.append(sql)
        return execute(sql, *more)

    answer = browser.get(address)
    assert answer.status_code == 200, address
    with connection.execute_wrapper(counted):
        browser.get(address)
    spent = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        browser.get(address)
        spent.append(1000 * (time.perf_counter() - began))
    return View(name, len(asked), statistics.median(spent), max(spent))


def measure(count: int) -> tuple[float, list[View]]:
    from django.db import connection
    from django.test import Client

    from yinuo.accounts.api import open_account, session_for
    from yinuo.followups.models import Plan

    doctor = open_account(role="doctor", number="13800138001")
    browser = session_for(Client(SERVER_NAME="localhost"), doctor)
    views = [view("the list, no patient", browser, LIST)]
    began = time.perf_counter()
    follow_up(doctor, patients(count))
    made = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    last = (count - count // 10) // 30
    views += [
        view(f"the list, {count:,} patients, page 1", browser, LIST),
        view(f"the list, page {last}", browser, f"{LIST}?page={last}"),
        view("only the urgent", browser, f"{LIST}?need=0"),
    ]
    one = Plan.objects.filter(doctor=doctor, need=0).first()
    assert one is not None
    views.append(view("one plan", browser, f"{LIST}{one.pk}/"))
    return made, views


def page(count: int, made: float, views: list[View]) -> str:
    """Markdown."""
    rows = [f"| {one.name} | {one.queries} | {one.median:.1f} | {one.worst:.1f} |" for one in views]
    return "\n".join(
        [
            "# Figures: follow-ups",
            "",
            "Written by `python -m benchmarks.followups --write docs/reference/figures-followups.md` on"
            f" {datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} shared cores;"
            " PostgreSQL of our own with fsync on, on the same machine.",
            "",
            f"One doctor follows up {count:,} patients, each with a sealed name, plan and answer (made in {made:.0f} s)"
            ". A page of the list shows 30, by need, each with the reason counted from the opened answer"
            f" ({ROUNDS} views each, in one process without a network):",
            "",
            "| view | statements | median ms | worst ms |",
            "|---|---|---|---|",
            *rows,
            "",
            "Statements are those of the whole request: session, seats, journal and the visit's log line are the same"
            " for every page of the house (about 14). The list itself asks seven, whatever the number of patients.",
            "",
        ]
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.followups", description=__doc__)
    parser.add_argument("--patients", type=int, default=5_000)
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    with Sitting() as sitting:
        os.environ["YINUO_STATIC_NAMES"] = "plain"  # no static files are collected for this
        sitting.settle()
        text = page(given.patients, *measure(given.patients))
    print(text)
    if given.write:
        given.write.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
