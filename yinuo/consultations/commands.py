"""What a party of a consultation may say over a socket (clause 1.2)."""

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from django.utils import translation

from yinuo.consultations.models import Consultation
from yinuo.consultations.socket.entry import ASKED, LOG, Entry, Thread, sentence_of
from yinuo.consultations.socket.events import Changed, Inbox, Joined
from yinuo.consultations.socket.history import read_on
from yinuo.consultations.socket.receipts import Receipts, of_the_other
from yinuo.promise.columns import uuid7
from yinuo.realtime.announcements import ConsultationChanged, InboxChanged
from yinuo.realtime.events import Pong
from yinuo.realtime.registry import Command, Ping, on_announcement, register_command, register_log
from yinuo.realtime.server import Gateway
from yinuo.realtime.socket import Socket

Number = Annotated[int, msgspec.Meta(ge=0, le=2_000_000_000)]
_FACTS = """
select doctor_id, patient_id, state,
       (select coalesce(max(number), 0) from consultations_message where consultation_id = $1) as last_number
from consultations_consultation
where id = $1 and ($2 = patient_id or $2 = doctor_id and state <> all($3::text[]))
"""


class Join(Command, frozen=True, tag="consultations.join"):
    """Follow a thread from ``since`` on: the first time, and after every break."""

    consultation: UUID
    since: Number = 0


class Send(Command, frozen=True, tag="consultations.send"):
    """``client_id`` makes sending idempotent: the same one is written once and acknowledged again."""

    consultation: UUID
    client_id: UUID
    kind: Literal["text", "photo", "album", "voice"] = "text"
    text: str = ""
    media: UUID | None = None


class Read(Command, frozen=True, tag="consultations.read"):
    consultation: UUID
    upto: Number


class Received(Command, frozen=True, tag="consultations.received"):
    consultation: UUID
    upto: Number


class WatchInbox(Command, frozen=True, tag="inbox.watch"):
    """Tell this socket when the person's list changes."""


async def join(socket: Socket, command: Join) -> None:
    """Subscribe first, then read what follows ``since``: nothing falls between."""
    session, topic, gateway = socket.session, command.consultation, socket.gateway
    if session is None:
        return
    if len(socket.subscriptions) >= gateway.limits.joined and topic.int not in socket.subscriptions:
        turn_away(socket, None, "too_many")
        return
    person = session.person
    row = await gateway.database.read(
        lambda connection: connection.fetchrow(_FACTS, topic, person, Consultation.UNSEEN)
    )
    if row is None:
        turn_away(socket, None, "missing")
    elif socket.is_open:
        await _follow(socket, person, command, row)


async def _follow(socket: Socket, person: UUID, command: Join, row: Any) -> None:
    topic, gateway = command.consultation, socket.gateway
    thread = Thread(socket, topic, min(command.since, row["last_number"]), read_on)
    thread.doctor, thread.patient = UUID(int=row["doctor_id"].int), UUID(int=row["patient_id"].int)
    gateway.hub.subscribe(thread)
    socket.say(Joined(topic, row["last_number"], row["state"]))
    await thread.begin()
    other = thread.other(person)
    receipt = await gateway.database.read(lambda connection: of_the_other(connection, topic, other))
    if receipt is not None:
        socket.say(receipt)


def send(socket: Socket, command: Send) -> None:
    """Hand a message to the writer. Whether it may be captured is asked there, of fresh seats, under the locks."""
    thread, session = _thread(socket, command.consultation), socket.session
    if thread is None or session is None:
        turn_away(socket, command.client_id, "missing")
        return
    is_text = command.kind == "text"
    if not (command.text.strip() if is_text else command.media) or (is_text and command.media is not None):
        turn_away(socket, command.client_id, "empty")
        return
    if socket.unacknowledged >= socket.gateway.limits.unacknowledged or socket.gateway.writer.full:
        turn_away(socket, command.client_id, "busy")
        return
    entry = Entry(
        origin=socket,
        id=uuid7(),
        topic=thread.topic,
        about=thread.patient,
        by=session.actor,
        client_id=command.client_id,
        kind=command.kind,
        asked=ASKED[command.kind],
        standings=thread.standings,
        text=command.text if is_text else None,
        media=command.media,
    )
    entry.other = thread.other(session.person)
    socket.unacknowledged += 1
    socket.gateway.writer.submit(entry)


def read(socket: Socket, command: Read) -> None:
    thread = _thread(socket, command.consultation)
    if thread is not None and socket.session is not None:
        socket.gateway.part(Receipts).note(thread, socket.session.actor, read=command.upto)


def received(socket: Socket, command: Received) -> None:
    thread = _thread(socket, command.consultation)
    if thread is not None and socket.session is not None:
        socket.gateway.part(Receipts).note(thread, socket.session.actor, delivered=command.upto)


def watch_inbox(socket: Socket, command: WatchInbox) -> None:
    socket.watching |= {"inbox"}


def ping(socket: Socket, command: Ping) -> None:
    socket.say(Pong())


def inbox_changed(gateway: Gateway, announced: InboxChanged) -> None:
    for socket in gateway.hub.of_person(announced.person):
        if "inbox" in socket.watching:
            socket.say(Inbox())


def consultation_changed(gateway: Gateway, announced: ConsultationChanged) -> None:
    for subscription in gateway.hub.of_topic(announced.consultation):
        subscription.socket.say(Changed(announced.consultation))
        subscription.catch_up()


def turn_away(socket: Socket, client_id: UUID | None, problem: str) -> None:
    with translation.override(socket.language):
        socket.turn_away(client_id, problem, sentence_of(problem))


def _thread(socket: Socket, consultation: UUID) -> Thread | None:
    found = socket.subscriptions.get(consultation.int)
    return found if isinstance(found, Thread) else None


PARTIES = {"doctor", "patient"}
register_log(LOG)
register_command(Join, purpose="consultations", audience=PARTIES, handle=join)
register_command(Send, purpose="consultations", audience=PARTIES, handle=send)
register_command(Read, purpose="consultations", audience=PARTIES, handle=read)
register_command(Received, purpose="consultations", audience=PARTIES, handle=received)
register_command(WatchInbox, purpose="consultations", audience=PARTIES, handle=watch_inbox)
register_command(Ping, purpose=None, audience=PARTIES | {"staff"}, handle=ping)
on_announcement(InboxChanged, inbox_changed)
on_announcement(ConsultationChanged, consultation_changed)
