"""The cluster of our own: its roles, its settings for erasing, and how it comes back after a kill."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

import psycopg
import pytest

from yinuo.runtime.postgres import ERASING, OWNER, PROGRAM, Cluster


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="yinuo it's, 数据 "))
    made = Cluster(folder / "postgres", extra={"shared_buffers": "32MB"})
    made.start()
    yield made
    made.stop()
    shutil.rmtree(folder, ignore_errors=True)


def test_the_program_reads_and_writes_rows_and_makes_no_tables(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url(OWNER), autocommit=True) as owner:
        owner.execute("CREATE TABLE note (id bigserial PRIMARY KEY, text text)")
    with psycopg.connect(cluster.url(PROGRAM), autocommit=True) as program:
        program.execute("INSERT INTO note (text) VALUES ('a')")
        assert program.execute("SELECT text FROM note").fetchall() == [("a",)]
        for refused in (
            "CREATE TABLE other (id int)",
            "DROP TABLE note",
            "TRUNCATE note",
            "ALTER TABLE note ADD b int",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                program.execute(refused)


def test_erasing_is_configured(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url(PROGRAM)) as program:
        for name, wanted in ERASING.items():
            row = program.execute("SELECT setting, unit FROM pg_settings WHERE name = %s", [name]).fetchone()
            assert row is not None and (row[0] == wanted or row[1] is not None), name


def test_a_wrong_password_is_refused(cluster: Cluster) -> None:
    address = cluster.url(PROGRAM)
    right = cluster.passwords().program
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        psycopg.connect(address.replace(right, "wrong"))


def test_a_killed_server_comes_back_with_what_was_committed(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url(OWNER), autocommit=True) as owner:
        owner.execute("CREATE TABLE kept (id int)")
        owner.execute("INSERT INTO kept VALUES (7)")
    assert cluster.process is not None
    os.kill(cluster.process.pid, signal.SIGKILL)
    cluster.process.wait()
    cluster.start()
    with psycopg.connect(cluster.url(PROGRAM)) as program:
        assert program.execute("SELECT id FROM kept").fetchall() == [(7,)]


def test_its_files_are_closed_to_others(cluster: Cluster) -> None:
    assert (cluster.data.stat().st_mode & 0o077) == 0
    assert (Path(cluster.folder / "passwords").stat().st_mode & 0o077) == 0


def test_a_busy_child_of_a_killed_server_is_ended_and_somebody_at_work_in_the_folder_is_not(cluster: Cluster) -> None:
    assert cluster.process is not None
    with (
        psycopg.connect(cluster.url(PROGRAM), autocommit=True) as busy,
        subprocess.Popen(["sleep", "600"], cwd=cluster.data) as somebody,
    ):
        asked = Thread(target=_counts_for_ever, args=[busy])
        asked.start()
        with psycopg.connect(cluster.url(PROGRAM), autocommit=True) as other:
            while not other.execute("SELECT FROM pg_stat_activity WHERE query LIKE 'DO%'").rowcount:
                assert asked.is_alive()
        os.kill(cluster.process.pid, signal.SIGKILL)
        cluster.process.wait()
        cluster.start()
        asked.join(30)
        assert not asked.is_alive() and somebody.poll() is None
        somebody.terminate()
    assert cluster.answers()


def _counts_for_ever(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    """It never waits for its client, and so never sees that its server is gone."""
    with suppress(psycopg.OperationalError):
        connection.execute("DO $$ BEGIN LOOP PERFORM count(*) FROM generate_series(1, 1000); END LOOP; END $$")
