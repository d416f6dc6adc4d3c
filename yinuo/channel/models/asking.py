"""Readers with an account: whom they follow, what they ask, and what is answered in public."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yinuo.promise.models import Person
from yinuo.promise.vault import PersonalModel, PersonalText, Vault, plain


class Follow(PersonalModel):
    """Whom a patient follows: the doctor's id lies sealed, so that the database does not say who reads whom. The
    price is that nobody can count followers."""

    vault: ClassVar[Vault] = Vault(about="patient", by="patient")
    patient = models.ForeignKey(Person, models.CASCADE, related_name="+")
    doctor = PersonalText(item="channel_follow")


class Question(PersonalModel):
    """A patient's question. The doctor and the desk see its words and never whose they are."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DECLINED = "declined"
        ANSWERED = "answered"

    vault: ClassVar[Vault] = Vault(about="patient", by="patient")
    patient = models.ForeignKey(Person, models.CASCADE, related_name="+")
    doctor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    text = PersonalText(item="channel_question")
    state = plain(
        models.CharField(max_length=12, choices=State.choices, default=State.WAITING), reason="state of a question"
    )
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["doctor", "state", "asked_at"], name="channel_questions")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["waiting", "declined", "answered"]), name="channel_question")
        ]


class Answer(PersonalModel):
    """The doctor's public answer; it goes with its question."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RETURNED = "returned"
        APPROVED = "approved"
        OFFLINE = "offline"

    vault: ClassVar[Vault] = Vault(about="doctor", by="doctor")
    doctor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    question = models.OneToOneField(Question, models.CASCADE, related_name="answer")
    text = PersonalText(item="channel_text")
    state = plain(
        models.CharField(max_length=12, choices=State.choices, default=State.WAITING), reason="state of the review"
    )
    taken_down = models.BooleanField(default=False)
    submitted_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["doctor", "-published_at"], name="channel_answers")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "returned", "approved", "offline"]), name="channel_answer_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(published_at__isnull=False), name="channel_answer_has_its_time"
            ),
        ]


class ShownQuestion(PersonalModel):
    """The question as readers see it: rewritten by the doctor, still about the patient, whose word closes it."""

    vault: ClassVar[Vault] = Vault(about="patient", by="doctor")
    patient = models.ForeignKey(Person, models.CASCADE, related_name="+")
    doctor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    answer = models.OneToOneField(Answer, models.CASCADE, related_name="shown")
    text = PersonalText(item="channel_question_shown")
