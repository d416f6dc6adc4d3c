"""Reading a thread from a number on, through the gate: joining, reconnecting and catching up are this one path."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec
from django.utils import translation

from yinuo.consultations.models import Message as MessageRow
from yinuo.consultations.socket.entry import LOG, Thread
from yinuo.consultations.socket.events import Media, Message
from yinuo.consultations.socket.places import media_url
from yinuo.promise.gate import Act, Actor, Reason, Verdict
from yinuo.promise.sealing.box import UnableToOpen, class_of, place, unseal
from yinuo.realtime.events import encoded
from yinuo.realtime.hub import Subscription
from yinuo.realtime.journaling import journal
from yinuo.realtime.records import Record
from yinuo.realtime.seats import Held, question

DOOR = "socket consultations.join"
_ROWS = """
select m.id, m.number, m.client_id, m.author_id, m.kind, m.notice, m.item, m.text, m.sent_at,
       f.id as file, f.kind as file_kind, f.mime, f.width, f.height, f.seconds, f.peaks
from consultations_message m left join media_mediafile f on f.id = m.media_id
where m.consultation_id = $1 and m.number > $2 order by m.number limit $3
"""


async def read_on(subscription: Subscription) -> None:
    """Pass on what follows the cursor, a page at a time."""
    if not isinstance(subscription, Thread) or subscription.socket.session is None:
        return
    thread, session = subscription, subscription.socket.session
    actor = session.actor
    gateway = thread.socket.gateway
    page = gateway.limits.page

    async def read(connection: Any) -> list[tuple[int, bytes]]:
        await gateway.seats.load(connection, [thread.patient, session.person])
        rows = await connection.fetch(_ROWS, thread.topic, thread.cursor, page)
        about, by = gateway.seats.get(thread.patient), gateway.seats.get(session.person)
        if about is None or by is None:
            return []
        reader = Reader(thread, about, by, actor)
        frames = [(row["number"], encoded(reader.message(row))) for row in rows]
        await journal(connection, reader.record, purpose=LOG.purpose, door=DOOR)
        return frames

    frames = await gateway.database.read(read)
    for number, frame in frames:
        if number == thread.cursor + 1 and not thread.socket.paused:
            thread.cursor = number
            thread.socket.send(frame)
    if frames and (len(frames) == page or thread.cursor < frames[-1][0]):
        thread.behind = True


class Reader:
    """Opens rows of one thread for one reader, and notes what was opened and what stayed closed."""

    def __init__(self, thread: Thread, about: Held, by: Held, actor: Actor) -> None:
        self.record = Record()
        self._thread, self._about, self._by, self._actor = thread, about, by, actor

    def message(self, row: Any) -> Message:
        text, media, closed = "", None, ""
        if row["kind"] == MessageRow.Kind.NOTICE:
            with translation.override(self._thread.socket.language):
                text = str(MessageRow.Notice(row["notice"]).label)
        else:
            verdict = self._ask(row["item"])
            try:
                if verdict.allowed:
                    text = self._open(row["text"], place(LOG.table, LOG.column, UUID(int=row["id"].int)))
                    media = self._media(row)
                else:
                    closed = self._say(verdict)
            except UnableToOpen:
                closed = self._say(replace(verdict, allowed=False, reason=Reason.ERASED))
        author = UUID(int=row["author_id"].int)
        return Message(
            self._thread.topic,
            row["number"],
            row["client_id"],
            author,
            author == self._actor.person,
            row["kind"],
            row["sent_at"],
            text,
            media,
            row["notice"],
            closed,
        )

    def _ask(self, item: str) -> Verdict:
        """Asked of the person whom the thread is about (house law 3)."""
        verdict = self._about.ask(question(Act.USE, LOG.purpose, item), self._actor)
        self.record.add(self._about.name, self._by.name, self._actor.role, verdict)
        return verdict

    def _say(self, verdict: Verdict) -> str:
        with translation.override(self._thread.socket.language):
            return verdict.sentence

    def _open(self, sealed: bytes | None, where: bytes) -> str:
        """The text; raises :class:`UnableToOpen`, also when the key is shredded."""
        if sealed is None:
            return ""
        key = self._about.key(class_of(sealed))
        if key is None:
            raise UnableToOpen("the key is shredded")
        return unseal(key, sealed, where).decode()

    def _media(self, row: Any) -> Media | None:
        if row["file"] is None:
            return None
        file = UUID(int=row["file"].int)
        peaks = self._open(row["peaks"], place("media_mediafile", "peaks", file))
        return Media(
            file,
            media_url(self._thread.topic, file),
            row["file_kind"],
            row["mime"],
            row["width"],
            row["height"],
            row["seconds"],
            _numbers(peaks),
        )


def _numbers(peaks: str) -> Sequence[int]:
    return msgspec.json.decode(peaks, type=list[int]) if peaks else ()
