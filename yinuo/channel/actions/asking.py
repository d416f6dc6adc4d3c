"""A patient's question: asked without identity, taken back at any time."""

from uuid import UUID

from django.db import transaction

from yinuo.channel.access import ASKING_ITEMS, own_question, own_questions
from yinuo.channel.actions.agreeing import agree, hold_seat
from yinuo.channel.actions.following import followed
from yinuo.channel.content import cleaned
from yinuo.channel.models import Question
from yinuo.channel.problems import NotFollowing, QuestionNotAgreed, QuestionTooLong, TooManyQuestions
from yinuo.promise.gate import Actor
from yinuo.promise.vault import capturing, reveal
from yinuo.realtime.api import InboxChanged, announce

SHORTEST, LONGEST = 10, 500
MOST_WAITING = 3


def ask_question(*, actor: Actor, doctor: UUID, text: str, agreed: bool, notice: str) -> UUID:
    """Keep a question. ``agreed`` are the two ticks (the words go to the doctor; rewritten they become public), an act
    of consent recorded item by item. The same words to the same doctor that wait already are the same question."""
    words = cleaned(text)
    if doctor not in followed(actor):
        raise NotFollowing
    if not SHORTEST <= len(words) <= LONGEST:
        raise QuestionTooLong
    if not agreed:
        raise QuestionNotAgreed
    with transaction.atomic():
        hold_seat(actor)  # a double tap asks once
        agree(actor, ASKING_ITEMS, notice)
        waiting = own_questions(actor).filter(doctor=doctor, state=Question.State.WAITING)
        for one in waiting:
            if reveal(one, "text") == words:
                return UUID(str(one.pk))
        if waiting.count() >= MOST_WAITING:
            raise TooManyQuestions
        question = Question(patient_id=actor.who, doctor_id=doctor, text=words)
        with capturing(by=[actor.who], about=[actor.who]):
            question.save(force_insert=True)
        announce(InboxChanged(person=doctor))
    return UUID(str(question.pk))


def forget_question(*, actor: Actor, question: UUID) -> None:
    """The question is gone, with its answer and what was public of both."""
    with transaction.atomic():
        own_question(actor, question).delete()
