"""The gateway's adapter of the gate: seats kept by epoch, verdicts by the pure functions of ``promise``.

What is kept here decides nothing by itself. An append names the epochs and the policy generation that its verdicts
were made from, and the append function compares them under the locks of the withdrawal protocol (house law 6); a
read loads the seats first.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any
from uuid import UUID

import msgspec

from yinuo.promise.gate import Act, Actor, Question, Seat, Source, Verdict, decide
from yinuo.promise.gate.locks import person_key
from yinuo.promise.gate.policies import Policies
from yinuo.promise.policy import library
from yinuo.promise.sealing.ciphers import Aead, cipher
from yinuo.promise.sealing.ring import class_key, pseudonym

NO_GENERATION = -1
lock_key: Callable[[UUID], int] = person_key
_KEPT = 10_000
_READ = """
select s.person, s.role, s.confirmed, s.grants, s.withdrawn, s.keys, s.epoch,
       (select jsonb_object_agg(role, number) from promise_in_force), f.generation
from promise_seat s left join promise_in_force f on f.role = s.role
where s.person = any($1::uuid[])
"""


class Asked(Question):
    """A question of which :func:`question` gives one object, so that its identity stands for it."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__


class Held:
    """One person's seat as it was at one epoch under one policy generation, with the verdicts made from it.

    ``kept``: whether this is still what :class:`Seats` keeps of the person.
    """

    __slots__ = ("_keys", "_sealing", "_verdicts", "generation", "kept", "lock", "name", "policies", "seat")

    def __init__(self, policies: Policies, generation: int) -> None:
        self.kept = False
        self.policies, self.seat, self.generation = policies, policies.seat, generation
        seat = self.seat
        self.lock = lock_key(seat.person)
        self.name = pseudonym(seat).hex()
        self._verdicts: dict[tuple[Question, str, bool], Verdict] = {}
        self._sealing: dict[tuple[str, str], tuple[str, Aead | None]] = {}
        self._keys: dict[str, bytes | None] = {}

    def ask(self, asked: Question, actor: Actor) -> Verdict:
        """The verdict; equal questions of one epoch have equal answers, so each is decided once."""
        return self.answer(asked, actor, actor.person == self.seat.person)

    def answer(self, asked: Question, actor: Actor, own: bool) -> Verdict:
        """:meth:`ask`, for those who know whether the actor is the person of the seat."""
        key = (asked, actor.role, own)
        verdict = self._verdicts.get(key)
        if verdict is None:
            pair = self.policies.pair(asked.purpose)
            verdict = self._verdicts[key] = decide(
                asked, actor=actor, seat=self.seat, in_force=pair.in_force, confirmed=pair.confirmed
            )
        return verdict

    def cipher(self, purpose: str, item: str) -> tuple[str, Aead | None]:
        """The retention class under which an item about this person is sealed for a purpose, and its key; None when
        it is gone."""
        found = self._sealing.get((purpose, item))
        if found is None:
            in_force = self.policies.pair(purpose).in_force
            declared = in_force.items.get(item) if in_force else None
            klass = declared.klass if declared else ""
            key = self.key(klass) if klass else None
            found = self._sealing[purpose, item] = (klass, cipher(key) if key else None)
        return found

    def key(self, klass: str) -> bytes | None:
        """The class key, None when it is shredded."""
        if klass not in self._keys:
            self._keys[klass] = class_key(self.seat, klass)
        return self._keys[klass]


@cache
def question(act: Act, purpose: str, item: str, through: str | None = None, source: Source = Source.GIVEN) -> Question:
    """One object for equal questions. There are as many as declarations."""
    return Asked(act, purpose, item, through, source)


class Seats:
    """The persons whom this gateway has had to do with lately.

    Kept by the number of an id: a UUID computes its hash, and compares, in Python.
    """

    def __init__(self) -> None:
        self._held: OrderedDict[int, Held] = OrderedDict()

    def get(self, person: UUID) -> Held | None:
        return self._held.get(person.int)

    def stands(self, held: Held) -> bool:
        """Whether what is kept of this person is of the same epoch and generation; it may have been read anew."""
        now = self._held.get(held.seat.person.int)
        return now is held or (
            now is not None and (now.seat.epoch, now.generation) == (held.seat.epoch, held.generation)
        )

    def missing(self, persons: Iterable[UUID]) -> list[UUID]:
        return [person for person in persons if person.int not in self._held]

    def forget(self, persons: Iterable[UUID]) -> None:
        for person in persons:
            gone = self._held.pop(person.int, None)
            if gone is not None:
                gone.kept = False

    def forget_all(self) -> None:
        """Another version came into force, or announcements may have been missed."""
        for gone in self._held.values():
            gone.kept = False
        self._held.clear()

    async def load(self, connection: Any, persons: Iterable[UUID]) -> None:
        """Read these seats and the versions in force for them anew, in one statement."""
        wanted = list(persons)
        rows = await connection.fetch(_READ, wanted)
        self.forget(wanted)
        for row in rows:
            held = _held(tuple(row))
            self.forget([held.seat.person])
            self._held[held.seat.person.int] = held
            held.kept = True
        while len(self._held) > _KEPT:
            _, gone = self._held.popitem(last=False)
            gone.kept = False


def _held(row: tuple[Any, ...]) -> Held:
    person, role, confirmed, grants, withdrawn, keys, epoch, numbers, generation = row
    seat = Seat(
        person=UUID(int=person.int),
        role=role,
        confirmed=_json(confirmed),
        grants=_json(grants),
        withdrawn=withdrawn,
        wrapped={name: key for name, key in _json(keys).items() if key is not None},
        epoch=epoch,
    )
    policies = Policies(seat, _json(numbers) or {}, library().find)
    return Held(policies, NO_GENERATION if generation is None else generation)


def _json(value: Any) -> Any:
    return msgspec.json.decode(value) if isinstance(value, str) else value
