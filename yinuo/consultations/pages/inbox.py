"""工作台: who waits and who is being attended to, each at its place with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from yinuo.consultations import access
from yinuo.consultations.models import Consultation, Intake, Message, ReadState
from yinuo.consultations.red_flags import RedFlag, find_red_flags
from yinuo.consultations.shown import NOTHING, Shown, shown
from yinuo.consultations.triage import Facts, Place, arranged, runs_out
from yinuo.promise.gate import Actor

State = Consultation.State
LOOKED_THROUGH = 200


@dataclass(frozen=True)
class InboxRow:
    """``expires_at`` only when it runs out soon."""

    id: UUID
    url: str
    who: Shown
    since: datetime
    expires_at: datetime | None
    why: str
    tone: str
    unread: int


@dataclass(frozen=True)
class Inbox:
    waiting: tuple[InboxRow, ...]
    open: tuple[InboxRow, ...]


def inbox_of(actor: Actor) -> Inbox:
    """The doctor's own list."""
    now = timezone.now()
    rows = list(with_unread(actor, access.consultations_of(actor).filter(state__in=Consultation.LIVE)))
    live = [row for row in rows if row.state == State.OPEN or row.expires_at > now]
    intakes = {intake.consultation_id: intake for intake in Intake.objects.filter(consultation__in=live)}
    new_words = _new_words(actor, live)
    places = arranged((_facts(row, intakes.get(row.pk), new_words.get(row.pk, ())) for row in live), now=now)
    shown_rows = [_row(place, intakes.get(place.facts.id), now) for place in places]
    waiting = {row.pk for row in live if row.state == State.WAITING}
    return Inbox(
        waiting=tuple(row for row in shown_rows if row.id in waiting),
        open=tuple(row for row in shown_rows if row.id not in waiting),
    )


def with_unread(actor: Actor, rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """How many words of the other side this person has not read, and when the last one came."""
    upto = ReadState.objects.filter(consultation=OuterRef("consultation"), person=actor.person).values("read_upto")[:1]
    said = Message.objects.filter(consultation=OuterRef("pk")).values("consultation")
    unread = (
        said.exclude(author=actor.person)
        .exclude(kind=Message.Kind.NOTICE)
        .filter(number__gt=Coalesce(Subquery(upto), 0))
        .annotate(found=Count("pk"))
        .values("found")
    )
    own = ReadState.objects.filter(consultation=OuterRef("pk"), person=actor.person).values("read_upto")[:1]
    return rows.annotate(
        read_upto=Coalesce(Subquery(own), 0),
        unread=Coalesce(Subquery(unread), 0),
        last_at=Subquery(said.annotate(last=Max("sent_at")).values("last")),
    )


def _new_words(actor: Actor, rows: Iterable[Consultation]) -> dict[UUID, tuple[str, ...]]:
    """The unread text of open consultations: an emergency may be told at any time."""
    wanted = Q(pk__in=[])
    for row in rows:
        if row.state == State.OPEN and row.unread:  # type: ignore[attr-defined]
            wanted |= Q(consultation=row, number__gt=row.read_upto)  # type: ignore[attr-defined]
    found = Message.objects.filter(wanted, kind=Message.Kind.TEXT).exclude(author=actor.person)
    words: dict[UUID, tuple[str, ...]] = {}
    for message in found.order_by("-sent_at")[:LOOKED_THROUGH]:
        words[message.consultation_id] = (*words.get(message.consultation_id, ()), shown(message, "text").text)
    return words


def _facts(row: Consultation, intake: Intake | None, new_words: tuple[str, ...]) -> Facts:
    waiting = row.state == State.WAITING
    texts = (shown(intake, "complaint").text, shown(intake, "current_drugs").text) if waiting else new_words
    flags: tuple[RedFlag, ...] = find_red_flags(*texts)
    since = row.asked_at if waiting else row.last_at or row.asked_at  # type: ignore[attr-defined]
    return Facts(row.pk, waiting, since, row.expires_at, flags, row.unread)  # type: ignore[attr-defined]


def _row(place: Place, intake: Intake | None, now: datetime) -> InboxRow:
    facts = place.facts
    return InboxRow(
        id=facts.id,
        url=reverse("consultations:attend", args=[facts.id]),
        who=shown(intake, "patient_name") if intake else NOTHING,
        since=facts.since,
        expires_at=facts.expires_at if runs_out(facts, now) else None,
        why=place.why,
        tone=place.tone,
        unread=facts.unread,
    )
