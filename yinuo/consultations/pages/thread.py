"""A thread as the page first shows it; what comes after is the socket's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from yinuo.consultations import access
from yinuo.consultations.actions.taking_in import CHANNELS
from yinuo.consultations.models import Closing, Consultation, Message, ReadState, RevisitJudgement
from yinuo.consultations.pages.given import Given, given_in
from yinuo.consultations.problems import ConsultationMissing
from yinuo.consultations.shown import Shown, shown
from yinuo.media.models import MediaFile
from yinuo.promise.gate import Act, Actor, current
from yinuo.promise.policy import library
from yinuo.promise.vault import Closed, reveal

AT_ONCE = 100
Kind = Message.Kind


@dataclass(frozen=True)
class ThreadMedia:
    url: str
    width: int | None
    height: int | None
    seconds: float | None
    peaks: Sequence[int]


@dataclass(frozen=True)
class ThreadMessage:
    """Fields as ``web/message.html`` names them."""

    number: int
    client_id: UUID
    mine: bool
    kind: str
    at: datetime
    state: str
    text: str = ""
    media: ThreadMedia | None = None
    closed: str = ""


@dataclass(frozen=True)
class ThreadPage:
    """``since`` is the number of the last message shown; ``earlier`` the one before which older ones can be read."""

    id: UUID
    me: UUID
    state: str
    state_label: str
    is_open: bool
    asked_at: datetime
    ended_at: datetime | None
    doctor: UUID
    messages: tuple[ThreadMessage, ...]
    since: int
    read: int
    delivered_to_other: int
    read_by_other: int
    earlier: int | None
    kinds: str
    given: Given
    judgement: Shown
    closing: Shown
    closed_at: datetime | None


def thread_page(actor: Actor, consultation_id: UUID, *, before: int | None = None) -> ThreadPage:
    """Raises :class:`ConsultationMissing`, also for a consultation without a thread that this actor may read."""
    row = access.get(actor, consultation_id)
    if row.state not in Consultation.HELD:
        raise ConsultationMissing
    other = row.patient_id if actor.role == "doctor" else row.doctor_id
    states = {state.person_id: state for state in ReadState.objects.filter(consultation=row)}
    own, theirs = states.get(actor.who), states.get(other)
    messages = _messages(actor, row, theirs, before)
    closing = Closing.objects.filter(consultation=row).first()
    first = messages[0].number if messages else 1
    return ThreadPage(
        id=row.pk,
        me=actor.who,
        state=row.state,
        state_label=str(Consultation.State(row.state).label),
        is_open=row.state == Consultation.State.OPEN,
        asked_at=row.asked_at,
        ended_at=row.ended_at,
        doctor=row.doctor_id,
        messages=messages,
        since=messages[-1].number if messages else 0,
        read=own.read_upto if own else 0,
        delivered_to_other=theirs.delivered_upto if theirs else 0,
        read_by_other=theirs.read_upto if theirs else 0,
        earlier=first if first > 1 else None,
        kinds=kinds_of(actor.role),
        given=given_in(row),
        judgement=shown(RevisitJudgement.objects.filter(consultation=row).first(), "judgement"),
        closing=shown(closing, "note"),
        closed_at=closing.closed_at if closing else None,
    )


def kinds_of(role: str) -> str:
    """The kinds of message that the version in force names for this role, each with its permission."""
    version = library().governing(role, "consultations")
    purpose = version.purposes["consultations"]
    kinds = [Kind.TEXT.value] if version.use("consultations", "message_text") else []
    for kind, channel in CHANNELS.items():
        use = version.use("consultations", channel.item)
        if use is not None and channel.through in use.through and channel.through in purpose.permissions:
            kinds.append(str(kind))
    return " ".join(kinds)


def _messages(
    actor: Actor, row: Consultation, theirs: ReadState | None, before: int | None
) -> tuple[ThreadMessage, ...]:
    found = access.messages_of(actor, row)
    if before is not None:
        found = found.filter(number__lt=before)
    rows = found.select_related("media").order_by("-number")[:AT_ONCE]
    return tuple(_message(actor, message, theirs) for message in reversed(rows))


def _message(actor: Actor, row: Message, theirs: ReadState | None) -> ThreadMessage:
    text, media, closed = "", None, ""
    if row.kind == Kind.NOTICE:
        text = str(Message.Notice(row.notice).label)
    elif row.kind == Kind.TEXT:
        said = shown(row, "text")
        text, closed = said.text, said.closed
    else:
        verdict = current().ask(Act.USE, row.patient_id, row.item)
        closed = "" if verdict.allowed else verdict.sentence
        media = _media(row.consultation_id, row.media) if verdict.allowed and row.media else None
    return ThreadMessage(
        number=row.number,
        client_id=row.client_id,
        mine=row.author_id == actor.person and row.kind != Kind.NOTICE,
        kind=row.kind,
        at=row.sent_at,
        state=_state(row.number, theirs),
        text=text,
        media=media,
        closed=closed,
    )


def _media(consultation: UUID, media: MediaFile) -> ThreadMedia:
    peaks = reveal(media, "peaks") if media.kind == MediaFile.Kind.SOUND else ()
    return ThreadMedia(
        url=reverse("consultations:media", args=[consultation, media.pk]),
        width=media.width,
        height=media.height,
        seconds=media.seconds,
        peaks=() if isinstance(peaks, Closed) else tuple(peaks),
    )


def _state(number: int, theirs: ReadState | None) -> str:
    if theirs is None:
        return "sent"
    if number <= theirs.read_upto:
        return "read"
    return "delivered" if number <= theirs.delivered_upto else "sent"
