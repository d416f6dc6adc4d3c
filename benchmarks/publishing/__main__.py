"""Publishing a widening version to many persons, and what their next page view costs.

``python -m benchmarks.publishing --write docs/reference/figures-publishing.md``
"""

import argparse
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.chat.people import Sitting

if TYPE_CHECKING:
    from django.test import Client

ROUNDS = 40
PAGE = "/credentials/"
VERSION = "/me/settings/account/privacy/version/"
TEXT = 'id = "message_text"\nneed = "basic"\nbasis = "contract"\nsource = ["given"]'
PERSONS = """
insert into promise_person (id, role, created_at)
select gen_random_uuid(), 'doctor', now() from generate_series(1, %s)
"""
SEATS = """
insert into promise_seat (person, role, confirmed, grants, withdrawn, keys, epoch)
select id, role, jsonb_build_object('doctor', %s::text), '{"notices.policy": {"email": true}}', false, '{}', 1
from promise_person where role = 'doctor'
"""
# Bytes that nobody can open: gathering opens no address, it only writes down whose mail is to go out.
ADDRESSES = """
insert into notices_emailaddress (id, person_id, address)
select gen_random_uuid(), id, decode('00', 'hex') from promise_person where role = 'doctor' limit %s
"""


@dataclass(frozen=True)
class View:
    name: str
    queries: int
    median: float
    worst: float


def people(count: int, addresses: int) -> None:
    """Seats that confirmed the version in force, and some with an address."""
    from django.db import connection

    from yinuo.promise.policy import library

    with connection.cursor() as cursor:
        cursor.execute(PERSONS, [count])
        cursor.execute(SEATS, [library().in_force("doctor").number])
        cursor.execute(ADDRESSES, [addresses])
        cursor.execute("analyze")


def visitor(number: str) -> "Client":
    from django.test import Client

    from yinuo.accounts.api import open_account, session_for

    return session_for(Client(SERVER_NAME="localhost"), open_account(role="doctor", number=number))


def seconds(act: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = act()
    return time.perf_counter() - began, found


def publish() -> str:
    """A version that takes one source more, from a draft to in force."""
    from django.utils import timezone

    from yinuo.promise.policy.acts import COMMAND
    from yinuo.promise.policy.drafts import begin, save
    from yinuo.promise.policy.publishing import publish as put_out

    draft = begin(COMMAND, "doctor")
    text = str(draft.files["policy.md"]).replace(TEXT, TEXT.replace('["given"]', '["given", "automatic"]'), 1)
    draft = save(COMMAND, draft.pk, revision=1, texts={"policy.md": text})
    return str(put_out(COMMAND, draft.pk, revision=draft.revision, effective=timezone.localdate()).number)


def view(name: str, browser: "Client", address: str, expected: int) -> View:
    """One page, many times; the first time warms what a process keeps anyway."""
    from django.db import connection

    asked: list[str] = []

    def counted(execute: Any, sql: str, *more: Any) -> Any:
        asked.append(sql)
        return execute(sql, *more)

    assert browser.get(address).status_code == expected
    with connection.execute_wrapper(counted):
        browser.get(address)
    spent = [1000 * seconds(lambda: browser.get(address))[0] for _ in range(ROUNDS)]
    return View(name, len(asked), statistics.median(spent), max(spent))


def measure(count: int, addresses: int) -> tuple[list[str], list[View]]:
    from yinuo.notices.actions import gather
    from yinuo.promise.policy.publish import persons_by_version

    people(count, addresses)
    one, two = visitor("13800138001"), visitor("13800138002")
    views = [view("no new version", one, PAGE, 200)]
    counted, found = seconds(lambda: persons_by_version("doctor"))
    spent, number = seconds(publish)
    gathered, mails = seconds(gather)
    views.append(view("a new version waits: sent to its page", one, PAGE, 302))
    views.append(view("the page that shows what changed", one, VERSION, 200))
    one.post(f"{VERSION}later/", {"policy": "doctor", "version": number})
    views.append(view("after “not now”", one, PAGE, 200))
    confirmed(two)
    views.append(view("after the confirmation", two, PAGE, 200))
    lines = [
        f"- A draft saved, judged, written, announced and in force for {sum(found.values()):,} persons: {spent:.2f} s."
        " No row of a person is touched.",
        f"- Counting for the preview who stands at which version: {counted:.2f} s.",
        f"- Queueing the mails of {mails:,} persons with an address, in one statement: {gathered:.2f} s.",
    ]
    return lines, views


def confirmed(browser: "Client") -> None:
    from yinuo.promise.policy import library

    now = library().in_force("doctor")
    browser.post(VERSION, {"policy": "doctor", "version": now.number, "shown": now.hash})


def page(lines: list[str], views: list[View]) -> str:
    """Markdown."""
    rows = [f"| {one.name} | {one.queries} | {one.median:.1f} | {one.worst:.1f} |" for one in views]
    return "\n".join(
        [
            "# Figures: publishing a version",
            "",
            "Written by `python -m benchmarks.publishing --write docs/reference/figures-publishing.md` on"
            f" {datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} shared cores;"
            " PostgreSQL of our own with fsync on, on the same machine.",
            "",
            *lines,
            "",
            f"What the next page view costs ({PAGE}, {ROUNDS} times, in one process without a network):",
            "",
            "| view | queries | median ms | worst ms |",
            "|---|---|---|---|",
            *rows,
            "",
            "What need not be shown is remembered in the session, so a “not now” costs nothing on the pages after it."
            " The duties between two versions are worked out once a process.",
            "",
        ]
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.publishing", description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--addresses", type=int, default=10_000)
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    with Sitting() as sitting:
        os.environ["YINUO_STATIC_NAMES"] = "plain"  # no static files are collected for this
        sitting.settle()
        text = page(*measure(given.persons, given.addresses))
    print(text)
    if given.write:
        given.write.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
