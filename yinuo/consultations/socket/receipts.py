"""Receipts: how far a party has received and read, coalesced while an earlier batch is being written."""

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from yinuo.consultations.socket.entry import Thread
from yinuo.consultations.socket.events import Receipt
from yinuo.promise.columns import uuid7
from yinuo.promise.gate import Act, Actor, Source
from yinuo.realtime.events import encoded
from yinuo.realtime.journaling import chain_of
from yinuo.realtime.records import Record
from yinuo.realtime.seats import Held, question
from yinuo.realtime.statement import persons

if TYPE_CHECKING:
    from yinuo.realtime.server import Gateway

_CAPTURE = question(Act.CAPTURE, "consultations", "read_receipt", None, Source.AUTOMATIC)
_DOOR = "socket consultations.read"
_MOST = 500
_RECEIVE = "select * from consultations_receive($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)"
_OTHER = "select delivered_upto, read_upto from consultations_readstate where consultation_id = $1 and person_id = $2"

Noted = dict[tuple[UUID, UUID], tuple[Actor, int, int]]


class Receipts:
    """One a gateway. A receipt is worth nothing once a later one is known, so only the furthest is kept."""

    def __init__(self, gateway: "Gateway") -> None:
        self._gateway = gateway
        self._noted: Noted = {}
        self._writing = False

    def note(self, thread: Thread, actor: Actor, *, delivered: int = 0, read: int = 0) -> None:
        """The reader has got this far; written soon."""
        if actor.person is None:
            return
        _, before, seen = self._noted.get((thread.topic, actor.person), (actor, 0, 0))
        self._noted[thread.topic, actor.person] = (actor, max(before, delivered, read), max(seen, read))
        if not self._writing:
            self._writing = True
            self._gateway.spawn(self._write_all())

    async def _write_all(self) -> None:
        try:
            while self._noted:
                batch = {name: self._noted.pop(name) for name in list(self._noted)[:_MOST]}
                await self._gateway.database.read(partial(self._write, batch=batch))
        finally:
            self._writing = False

    async def _write(self, connection: Any, batch: Noted) -> None:
        """Ask the gate and write, until nothing about it is stale. Who may not be noted is left out."""
        seats = self._gateway.seats
        while batch:
            record, held, rows = Record(), {}, []
            missing = seats.missing(by for _, by in batch)
            if missing:
                await seats.load(connection, missing)
            for (topic, by), (actor, delivered, read) in batch.items():
                seat = seats.get(by)
                verdict = seat.ask(_CAPTURE, actor) if seat else None
                if seat is not None and verdict is not None and verdict.allowed:
                    held[by] = seat
                    rows.append((uuid7(), topic, by, delivered, read))
                    record.add(seat.name, seat.name, actor.role, verdict)
            if not rows:
                return
            answer = await self._receive(connection, held, rows, record)
            if not answer["stale"]:
                self._tell(answer)
                return
            seats.forget(UUID(int=person.int) for person in answer["stale"])

    async def _receive(
        self, connection: Any, held: dict[UUID, Held], rows: list[tuple[UUID, UUID, UUID, int, int]], record: Record
    ) -> Any:
        at = datetime.now(UTC)
        return await connection.fetchrow(
            _RECEIVE,
            *persons(held.values()),
            *(list(column) for column in zip(*rows, strict=True)),
            at.date(),
            chain_of(connection, at.date()),
            record.body(at=at, purpose="consultations", door=_DOOR),
            record.whose(),
        )

    def _tell(self, answer: Any) -> None:
        """The other party sees it."""
        moved = (answer[f"moved_{name}"] or () for name in ("topics", "by", "delivered", "read"))
        for topic, by, delivered, read in zip(*moved, strict=True):
            frame = encoded(Receipt(topic, delivered, read))
            for subscription in self._gateway.hub.of_topic(topic):
                session = subscription.socket.session
                if session is not None and session.person != by:
                    subscription.socket.send(frame)


async def of_the_other(connection: Any, topic: UUID, person: UUID) -> Receipt | None:
    """How far the other party has got, for somebody who joins."""
    row = await connection.fetchrow(_OTHER, topic, person)
    return Receipt(topic, row["delivered_upto"], row["read_upto"]) if row else None
