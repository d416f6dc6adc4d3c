"""The journal: whatever is changed, taken out, reordered or cut off is found (house law 9)."""

import json
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from tests.waiting import wait_for
from yinuo.promise.columns import uuid7
from yinuo.promise.gate import Act, Actor, open_purpose
from yinuo.promise.journal.anchors import anchor, anchor_file, anchoring, copy_outside
from yinuo.promise.journal.days import UnableToDropDay, drop_day, drop_due, prepare_days
from yinuo.promise.journal.verify import Report, verify
from yinuo.promise.models import Anchor, ClosedDay, JournalRecord

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()
LONG_AGO = TODAY - timedelta(days=200)


@pytest.fixture(autouse=True)
def _empty(db: None, settings: Any, tmp_path: Any) -> None:
    """A journal of the test's own: no records of other tests, no copies of their anchors."""
    settings.YINUO_HOME = tmp_path
    with disabled("promise_journal"):
        sql("delete from promise_journal")


def sql(text: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values)


@contextmanager
def disabled(table: str) -> Iterator[None]:
    """What the owner of the tables can do: the triggers do not stop the owner."""
    trigger = {"promise_journal": "promise_journal", "promise_anchor": "promise_anchor"}.get(table, "promise_closedday")
    sql(f"alter table {table} disable trigger {trigger}_append_only")
    yield
    sql(f"alter table {table} enable trigger {trigger}_append_only")


def asked(actor: Actor, times: int = 1) -> None:
    for _ in range(times):
        with open_purpose("consultations", actor=actor, door="journal test") as context:
            context.ask(Act.USE, actor.who, "message_text")


def old_records(times: int = 3) -> str:
    """A chain of a day whose term is over."""
    chain = str(uuid7())
    body = json.dumps({"entries": []})
    for _ in range(times):
        sql("select promise_journal_append(%s, %s, %s, '[]')", LONG_AGO, chain, body)
    return chain


def kinds(report: Report) -> set[str]:
    return {fault.kind for fault in report.faults}


def test_an_untouched_journal_is_unbroken(doctor: Actor) -> None:
    asked(doctor, 3)
    assert anchor() is not None
    asked(doctor)
    report = verify()
    assert (report.ok, report.records, report.chains, report.anchors) == (True, 4, 1, 1)


def test_nothing_moved_makes_no_anchor_and_an_anchor_names_only_what_moved(doctor: Actor) -> None:
    asked(doctor, 2)
    first = anchor()
    sql("select promise_journal_append(%s, %s, %s, '[]')", TODAY, uuid7(), '{"entries": []}')
    second = anchor()
    assert first and second
    assert anchor() is None
    assert [len(json.loads(made.body)["heads"]) for made in (first, second)] == [1, 1]
    assert verify().ok


def test_a_long_journal_is_verified_in_the_memory_of_a_short_one() -> None:
    def grown(records: int) -> int:
        appended = "select promise_journal_append(%s, %s, %s, '[]') from generate_series(1, %s)"
        sql(appended, TODAY, uuid7(), json.dumps({"entries": [], "filling": "x" * 200}), records)
        anchor()
        tracemalloc.start()
        try:
            assert verify().ok
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    short = grown(5000)
    assert grown(10_000) < 1.1 * short


Tamper = Callable[[], None]


def records(text: str, *values: object) -> Tamper:
    def tamper() -> None:
        with disabled("promise_journal"):
            sql(text, *values)

    return tamper


def reordered() -> None:
    with disabled("promise_journal"):
        sql("update promise_journal set seq = 100 where seq = 2")
        sql("update promise_journal set seq = 2 where seq = 3")
        sql("update promise_journal set seq = 3 where seq = 100")


def anchors(text: str, *values: object) -> Tamper:
    def tamper() -> None:
        with disabled("promise_anchor"):
            sql(text, *values)

    return tamper


def other_copy() -> None:
    copies = [json.loads(line) for line in anchor_file().read_text().splitlines()]
    copies[0]["body"] = copies[0]["body"].replace("heads", "tails")
    anchor_file().write_text("".join(json.dumps(copy) + "\n" for copy in copies))


