"""Who hears what: the sockets of a person, and the subscriptions of a topic, each with its own cursor.

A topic is a numbered log. A subscription passes numbers on without a hole: what is missing (a page wrote it, or
delivery was paused) is read from the database from its cursor on, which is the same path as joining.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from yinuo.realtime.deciding import Standings
    from yinuo.realtime.socket import Socket

History = Callable[["Subscription"], Awaitable[None]]
"""Reads what follows the subscription's cursor and passes it on, moving the cursor."""


class Subscription:
    """One socket on one topic. ``cursor`` is the last number that was passed on, ``standings`` are those of what the
    socket's person says on it."""

    __slots__ = ("behind", "catching_up", "cursor", "history", "socket", "standings", "topic")

    def __init__(self, socket: "Socket", topic: UUID, cursor: int, history: History) -> None:
        self.socket, self.topic, self.cursor, self.history = socket, topic, cursor, history
        self.catching_up = False
        self.behind = False
        self.standings: Standings = {}

    def offer(self, number: int, frame: Callable[["Socket"], bytes | None]) -> None:
        """Pass an entry on if it is the next one; else read what lies between. ``None`` moves the cursor only."""
        if number <= self.cursor:
            return
        if number == self.cursor + 1 and not self.catching_up and not self.socket.paused:
            self.cursor = number
            content = frame(self.socket)
            if content is not None:
                self.socket.send(content)
            return
        self.catch_up()

    def catch_up(self) -> None:
        """Read from the cursor on, soon; once at a time. A paused socket is only counted against its patience."""
        self.behind = True
        if self.socket.paused:
            self.socket.miss()
        elif not self.catching_up:
            self.catching_up = True
            self.socket.gateway.spawn(self._catch_up())

    async def begin(self) -> None:
        """The first catching up, awaited: later commands of the socket find it done."""
        self.behind = self.catching_up = True
        await self._catch_up()

    async def _catch_up(self) -> None:
        try:
            while self.behind and self.socket.is_open and not self.socket.paused:
                self.behind = False
                await self.history(self)
        finally:
            self.catching_up = False


class Hub:
    """All sockets of this gateway. Persons and topics are found by the numbers of their ids."""

    def __init__(self) -> None:
        self.sockets: set[Socket] = set()
        self._of_person: dict[int, dict[Socket, None]] = {}
        self._of_topic: dict[int, list[Subscription]] = {}

    def enter(self, socket: "Socket") -> None:
        self.sockets.add(socket)

    def seat(self, socket: "Socket", person: UUID, most: int) -> None:
        """The socket belongs to this person from now on; the oldest of too many is dropped."""
        held = self._of_person.setdefault(person.int, {})
        held[socket] = None
        if len(held) > most:
            next(iter(held)).drop_as_surplus()

    def leave(self, socket: "Socket") -> None:
        self.sockets.discard(socket)
        for subscription in socket.subscriptions.values():
            self._unsubscribe(subscription)
        if socket.session is not None:
            held = self._of_person.get(socket.session.person.int, {})
            held.pop(socket, None)
            if not held:
                self._of_person.pop(socket.session.person.int, None)

    def of_person(self, person: UUID) -> list["Socket"]:
        return list(self._of_person.get(person.int, ()))

    def of_sessions(self, hashes: Iterable[str]) -> list["Socket"]:
        wanted = set(hashes)
        return [socket for socket in self.sockets if socket.session and socket.session.key_hash in wanted]

    def subscribe(self, subscription: Subscription) -> None:
        """In place of an earlier subscription of the same socket to the same topic."""
        earlier = subscription.socket.subscriptions.get(subscription.topic.int)
        if earlier is not None:
            self._unsubscribe(earlier)
        subscription.socket.subscriptions[subscription.topic.int] = subscription
        self._of_topic.setdefault(subscription.topic.int, []).append(subscription)

    def of_topic(self, topic: UUID) -> list[Subscription]:
        return self._of_topic.get(topic.int, [])

    def topics(self) -> list[UUID]:
        return [UUID(int=number) for number in self._of_topic]

    def let_go(self) -> None:
        """Drop what was made of seats that are kept no more: a key that was shredded lies nowhere else here."""
        for subscriptions in self._of_topic.values():
            for one in subscriptions:
                for asked in [asked for asked, standing in one.standings.items() if not standing.good]:
                    del one.standings[asked]

    def publish(self, topic: UUID, number: int, frame: Callable[["Socket"], bytes | None]) -> None:
        """Offer a committed entry to everybody who is on the topic."""
        for subscription in self._of_topic.get(topic.int, ()):
            subscription.offer(number, frame)

    def _unsubscribe(self, subscription: Subscription) -> None:
        held = self._of_topic.get(subscription.topic.int, [])
        if subscription in held:
            held.remove(subscription)
        if not held:
            self._of_topic.pop(subscription.topic.int, None)
