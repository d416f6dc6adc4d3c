"""One throw-away PostgreSQL and one throw-away home for each test process; both are gone afterwards."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from tests.chromium import chromium

# How fast a shared machine makes examples says nothing of what is tested.
settings.register_profile("yinuo", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("yinuo")

HOME = Path(tempfile.mkdtemp(prefix="yinuo-test-")).resolve()
WHOLE = Path(__file__).resolve().parent / "tests"
MUTANT = os.environ.get("YINUO_TEST_MUTANT", "")
for _name in [name for name in os.environ if name.startswith("YINUO_") or name.startswith("DATABASE_")]:
    del os.environ[_name]
os.environ["YINUO_HOME"] = str(HOME)
os.environ["YINUO_STATIC_NAMES"] = "plain"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop in the main thread; nothing awaits there
os.environ["DJANGO_SETTINGS_MODULE"] = "yinuo.runtime.django_settings"
(HOME / "keys").mkdir(mode=0o700)
(HOME / "keys" / "secret.key").write_text("only-for-tests", encoding="ascii")

from yinuo.runtime.postgres import OWNER, PROGRAM, THROW_AWAY, Cluster

_CLUSTER = Cluster(HOME / "postgres", extra=THROW_AWAY)


def _leave() -> None:
    _CLUSTER.stop()
    shutil.rmtree(HOME, ignore_errors=True)


atexit.register(_leave)
_CLUSTER.make_passwords()
os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"] = _CLUSTER.url(OWNER)


# A crowded machine is no failure: how long an example takes says nothing of what it proves.
hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("patient")

import django

django.setup()
from django.core.management.commands import flush
from django.utils import translation

from tests.flushing import of_what_was_written
from yinuo.promise.sealing.keys import create_keys

create_keys(HOME)
flush.sql_flush = of_what_was_written  # type: ignore[attr-defined]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--clause", default="", help="only the tests that carry one of these clauses, divided by commas")


def pytest_configure(config: pytest.Config) -> None:
    """The test processes beside each other have a database each.

    They inherit this one's environment; with the name of the settings in it they would read those, and this one's
    database, before they come to this file.
    """
    if config.getoption("numprocesses") and not hasattr(config, "workerinput"):
        del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanted = {clause for clause in config.getoption("--clause").split(",") if clause}
    if wanted:
        items[:] = [item for item in items if wanted & {mark.args[0] for mark in item.iter_markers("clause")}]
    # Files with the whole product have few tests and take minutes: they come first, so that none is left at the end.
    items.sort(key=lambda item: not item.path.is_relative_to(WHOLE))


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    """A page that was answered in English leaves its thread in English."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """PostgreSQL starts for the first test that needs it: many a process runs none."""
    _CLUSTER.start()


@pytest.fixture(scope="session")
def mutant() -> str:
    """The promise row whose enforcement is switched off in this run; none in an ordinary one."""
    return MUTANT


@pytest.fixture(autouse=True)
def _in_force(request: pytest.FixtureRequest) -> None:
    """The versions that a new installation has in force, for every test that has the database."""
    if not (request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(request.fixturenames)):
        return
    request.getfixturevalue("_django_db_helper")
    from yinuo.promise.models import InForce
    from yinuo.promise.policy import library
    from yinuo.promise.policy.shelf import policy_folders

    library().folders = policy_folders()  # a test may have added a shelf of its own
    for role in library().roles():
        number = library().in_force_number(role)
        if number is not None:
            InForce.objects.update_or_create(role=role, defaults={"number": number})


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run: a second Playwright in the same thread would refuse to start."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def as_program(db: None) -> Iterator[None]:
    """Run a test's statements with the program's role, which may read and write rows and nothing else."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {PROGRAM}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
