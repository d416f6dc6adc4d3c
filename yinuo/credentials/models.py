"""What is kept of a doctor's qualification (clause 1.1b)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yinuo.media.models import MediaFile
from yinuo.promise.models import Person
from yinuo.promise.vault import PersonalModel, PersonalText, Vault, plain, uuid7

FIELDS = (
    "name",
    "gender",
    "city",
    "hospital",
    "department",
    "title",
    "consult_price",
    "department_phone",
    "introduction",
)
PICTURES = ("licence", "portrait", "personal_photo")
PARTS = (*FIELDS, *PICTURES)


class Application(PersonalModel):
    """One doctor's papers: a draft that survives, what was handed in, and how far the review is."""

    class State(models.TextChoices):
        DRAFT = "draft", "待填写"
        SUBMITTED = "submitted", "审核中"
        CORRECTION_ASKED = "correction_asked", "待补正"
        APPROVED = "approved", "已通过"
        REJECTED = "rejected", "未通过"

    EDITABLE: ClassVar[tuple[str, ...]] = (State.DRAFT, State.CORRECTION_ASKED)

    vault: ClassVar[Vault] = Vault(about="doctor", by="doctor")
    doctor = models.OneToOneField(Person, models.CASCADE, related_name="qualification")
    state = plain(
        models.CharField(max_length=16, choices=State.choices, default=State.DRAFT), reason="state of the review"
    )
    name = PersonalText(item="name", null=True)
    gender = PersonalText(item="gender", null=True)
    city = PersonalText(item="city", null=True)
    hospital = PersonalText(item="hospital", null=True)
    department = PersonalText(item="department", null=True)
    title = PersonalText(item="title", null=True)
    consult_price = PersonalText(item="consult_price", null=True)
    department_phone = PersonalText(item="department_phone", null=True)
    introduction = PersonalText(item="introduction", null=True)
    licence = models.ForeignKey(MediaFile, models.SET_NULL, null=True, related_name="+")
    portrait = models.ForeignKey(MediaFile, models.SET_NULL, null=True, related_name="+")
    personal_photo = models.ForeignKey(MediaFile, models.SET_NULL, null=True, related_name="+")
    three_years = models.BooleanField(default=False)
    institution_agrees = models.BooleanField(default=False)
    submitted_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["state", "submitted_at"], name="application_queue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "correction_asked", "approved", "rejected"]),
                name="application_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(three_years=True, institution_agrees=True),
                name="application_approved_means_qualified",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False), name="application_submitted_has_time"
            ),
        ]


class Step(models.Model):
    """The history of one application: who did what when, no words."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", "提交审核"
        CORRECTION_ASKED = "correction_asked", "请补正"
        APPROVED = "approved", "审核通过"
        REJECTED = "rejected", "审核未通过"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="steps")
    kind = plain(models.CharField(max_length=16, choices=Kind.choices), reason="kind of a step")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["application", "at"], name="application_history")]


class ReviewNote(PersonalModel):
    """What a reviewer wrote to the doctor about one part of the papers, or about the whole (an empty ``part``)."""

    vault: ClassVar[Vault] = Vault(about="doctor", by="reviewer")
    doctor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    reviewer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.CASCADE, related_name="+")
    step = models.ForeignKey(Step, models.CASCADE, related_name="+")
    part = plain(
        models.CharField(max_length=20, blank=True, choices=[(part, part) for part in PARTS]),
        reason="name of a field of the form",
    )
    text = PersonalText(item="review_note")
