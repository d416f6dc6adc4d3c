"""The doctor's side of a question: answer it in public, or leave it."""

from uuid import UUID

from django.db import transaction

from yinuo.channel.access import PUBLISHED_ITEMS, NotHere, agrees_to_publishing, question_to
from yinuo.channel.actions.agreeing import agree, hold_seat
from yinuo.channel.advertising import marks
from yinuo.channel.content import cleaned
from yinuo.channel.models import Answer, Question, ShownQuestion, Step
from yinuo.channel.problems import (
    AnswerMovedOn,
    NoAnswer,
    NotAgreed,
    NothingPublic,
    NotQualified,
    NotStanding,
    StillRecognisable,
)
from yinuo.credentials import api as credentials
from yinuo.promise.gate import Actor
from yinuo.promise.vault import capturing
from yinuo.realtime.api import InboxChanged, announce

LONGEST_QUESTION, LONGEST_ANSWER = 300, 2000
State = Answer.State
CLOSED = {
    State.APPROVED: (State.OFFLINE, Step.Kind.OFFLINE),
    State.WAITING: (State.RETURNED, Step.Kind.RECALLED),
}


def answer_question(*, actor: Actor, question: UUID, shown: str, text: str, agreed: bool, notice: str) -> UUID:
    """Hand in the rewritten question and the answer; both wait for the desk. What was sent back is handed in anew."""
    asked, words = cleaned(shown), cleaned(text)
    if not (asked and words) or len(asked) > LONGEST_QUESTION or len(words) > LONGEST_ANSWER:
        raise NoAnswer
    found = next((mark for mark in marks(asked) if mark.rule.id == "contact"), None)
    if found is not None:
        raise StillRecognisable(found.words)
    if not credentials.is_qualified(actor.who):
        raise NotQualified
    if not agreed:
        raise NotAgreed
    with transaction.atomic():
        hold_seat(actor)
        held = question_to(actor, question, lock=True)
        before = Answer.objects.filter(question=held).first()
        if held.state == Question.State.DECLINED or (before is not None and before.state != State.RETURNED):
            raise AnswerMovedOn
        agree(actor, PUBLISHED_ITEMS, notice)
        answer = before or Answer(doctor_id=actor.who, question=held)
        rewritten = ShownQuestion.objects.filter(answer=before).first() if before else None
        rewritten = rewritten or ShownQuestion(patient_id=held.patient_id, doctor_id=actor.who, answer=answer)
        with capturing(by=[actor.who], about=[actor.who, held.patient_id]):
            answer.text, answer.state = words, State.WAITING
            answer.save()
            rewritten.text = asked
            rewritten.save()
        held.state = Question.State.ANSWERED
        held.save(update_fields=["state"])
        Step.objects.create(answer=answer, kind=Step.Kind.SUBMITTED, by_id=actor.who)
    return UUID(str(answer.pk))


def decline_question(*, actor: Actor, question: UUID) -> None:
    """Not to be answered here; the asker sees that and what to do instead."""
    with transaction.atomic():
        held = question_to(actor, question, lock=True)
        if held.state != Question.State.WAITING:
            raise AnswerMovedOn
        held.state = Question.State.DECLINED
        held.save(update_fields=["state"])
        announce(InboxChanged(person=held.patient_id))


def take_answer_offline(*, actor: Actor, question: UUID) -> None:
    _turn(actor, question, State.APPROVED, State.OFFLINE, Step.Kind.OFFLINE)


def put_answer_back(*, actor: Actor, question: UUID) -> None:
    """Undo, but not of what the desk took down."""
    _turn(actor, question, State.OFFLINE, State.APPROVED, Step.Kind.RESTORED)


def _turn(actor: Actor, question: UUID, before: str, after: str, kind: Step.Kind) -> None:
    with transaction.atomic():
        held = question_to(actor, question)
        answer = Answer.objects.select_for_update().filter(question=held).first()
        if answer is None:
            raise NotHere
        if answer.state != before or answer.taken_down:
            raise NothingPublic
        if after == State.APPROVED and not agrees_to_publishing(actor.who):
            raise NotStanding
        answer.state = after
        answer.save(update_fields=["state"])
        Step.objects.create(answer=answer, kind=kind, by_id=actor.who)


def close_answers(doctor: UUID) -> None:
    """Inside a transaction: what is public goes offline, what waits for the desk comes back to its author."""
    for answer in Answer.objects.select_for_update().filter(doctor=doctor, state__in=CLOSED).order_by("pk"):
        after, kind = CLOSED[State(answer.state)]
        Answer.objects.filter(pk=answer.pk).update(state=after)
        Step.objects.create(answer=answer, kind=kind, by_id=doctor)
