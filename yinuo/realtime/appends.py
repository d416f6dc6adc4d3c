"""What a room gives the writer: an entry to append to a topic, and the log it goes into."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from yinuo.promise.gate import Actor, Question, Verdict

if TYPE_CHECKING:
    from yinuo.realtime.deciding import Ready, Standings
    from yinuo.realtime.socket import Socket

Asked = tuple[Question, Question]
"""Whether an entry may be captured, and whether it may be shown; both from :func:`yinuo.realtime.seats.question`."""


@dataclass(frozen=True)
class Log:
    """Where a room's entries are kept. ``function`` is the one SQL function that appends a batch (see
    :mod:`yinuo.realtime.statement`); ``table`` and ``column`` say where the sealed text lies."""

    function: str
    table: str
    column: str
    purpose: str
    door: str


class Append:
    """One entry on its way to its commit. A room subclasses it and says what each outcome means to the client.

    ``about`` is whose key it is sealed under, ``by`` who captured it (house law 3); ``asked`` is what is asked of the
    two, whether the one may capture it and whether it may be shown of the other; ``text`` is None for an entry that
    only carries media. ``standings`` outlives the entry: one for everything that the same author says about the same
    person.
    """

    __slots__ = (
        "about",
        "asked",
        "by",
        "client_id",
        "id",
        "kind",
        "media",
        "origin",
        "ready",
        "settled",
        "standings",
        "text",
        "topic",
    )

    def __init__(
        self,
        *,
        origin: "Socket",
        id: UUID,  # noqa: A002 - the column's name
        topic: UUID,
        about: UUID,
        by: Actor,
        client_id: UUID,
        kind: str,
        asked: Asked,
        standings: "Standings",
        text: str | None,
        media: UUID | None,
    ) -> None:
        self.origin, self.id, self.topic, self.about, self.by = origin, id, topic, about, by
        self.client_id, self.kind, self.asked, self.standings = client_id, kind, asked, standings
        self.text, self.media = text, media
        self.settled = False
        self.ready: Ready | None = None

    @property
    def author(self) -> UUID:
        person = self.by.person
        if person is None:
            raise TypeError("an entry is captured by a person")
        return person

    def committed(self, number: int, at: datetime, shown: bool) -> None:
        """It is on disk under this number; acknowledge it, and pass it on, as it is only if it may be ``shown``."""
        raise NotImplementedError

    def known(self, number: int, at: datetime) -> None:
        """Its client id had been written before: by this attempt's unknown commit, or sent twice."""
        raise NotImplementedError

    def refused(self, verdict: Verdict) -> None:
        """The gate says no."""
        raise NotImplementedError

    def turned_away(self, problem: str) -> None:
        """The room's function names a ``problem``: no such topic, over, no such media; or ``failed``."""
        raise NotImplementedError
