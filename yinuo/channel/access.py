"""The one door to rows of the health account; missing and forbidden get the same answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet

from yinuo.channel.models import Answer, Article, Draft, Illustration, Question, Revision, Talk
from yinuo.credentials import api as credentials
from yinuo.promise.consent import standing
from yinuo.promise.gate import Actor
from yinuo.promise.models import SeatRow

PURPOSE = "channel"
DESK = "content"
SIGNATURE = ("name", "title", "hospital", "department")
PUBLISHED_ITEMS = ("channel_text", *SIGNATURE)
"""What has to be agreed to before anything is public, in the order in which the page lists it."""
ASKING_ITEMS = ("channel_question", "channel_question_shown")


class NotHere(LookupError):
    """There is no such row for this actor."""


def own_articles(actor: Actor) -> QuerySet[Article]:
    """A doctor's own, put away ones left out."""
    if actor.role != "doctor" or actor.person is None:
        raise NotHere
    return Article.objects.filter(doctor=actor.person, discarded_at__isnull=True)


def own_article(actor: Actor, article: UUID, *, lock: bool = False) -> Article:
    rows = own_articles(actor)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=article).first()
    if found is None:
        raise NotHere
    return found


def discarded_article(actor: Actor, article: UUID) -> Article:
    if actor.role != "doctor" or actor.person is None:
        raise NotHere
    found = Article.objects.filter(doctor=actor.person, discarded_at__isnull=False, pk=article).first()
    if found is None:
        raise NotHere
    return found


def draft_of(article: Article) -> Draft:
    found: Draft | None = Draft.objects.filter(article=article).first()
    if found is None:
        raise NotHere
    return found


def public_articles() -> QuerySet[Article]:
    """What readers may be shown, as far as ids and times say; the gate has its word after that."""
    return Article.objects.filter(public__isnull=False, offline_at__isnull=True, discarded_at__isnull=True)


def agrees_to_publishing(doctor: UUID) -> bool:
    said = standing(doctor)
    return all(said.granted(PURPOSE, item) for item in PUBLISHED_ITEMS)


def is_open(doctor: UUID) -> bool:
    """May readers come to this doctor's account: something is public, and what publishing rests on stands."""
    return (
        public_articles().filter(doctor=doctor).exists()
        and agrees_to_publishing(doctor)
        and credentials.is_qualified(doctor)
    )


def open_articles(most: int) -> list[Article]:
    """The newest of all doctors that readers may open, ids and times alone."""
    said = {"withdrawn": False} | {f"grants__{PURPOSE}__{item}": True for item in PUBLISHED_ITEMS}
    agreed = SeatRow.objects.filter(role="doctor", **said).values("person")
    rows = public_articles().filter(doctor__in=agreed).filter(doctor__in=credentials.qualified_doctors())
    return list(rows.order_by("-published_at")[:most])


STANDING = """
select a.id, a.public_id, a.doctor_id, a.published_at, s.epoch,
       (select string_agg(f.role || f.number, ' ' order by f.role) from promise_in_force f)
from channel_article a join promise_seat s on s.person = a.doctor_id
where a.id = %s and a.public_id is not null and a.offline_at is null and a.discarded_at is null and not s.withdrawn
"""


@dataclass(frozen=True)
class PublicStanding:
    """What decides whether a page that was drawn may still be given out."""

    revision: UUID
    doctor: UUID
    published_at: datetime
    epoch: int
    versions: str


def public_standing(article: UUID) -> PublicStanding:
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [article])
        return standing_of(cursor.fetchone())


def standing_of(row: tuple[Any, ...] | None) -> PublicStanding:
    """Of a row that :data:`STANDING` selects."""
    if row is None:
        raise NotHere
    return PublicStanding(*row[1:])


def public_article(article: UUID) -> Article:
    found = public_articles().filter(pk=article).select_related("public").first()
    if found is None:
        raise NotHere
    return found


def waiting_revision(article: Article) -> Revision | None:
    found: Revision | None = Revision.objects.filter(article=article, state=Revision.State.WAITING).first()
    return found


