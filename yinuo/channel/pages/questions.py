"""Questions as the doctor sees them, without whose they are; and as the patient who asked sees them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Case, F, When
from django.utils.translation import gettext as _

from yinuo.accounts.api import ItemRow, clause_url, item_row
from yinuo.channel.access import ASKING_ITEMS, PUBLISHED_ITEMS, PURPOSE, own_questions, question_to, questions_to
from yinuo.channel.actions.following import followed
from yinuo.channel.models import Answer, Question
from yinuo.channel.pages.history import StepRow, history, latest_answer_note
from yinuo.channel.pages.public import Listed, listed
from yinuo.credentials import api as credentials
from yinuo.credentials.api import Signature
from yinuo.promise.consent import standing
from yinuo.promise.gate import Actor
from yinuo.promise.policy import library
from yinuo.promise.vault import Closed, PersonalModel, reveal

LISTED = 100
NEWEST = 5


@dataclass(frozen=True)
class QuestionRow:
    question: UUID
    text: str
    state: str
    label: str
    kind: str
    at: datetime


@dataclass(frozen=True)
class Questions:
    """One page of all; ``page`` counts from 1."""

    rows: tuple[QuestionRow, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class QuestionPage:
    """``shown`` and ``answer`` are what was handed in, or what was typed and could not be kept."""

    question: UUID
    row: QuestionRow
    shown: str
    answer: str
    note: str
    editable: bool
    items: tuple[ItemRow, ...]
    notice: str
    clause: str
    clause_url: str
    steps: tuple[StepRow, ...]
    problem: str


@dataclass(frozen=True)
class OwnQuestion:
    question: UUID
    doctor: str
    text: str
    label: str
    kind: str
    declined: bool
    shown: str
    answer: str
    at: datetime


@dataclass(frozen=True)
class Followed:
    doctor: UUID
    signature: Signature
    articles: tuple[Listed, ...]


@dataclass(frozen=True)
class Following:
    """``asked`` is the doctor to whom a question was just handed over."""

    followed: tuple[Followed, ...]
    questions: tuple[OwnQuestion, ...]
    asked: UUID | None


@dataclass(frozen=True)
class AskPage:
    """``typed`` is what could not be kept."""

    doctor: UUID
    signature: Signature
    following: bool
    items: tuple[ItemRow, ...]
    notice: str
    clause: str
    clause_url: str
    typed: str
    problem: str


def questions(actor: Actor, number: str = "1") -> Questions:
    """What the doctor has to do first: answers sent back, then questions that wait, the oldest on top; then the rest,
    the newest on top. A page that is not there is the nearest one."""
    urgency = Case(
        When(answer__state=Answer.State.RETURNED, then=0), When(state=Question.State.WAITING, then=1), default=2
    )
    waiting = Case(When(urgency__lt=2, then=F("asked_at")))
    ordered = questions_to(actor).select_related("answer").annotate(urgency=urgency, waiting=waiting)
    pages = Paginator(ordered.order_by("urgency", "waiting", "-asked_at", "pk"), LISTED)
    shown = pages.get_page(number)
    return Questions(
        rows=tuple(_row(row) for row in shown),
        page=shown.number,
        pages=pages.num_pages,
    )


def question_page(
    actor: Actor, question: UUID, *, shown: str | None = None, answer: str | None = None, problem: str = ""
) -> QuestionPage:
    held = question_to(actor, question)
    given: Answer | None = Answer.objects.filter(question=held).select_related("shown").first()
    before = given is None or given.state == Answer.State.RETURNED
    items, notice, clause, url = _asked("doctor", PUBLISHED_ITEMS, actor)
    return QuestionPage(
        question=question,
        row=_row(held),
        shown=shown if shown is not None else shown_words(given) if given else "",
        answer=answer if answer is not None else text_of(given, "text") if given else "",
        note=latest_answer_note(given) if given else "",
        editable=before and held.state != Question.State.DECLINED,
        items=items,
        notice=notice,
        clause=clause,
        clause_url=url,
        steps=history(answer=given) if given else (),
        problem=problem,
    )


def _row(held: Question) -> QuestionRow:
    given = getattr(held, "answer", None)
    state = given.state if given else held.state
    label, kind = _labels()[state if given or state != Question.State.ANSWERED else "waiting"]
    if given is None and held.state == Question.State.WAITING:
        state, label, kind = "asked", _("待回答"), "badge-warn"
    return QuestionRow(held.pk, text_of(held, "text"), state, label, kind, held.asked_at)


def _labels() -> dict[str, tuple[str, str]]:
    return {
        "waiting": (_("审核中"), "badge-warn"),
        "returned": (_("退回修改"), "badge-danger"),
        "approved": (_("已公开"), "badge-ok"),
        "offline": (_("已下线"), ""),
        "declined": (_("没有回答"), ""),
    }


def text_of(row: PersonalModel, name: str) -> str:
    held = reveal(row, name)
    return "" if held is None or isinstance(held, Closed) else str(held)


def shown_words(answer: Answer) -> str:
    """The public question; empty when the asker took it back."""
    row = getattr(answer, "shown", None)
    return text_of(row, "text") if row is not None else ""


def _asked(role: str, items: tuple[str, ...], actor: Actor) -> tuple[tuple[ItemRow, ...], str, str, str]:
    version = library().in_force(role)
    purpose = version.purposes[PURPOSE]
    now = standing(actor.who)
    rows = tuple(item_row(version, purpose, purpose.items[item], now) for item in items)
    return rows, version.clauses[purpose.clause].hash, purpose.clause, clause_url(version, purpose.clause)


def following(actor: Actor, *, asked: UUID | None = None) -> Following:
    """Whom the patient follows, with what is new, and what the patient asked."""
    found = []
    for doctor in followed(actor):
        signature = credentials.signature(doctor)
        if signature is not None and credentials.is_qualified(doctor):
            found.append(Followed(doctor, signature, listed(doctor, NEWEST)))
    rows = own_questions(actor).select_related("answer", "answer__shown").order_by("-asked_at")[:LISTED]
    return Following(tuple(found), tuple(_own(row) for row in rows), asked)


def _own(held: Question) -> OwnQuestion:
    given = getattr(held, "answer", None)
    public = given is not None and given.state == Answer.State.APPROVED
    label, kind = _("等医生回答"), "badge-warn"
    if held.state == Question.State.DECLINED:
        label, kind = _("医生没有回答"), ""
    elif public:
        label, kind = _("已公开回答"), "badge-ok"
    elif given is not None and given.state == Answer.State.OFFLINE:
        label, kind = _("回答已下线"), ""
    signature = credentials.signature(held.doctor_id)
    return OwnQuestion(
        question=held.pk,
        doctor=signature.name if signature else "",
        text=text_of(held, "text"),
        label=label,
        kind=kind,
        declined=held.state == Question.State.DECLINED,
        shown=shown_words(given) if public and given else "",
        answer=text_of(given, "text") if public and given else "",
        at=held.asked_at,
    )


def ask_page(actor: Actor, doctor: UUID, *, typed: str = "", problem: str = "") -> AskPage | None:
    """None for a doctor who can't be followed."""
    signature = credentials.signature(doctor)
    if signature is None or not credentials.is_qualified(doctor):
        return None
    items, notice, clause, url = _asked("patient", ASKING_ITEMS, actor)
    return AskPage(doctor, signature, doctor in followed(actor), items, notice, clause, url, typed, problem)
