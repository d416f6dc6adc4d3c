"""A thousand full withdrawals with two hundred open sockets and talkers; every use is held against the commits."""

import json
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from websockets.sync.client import ClientConnection, connect

from benchmarks.chat.people import Pair

_TAKEN = """
select count(*) from promise_journal j, jsonb_array_elements(j.body::jsonb->'entries') e
where j.whose @> %(whose)s::jsonb and e->>'whose' = %(name)s and e->>'act' = 'capture' and e->>'reason' = 'allowed'
  and (j.body::jsonb->>'at')::timestamptz between %(begun)s and %(ended)s
"""
PRIVACY = "/me/settings/account/privacy/"


@dataclass
class Measured:
    """Milliseconds; ``windows`` are the instants between a commit and the coming back, by person."""

    commit: list[float] = field(default_factory=list)
    closed: list[float] = field(default_factory=list)
    windows: list[tuple[UUID, datetime, datetime]] = field(default_factory=list)
    late: int = 0
    talked: int = 0
    jobs: int = 0


class Seat:
    """One person's page: an open socket and a log-in."""

    def __init__(self, port: int, cookie: str, consultation: UUID, person: UUID, role: str) -> None:
        self.cookie, self.consultation, self.person, self.role = cookie, consultation, person, role
        origin: Any = f"http://127.0.0.1:{port}"
        headers = {"Cookie": f"yinuo_session={cookie}"}
        self.socket: ClientConnection = connect(
            f"ws://127.0.0.1:{port}/socket", origin=origin, additional_headers=headers, compression=None, proxy=None
        )
        self._say("consultations.join", since=1_999_999_999)
        while self._hear()["event"] != "joined":
            pass

    def sent(self) -> str:
        """Send a text and hear what became of it: acknowledged or refused."""
        name = str(uuid4())
        self._say("consultations.send", client_id=name, kind="text", text="在吗")
        while True:
            heard = self._hear()
            if heard["event"] in ("acknowledged", "refused") and heard.get("client_id") == name:
                return str(heard["event"])

    def _say(self, command: str, **fields: Any) -> None:
        self.socket.send(json.dumps({"command": command, "consultation": str(self.consultation), **fields}))

    def _hear(self) -> dict[str, Any]:
        heard: dict[str, Any] = json.loads(self.socket.recv(timeout=20))
        return heard


def seats(port: int, pairs: list[Pair], persons: list[tuple[UUID, UUID]]) -> list[Seat]:
    found = []
    for pair, two in zip(pairs, persons, strict=True):
        for cookie, person, role in zip(pair.cookies, two, ("doctor", "patient"), strict=True):
            found.append(Seat(port, cookie, pair.consultation, person, role))
    return found


def measure(all_seats: list[Seat], times: int, talkers: int) -> Measured:
    """The last ``talkers`` seats talk all the time; the others withdraw and come back in turn."""
    from django.conf import settings
    from django.test import Client

    from yinuo.promise.policy import library

    made, over = Measured(), threading.Event()
    quiet, loud = all_seats[:-talkers], all_seats[-talkers:]
    threads = [threading.Thread(target=_talk, args=(seat, over, made), daemon=True) for seat in loud]
    threads.append(threading.Thread(target=_work, args=(over, made), daemon=True))
    for thread in threads:
        thread.start()
    browsers = {}
    for seat in quiet:
        browsers[seat.person] = Client(headers={"host": "localhost"})
        browsers[seat.person].cookies[settings.SESSION_COOKIE_NAME] = seat.cookie
    for number in range(times):
        seat = quiet[number % len(quiet)]
        assert seat.sent() == "acknowledged"
        begun = time.perf_counter()
        answer = browsers[seat.person].post(f"{PRIVACY}withdraw/")
        committed, at = time.perf_counter(), datetime.now(UTC)
        assert answer.headers.get("Location", "").endswith("/back/"), answer.headers
        made.late += seat.sent() != "refused"
        closed = time.perf_counter()
        made.commit.append(1000 * (committed - begun))
        made.closed.append(1000 * (closed - committed))
        version = library().in_force(seat.role)
        made.windows.append((seat.person, at, datetime.now(UTC)))
        back = {"version": version.number, "shown": version.hash}
        assert browsers[seat.person].post(f"{PRIVACY}back/", back).status_code == 302
    over.set()
    for thread in threads:
        thread.join(20)
    return made


def _talk(seat: Seat, over: threading.Event, made: Measured) -> None:
    while not over.is_set():
        made.talked += seat.sent() == "acknowledged"
        time.sleep(0.02)


def _work(over: threading.Event, made: Measured) -> None:
    """The worker's upkeep, one round after another: what a withdrawal ends is being cleared all the time."""
    from django.db import connection

    from yinuo.promise.retention.sweep import sweep

    while not over.is_set():
        sweep(datetime.now(UTC))
        made.jobs += 1
        time.sleep(0.2)
    connection.close()


def uses_within(windows: list[tuple[UUID, datetime, datetime]]) -> int:
    """Messages written within a window by the person who had withdrawn, and takings that the journal let through: must
    be none."""
    from yinuo.consultations.models import Message

    found = 0
    for person, begun, ended in windows:
        found += Message.objects.filter(author=person, sent_at__gt=begun, sent_at__lt=ended).count()
        found += _taken(person, begun, ended)
    return found


def _taken(person: UUID, begun: datetime, ended: datetime) -> int:
    from django.db import connection

    from yinuo.promise.gate.seats import read_policies
    from yinuo.promise.sealing.ring import pseudonym

    name = pseudonym(read_policies([person])[person].seat).hex()
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, {"whose": json.dumps([name]), "name": name, "begun": begun, "ended": ended})
        row = cursor.fetchone()
    return int(row[0]) if row else 0