def coming_revision(article: Article) -> Revision | None:
    """What goes public next without another act, however much was edited or handed in since: approved for a time of
    its own, and not taken offline after it was handed in."""
    rows = Revision.objects.filter(
        article=article, state=Revision.State.APPROVED, replaced=False, publish_at__isnull=False
    ).exclude(pk=article.public_id)
    if article.offline_at is not None:
        rows = rows.filter(submitted_at__gte=article.offline_at)
    found: Revision | None = rows.order_by("publish_at").first()
    return found


def handed_in(article: Article) -> list[Revision]:
    """What the desk may still decide on, and what readers see or will see, also after a time offline."""
    states = [Revision.State.WAITING, Revision.State.APPROVED]
    return list(Revision.objects.filter(article=article, state__in=states, replaced=False))


def due_revisions(now: datetime) -> QuerySet[Revision]:
    """Approved, its time has come, and nothing later took its place."""
    rows: QuerySet[Revision] = Revision.objects.filter(
        Q(publish_at__lte=now), state=Revision.State.APPROVED, replaced=False, article__discarded_at__isnull=True
    )
    return rows.exclude(article__public=F("pk"))


def _at_the_desk(actor: Actor) -> None:
    if actor.role != "staff" or actor.desk != DESK:
        raise NotHere


def reviewable_revisions(actor: Actor) -> QuerySet[Revision]:
    """What the desk may see: what was handed in and not taken back, never a draft."""
    _at_the_desk(actor)
    rows: QuerySet[Revision] = Revision.objects.exclude(state=Revision.State.RECALLED)
    return rows


def revision_for_review(actor: Actor, revision: UUID) -> Revision:
    found: Revision | None = reviewable_revisions(actor).filter(pk=revision).select_related("article").first()
    if found is None:
        raise NotHere
    return found


def reviewable_answers(actor: Actor) -> QuerySet[Answer]:
    _at_the_desk(actor)
    rows: QuerySet[Answer] = Answer.objects.all()
    return rows


def answer_for_review(actor: Actor, answer: UUID) -> Answer:
    found: Answer | None = reviewable_answers(actor).filter(pk=answer).select_related("question", "shown").first()
    if found is None:
        raise NotHere
    return found


def questions_to(actor: Actor) -> QuerySet[Question]:
    """Asked of this doctor. Whose they are is never read."""
    if actor.role != "doctor" or actor.person is None:
        raise NotHere
    rows: QuerySet[Question] = Question.objects.filter(doctor=actor.person)
    return rows


def question_to(actor: Actor, question: UUID, *, lock: bool = False) -> Question:
    rows = questions_to(actor)
    found: Question | None = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=question).first()
    if found is None:
        raise NotHere
    return found


def own_questions(actor: Actor) -> QuerySet[Question]:
    if actor.role != "patient" or actor.person is None:
        raise NotHere
    rows: QuerySet[Question] = Question.objects.filter(patient=actor.person)
    return rows


def own_question(actor: Actor, question: UUID) -> Question:
    found: Question | None = own_questions(actor).filter(pk=question).first()
    if found is None:
        raise NotHere
    return found


def public_answers(doctor: UUID) -> QuerySet[Answer]:
    rows: QuerySet[Answer] = Answer.objects.filter(doctor=doctor, state=Answer.State.APPROVED)
    return rows.select_related("shown").order_by("-published_at")


def picture(article: Article | UUID, number: int, *, until: UUID | None = None) -> Illustration | None:
    """The picture with this number; with ``until``, the id of a revision, only one that was there when that was handed
    in: what comes later was seen by nobody at the desk, whatever number it got."""
    found = Illustration.objects.filter(article=article, number=number)
    return (found.filter(pk__lt=until) if until is not None else found).first()


def sound_of(talk: Talk | UUID | None) -> UUID | None:
    """The file of a spoken part."""
    if talk is None:
        return None
    key = talk if isinstance(talk, UUID) else talk.pk
    found: UUID | None = Talk.objects.filter(pk=key).values_list("sound", flat=True).first()
    return found
