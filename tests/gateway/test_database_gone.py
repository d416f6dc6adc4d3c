"""PostgreSQL goes away in mid-flight: nothing acknowledged is lost, nothing doubled, the order kept (1.2)."""

import signal
import sys
import threading
from typing import Any

import pytest
from django.db import connection, connections

from tests.gateway.conftest import Pair
from tests.gateway.running import Client
from tests.waiting import IN_VAIN, wait_for
from yinuo.consultations.models import Message
from yinuo.promise.journal.verify import verify
from yinuo.runtime.postgres import Cluster
from yinuo.runtime.postgres_places import end_orphans

pytestmark = [
    pytest.mark.clause("1.2"),
    # Connections are cut on purpose here; what asyncpg leaves of them is a future that nobody asks any more.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
CUTS = 25


class Side(threading.Thread):
    """Keeps a few messages in flight and notes every answer and every message of the other side."""

    def __init__(self, pair: Pair, client: Client) -> None:
        super().__init__(daemon=True)
        self.pair, self.client = pair, client
        self.sent: list[str] = []
        self.acknowledged: dict[str, int] = {}
        self.heard: list[int] = []
        self.refused: list[str] = []
        self.stop = threading.Event()

    def run(self) -> None:
        while not self.stop.is_set():
            self.sent += [str(self.client.send(self.pair.consultation, f"{len(self.sent)}")) for _ in range(5)]
            self._answers()

    def _answers(self) -> None:
        while len(self.acknowledged) + len(self.refused) < len(self.sent):
            said = self.client.hear("acknowledged", "message", "refused")
            if said["event"] == "acknowledged":
                assert said["client_id"] not in self.acknowledged
                self.acknowledged[said["client_id"]] = said["number"]
            elif said["event"] == "message":
                self._hear(said)
            else:
                self.refused.append(said["code"])

    def _hear(self, said: dict[str, Any]) -> None:
        """Own messages may come too, after a break: the page knows them by their client ids."""
        if not said["mine"]:
            self.heard.append(said["number"])

    def finish(self, total: int) -> None:
        """Hear the other side out."""
        self.stop.set()
        self.join(IN_VAIN)
        assert not self.is_alive()
        while len(self.heard) + len(self.acknowledged) < total:
            self._hear(self.client.hear("message"))


def begin(pair: Pair) -> list[Side]:
    sides = [Side(pair, pair.open(who)) for who in (pair.doctor, pair.patient)]
    for side in sides:
        side.start()
    return sides


def unanswered(side: Side) -> set[str]:
    return set(side.sent) - set(side.acknowledged)


def acknowledged_since(sides: list[Side], count: int) -> None:
    """Until each one has been acknowledged so often from now on."""
    before = [len(side.acknowledged) for side in sides]
    wait_for(lambda: all(len(side.acknowledged) > was + count for side, was in zip(sides, before, strict=True)))


def check(sides: list[Side]) -> None:
    """Every promise about what was acknowledged, held against the database."""
    for side in sides:
        side.stop.set()
        side.join(IN_VAIN)
        assert not side.is_alive()
    rows = list(Message.objects.order_by("number").values_list("number", "client_id", "author_id"))
    for side in sides:
        side.finish(len(rows))
        side.client.__exit__(None, None, None)
    assert [number for number, _, _ in rows] == list(range(1, len(rows) + 1)), "no hole, nothing doubled"
    kept = {str(client_id): number for number, client_id, _ in rows}
    for side in sides:
        assert side.refused == []
        assert side.acknowledged == {name: kept[name] for name in side.sent}, "nothing acknowledged is lost"
        numbers = [kept[name] for name in side.sent]
        assert numbers == sorted(numbers), "in the order of sending"
        others = [number for number in kept.values() if number not in set(numbers)]
        assert side.heard == sorted(others), "each one heard once, in order"
    assert verify().ok


def test_connections_that_break_in_the_middle_of_commits_lose_nothing(pair: Pair) -> None:
    sides = begin(pair)
    for _ in range(CUTS):
        acknowledged_since(sides, 10)
        with connection.cursor() as cursor:
            cursor.execute(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name like %s",
                ["yinuo gateway %"],
            )
            assert cursor.fetchone()[0] >= 1, "the writer's at least; the listener may be on its way back"
    check(sides)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_server_that_is_stopped_or_killed_and_comes_back_loses_nothing(pair: Pair, how: signal.Signals) -> None:
    cluster: Cluster = sys.modules["conftest"]._CLUSTER
    assert str(cluster.socket_folder) == connection.settings_dict["HOST"], "the one that these tests use"
    sides = begin(pair)
    wait_for(lambda: all(len(side.acknowledged) > 50 for side in sides))
    connections.close_all()
    assert cluster.process is not None
    cluster.process.send_signal(how)
    cluster.process.wait()
    try:
        end_orphans(cluster.data)
        wait_for(lambda: not pair.running.gateway.state()["ok"])
        wait_for(lambda: all(unanswered(side) for side in sides))  # each has something that waits to be written
        waiting = [unanswered(side) for side in sides]
    finally:
        cluster.start()  # the tests after this one need it
    wait_for(lambda: all(names <= set(side.acknowledged) for side, names in zip(sides, waiting, strict=True)))
    check(sides)
    assert pair.running.gateway.state()["ok"]
