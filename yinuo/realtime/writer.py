"""The one writer: group commit without a collecting window.

While one batch is being committed the next one gathers, so batches are as large as the load makes them. An append is
acknowledged after its commit and passed on after that: at once, or, when the next batch waits already, as soon as
PostgreSQL has got that one to work on. The writer never waits for a client.
"""

import asyncio
import logging
import os
from collections import deque
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import asyncpg

from yinuo.promise.columns import uuid7
from yinuo.realtime.appends import Append, Log
from yinuo.realtime.database import TROUBLE, Database, is_gone
from yinuo.realtime.deciding import Decision, Ready, decided, prepare
from yinuo.realtime.seats import Seats
from yinuo.realtime.statement import KNOWN, Answer, append

logger = logging.getLogger(__name__)

_RACES = (asyncpg.UniqueViolationError, asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
_RACES_MOST = 3


class Writer:
    """``log`` is the room's. Everything that is submitted is settled once: committed, known, refused, turned away."""

    def __init__(self, database: Database, seats: Seats, log: Log, *, batch: int, queue: int) -> None:
        self._database, self._seats, self._log = database, seats, log
        self._batch, self._cap = batch, queue
        self._queue: deque[Append] = deque()
        self._wake = asyncio.Event()
        self._settled = asyncio.Event()
        self._connection: Any = None
        self._written: list[tuple[list[Ready], Answer]] = []
        self._chains: dict[tuple[int, date], UUID] = {}
        self._working = False
        self.batches = self.commits = 0

    @property
    def waiting(self) -> int:
        return len(self._queue)

    @property
    def full(self) -> bool:
        return len(self._queue) >= self._cap

    def submit(self, entry: Append) -> None:
        prepare(entry, self._seats, self._log)
        self._queue.append(entry)
        if not self._wake.is_set():
            self._wake.set()

    async def run(self) -> None:
        """Settle what is submitted, for ever. A fault of the program in one batch does not stop the next one."""
        while True:
            await self._wake.wait()
            self._working = True
            batch = [self._queue.popleft() for _ in range(min(self._batch, len(self._queue)))]
            if not self._queue:
                self._wake.clear()
            try:
                await self._settle(batch)
            except Exception:
                logger.exception("a batch could not be settled")
                self._tell()
                self._give_up(batch)
            finally:
                if not self._queue:
                    self._tell()
                self._working = bool(self._queue)
                if not self._working:
                    self._settled.set()
                    self._settled.clear()

    def _give_up(self, batch: list[Append]) -> None:
        """What was not settled is said to have failed; sent again under its client id it is known, or written."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None
        for entry in batch:
            if not entry.settled:
                _settle_one(entry, entry.turned_away, "failed")

    async def drain(self) -> None:
        """Return when nothing waits any more."""
        while self._working or self._queue:
            await self._settled.wait()

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close(timeout=2)

    # One batch

    async def _settle(self, batch: list[Append]) -> None:
        """Attempt until each one is settled. After a lost connection nobody knows whether the commit took place: the
        next attempt finds what was written by its client ids, and writes the rest."""
        rest = self._without_twins(batch)
        raced = 0
        while rest:
            try:
                rest = await self._attempt(rest)
            except TROUBLE as error:
                if is_gone(error, self._connection):
                    await self._reconnect()
                elif isinstance(error, _RACES) and raced < _RACES_MOST:
                    raced += 1
                else:
                    rest = await self._isolate(rest, error)

    def _without_twins(self, batch: list[Append]) -> list[Append]:
        """Two tabs may send the same entry at once: the later one waits for the next batch, and is known then."""
        if len({entry.client_id.int for entry in batch}) == len(batch):
            return batch
        seen: set[tuple[UUID, UUID]] = set()
        kept = []
        for entry in batch:
            name = (entry.author, entry.client_id)
            if name in seen:
                self.submit(entry)
            else:
                seen.add(name)
                kept.append(entry)
        return kept

    async def _attempt(self, entries: list[Append]) -> list[Append]:
        """Write all of them, or nothing; returns those that are to be tried again."""
        if self._connection is None:
            self._tell()
            self._connection = await self._database.writer()
        decision = decided(entries, self._seats, self._log)
        if decision.doubtful:
            self._tell()
            await self._seats.load(self._connection, decision.doubtful)
            decision = decided(entries, self._seats, self._log)
        for entry, no in decision.refused:
            if no is None:
                _settle_one(entry, entry.turned_away, "missing")
            else:
                _settle_one(entry, entry.refused, no)
        if not decision.ready:
            return []
        answer = await self._append(decision)
        if answer.written:
            self.batches += 1
            self.commits += len(decision.ready)
            self._written.append((decision.ready, answer))
            return []
        if answer.stale:
            self._seats.forget(answer.stale)
            return [one.entry for one in decision.ready]
        return _problems(decision.ready, answer)

    async def _append(self, decision: Decision) -> Answer:
        """While PostgreSQL is at this batch, the one before it is told of: only the deciding of a batch, no waiting,
        lies between a commit and its telling."""
        asked = asyncio.ensure_future(append(self._connection, self._log, decision, self._chain()))
        await asyncio.sleep(0)  # it speaks ...
        await asyncio.sleep(0)  # ... and the loop sends what it said
        self._tell()
        return await asked

    def _tell(self) -> None:
        """Acknowledge and pass on what has been committed."""
        written, self._written = self._written, []
        for ready, answer in written:
            self._committed(ready, answer)

    def _committed(self, ready: list[Ready], answer: Answer) -> None:
        """Delivery is a read: its verdict was made from the seats that the function found fresh under the locks. Where
        one of them has moved since, nothing is passed on by it: the others read, by fresh seats."""
        at = answer.times[0]
        for one, number in zip(ready, answer.numbers, strict=True):
            if number is None or at is None:
                raise RuntimeError("the append function wrote an entry without a number")
            standing = one.standing
            shown = standing.use.allowed and self._seats.stands(standing.by) and self._seats.stands(standing.about)
            _settle_one(one.entry, one.entry.committed, number, at, shown)

    async def _isolate(self, entries: list[Append], error: Exception) -> list[Append]:
        """The statement failed: find the entry that makes it fail, so that it takes no other down."""
        if len(entries) == 1:
            logger.error("an entry can't be written: %s", type(error).__name__)
            _settle_one(entries[0], entries[0].turned_away, "failed")
            return []
        middle = len(entries) // 2
        await self._settle(entries[:middle])
        return entries[middle:]

    async def _reconnect(self) -> None:
        """Seats may have changed while nobody could tell; what is kept of them is compared by the function anyway."""
        if self._connection is not None:
            self._connection.terminate()
        self._connection = None
        self._connection = await self._database.writer()

    def _chain(self) -> UUID:
        """This process's chain of the day."""
        owner = (os.getpid(), datetime.now(UTC).date())
        if owner not in self._chains:
            self._chains = {owner: uuid7()}
        return self._chains[owner]


def _settle_one(entry: Append, tell: Callable[..., None], *said: Any) -> None:
    """Tell the client's side; a fault there is logged and stops nobody else's delivery."""
    entry.settled = True
    entry.origin.unacknowledged -= 1
    try:
        tell(*said)
    except Exception:
        logger.exception("an entry was settled, and telling its socket failed")


def _problems(ready: list[Ready], answer: Answer) -> list[Append]:
    """Settle those that something is wrong with; the others are to be tried again."""
    rest = []
    for one, problem, number, at in zip(ready, answer.problems, answer.numbers, answer.times, strict=True):
        entry = one.entry
        if problem is None:
            rest.append(entry)
        elif problem == KNOWN and number is not None and at is not None:
            _settle_one(entry, entry.known, number, at)
        else:
            _settle_one(entry, entry.turned_away, problem)
    return rest