CHANGED_BODY = "update promise_journal set body = replace(body, 'allowed', 'refused') where seq = 2"
CHANGED_INDEX = "update promise_journal set whose = '[\"00\"]' where seq = 2"
TAMPERINGS: dict[str, tuple[str, Tamper]] = {
    "a changed body": ("changed", records(CHANGED_BODY)),
    "a changed index column": ("changed", records(CHANGED_INDEX)),
    "a record removed in the middle": ("missing", records("delete from promise_journal where seq = 2")),
    "the first record removed": ("missing", records("delete from promise_journal where seq = 1")),
    "reordered records": ("changed", reordered),
    "a cut tail": ("cut", records("delete from promise_journal where seq >= 3")),
    "a whole chain removed": ("cut", records("delete from promise_journal")),
    "a forged signature": ("anchor", anchors("update promise_anchor set signature = decode(repeat('ab', 64), 'hex')")),
    "a changed anchor": ("anchor", anchors("update promise_anchor set body = replace(body, ',3,', ',2,')")),
    "the first anchor removed": (
        "anchor",
        anchors("delete from promise_anchor where id = (select min(id) from promise_anchor)"),
    ),
    "the last anchor removed": (
        "anchor",
        anchors("delete from promise_anchor where id = (select max(id) from promise_anchor)"),
    ),
    "another copy outside": ("anchor", other_copy),
    "no copy outside": ("anchor", lambda: anchor_file().unlink()),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found(doctor: Actor, name: str) -> None:
    kind, tamper = TAMPERINGS[name]
    asked(doctor, 3)
    anchor()
    asked(doctor)
    anchor()
    assert verify().ok
    tamper()
    assert kind in kinds(verify())


def test_a_chain_rewritten_with_fitting_hashes_is_found_by_its_anchor(doctor: Actor) -> None:
    """Premise: without the anchor nothing is wrong with it."""
    asked(doctor, 3)
    chain, whose = JournalRecord.objects.values_list("chain", "whose").first() or ("", [])
    rewrite = records("delete from promise_journal")
    bodies = list(JournalRecord.objects.order_by("seq").values_list("body", flat=True))

    def again() -> None:
        rewrite()
        for body in bodies[:2]:
            sql("select promise_journal_append(%s, %s, %s, %s)", TODAY, chain, body, json.dumps(whose))

    with transaction.atomic():
        again()
        assert verify().ok
        transaction.set_rollback(True)
    anchor()
    again()
    assert kinds(verify()) == {"cut"}


@pytest.mark.parametrize("table", ["promise_journal", "promise_anchor", "promise_closedday"])
@pytest.mark.parametrize("text", ["update {} set body = ''", "delete from {}"])
def test_the_program_only_appends(doctor: Actor, as_program: None, table: str, text: str) -> None:
    asked(doctor)
    anchor()
    sql("reset role")
    sql("insert into promise_closedday values ('2020-01-01', '{}', sha256('{}'))")
    sql("set role yinuo_app")
    with pytest.raises(DatabaseError, match="appended"), transaction.atomic():
        sql(text.format(table))


@pytest.mark.parametrize("own_partition", [True, False])
@pytest.mark.clause("4.2")
def test_a_day_is_dropped_after_its_term_and_its_closing_stays(as_program: None, own_partition: bool) -> None:
    sql("reset role")
    if own_partition:
        name, days = f"promise_journal_{LONG_AGO:%Y%m%d}", (str(LONG_AGO), str(LONG_AGO + timedelta(1)))
        sql(f"create table {name} partition of promise_journal for values from ('{days[0]}') to ('{days[1]}')")
    sql("set role yinuo_app")
    chain = old_records()
    anchor()
    assert drop_due(datetime.now(UTC)) == [LONG_AGO]
    closed = ClosedDay.objects.get()
    assert [head[:2] for head in json.loads(closed.body)["heads"]] == [[chain, 3]]
    assert not JournalRecord.objects.filter(day=LONG_AGO).exists()
    assert verify().ok
    assert drop_due(datetime.now(UTC)) == []


def test_the_program_drops_no_day_before_its_term_and_closes_none_by_itself(as_program: None) -> None:
    early = TODAY - timedelta(days=184)
    for text in (
        f"select promise_journal_drop('{early}')",
        "insert into promise_closedday values ('2020-01-01', '{}', sha256('{}'))",
        "drop table promise_journal_rest",
        "truncate promise_journal",
        "alter table promise_journal disable trigger promise_journal_append_only",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            sql(text)


def test_a_broken_day_is_not_dropped(caplog: pytest.LogCaptureFixture) -> None:
    old_records()
    anchor()
    records("delete from promise_journal where seq = 3")()
    with pytest.raises(UnableToDropDay), transaction.atomic():
        drop_day(LONG_AGO)
    assert drop_due(datetime.now(UTC)) == []
    assert "broken" in caplog.text
    assert not ClosedDay.objects.exists()


CLOSED: dict[str, str] = {
    "other closing heads": "update promise_closedday set body = replace(body, ', 3,', ', 4,')",
    "other closing heads that fit their hash": (
        "update promise_closedday set body = b, hash = sha256(convert_to(b, 'UTF8'))"
        " from (select replace(body, ', 3,', ', 4,') as b from promise_closedday)"
    ),
    "a closed day forgotten": "delete from promise_closedday",
}


@pytest.mark.parametrize("name", CLOSED)
def test_tampering_with_a_closed_day_is_found(name: str) -> None:
    old_records()
    anchor()
    drop_day(LONG_AGO)
    assert verify().ok
    with disabled("promise_closedday"):
        sql(CLOSED[name])
    assert kinds(verify()) & {"closed", "cut"}


def test_a_day_that_was_closed_and_has_records_is_found() -> None:
    old_records()
    anchor()
    drop_day(LONG_AGO)
    old_records()
    assert "closed" in kinds(verify())


def test_a_day_closed_behind_the_anchors_back_is_found() -> None:
    old_records()
    anchor()
    sql("select promise_journal_drop(%s)", LONG_AGO)
    assert kinds(verify()) == {"closed"}


def test_anchors_of_another_machine_and_of_before_a_crash_are_copied_too(doctor: Actor) -> None:
    asked(doctor)
    anchor()
    asked(doctor)
    anchor()
    whole = anchor_file().read_bytes()
    anchor_file().write_bytes(whole[:-20])
    assert kinds(verify()) == {"anchor"}
    copy_outside()
    assert anchor_file().read_bytes() == whole
    anchor_file().unlink()
    copy_outside()
    assert anchor_file().read_bytes() == whole
    assert verify().ok


def test_a_worker_that_stood_still_anchors_the_days_it_missed(doctor: Actor) -> None:
    asked(doctor)
    old_records()
    made = anchor()
    assert made
    assert {head[0] for head in json.loads(made.body)["heads"]} == {str(TODAY), str(LONG_AGO)}


def test_partitions_are_made_ahead() -> None:
    prepare_days(3)
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass(%s) is not null", [f"promise_journal_{TODAY + timedelta(3):%Y%m%d}"])
        assert cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_the_workers_thread_anchors_until_it_ends(doctor: Actor) -> None:
    asked(doctor)
    with anchoring(0.01) as thread:
        wait_for(lambda: Anchor.objects.exists() or not thread.is_alive())
        assert thread.is_alive()
    assert not thread.is_alive()


@pytest.mark.django_db(transaction=True)
def test_the_workers_thread_waits_for_what_is_away(
    doctor: Actor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked(doctor)
    tried = Event()

    def away() -> None:
        tried.set()
        raise OperationalError("the database is away")

    with monkeypatch.context() as outage, anchoring(0.01) as thread:
        outage.setattr("yinuo.promise.journal.anchors.anchor", away)
        assert tried.wait(10)
        outage.undo()
        wait_for(lambda: Anchor.objects.exists() or not thread.is_alive())
        assert thread.is_alive()
    assert "could not be made" in caplog.text


def test_no_partition_spends_an_append_on_compressing() -> None:
    """Also one that is made later: it takes the storage from the parent."""
    sql("select promise_journal_prepare(20)")
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct a.attstorage from pg_attribute a join pg_class c on c.oid = a.attrelid"
            " where c.relname like 'promise\\_journal%%' and c.relkind in ('r', 'p') and a.attname in ('body', 'whose')"
        )
        assert cursor.fetchall() == [("e",)]
