"""What is kept of a doctor's qualification (clause 1.1b)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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
NAME_OF_A_FIELD = "name of a field of the form"
CHECKS = ("name_checked", "three_years", "institution_agrees")
"""What a reviewer has checked before approving (Rules for supervising internet diagnosis, article 13; Measures for
internet diagnosis and treatment, article 25)."""


class Application(PersonalModel):
    """One doctor's papers: a draft that survives, what was handed in, and how far the review is.

    ``changed`` are the parts that were written since the papers were last handed in; ``approved_at`` is the last
    approval that was not revoked, whatever happened to the papers since.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("待提交")
        SUBMITTED = "submitted", _("审核中")
        CORRECTION_ASKED = "correction_asked", _("待补正")
        APPROVED = "approved", _("已通过")
        REJECTED = "rejected", _("未通过")

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
    changed = plain(models.JSONField(default=list, blank=True), reason="names of fields of the form")
    name_checked = models.BooleanField(default=False)
    three_years = models.BooleanField(default=False)
    institution_agrees = models.BooleanField(default=False)
    submitted_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["state", "submitted_at"], name="application_queue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "correction_asked", "approved", "rejected"]),
                name="application_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(name_checked=True, three_years=True, institution_agrees=True, approved_at__isnull=False),
                name="application_approved_means_qualified",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False), name="application_submitted_has_time"
            ),
        ]


class Step(models.Model):
    """The history of one application: who did what when, no words."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("提交审核")
        CORRECTION_ASKED = "correction_asked", _("请补正")
        APPROVED = "approved", _("审核通过")
        REJECTED = "rejected", _("审核未通过")
        REVOKED = "revoked", _("撤销通过，重新审核")
        REOPENED = "reopened", _("医生取回修改")
        CORRECTED = "corrected", _("医生提出更正")
        ACCEPTED = "accepted", _("更正已核实")
        DECLINED = "declined", _("更正未采纳")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="steps")
    kind = plain(models.CharField(max_length=16, choices=Kind.choices), reason="kind of a step")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["application", "at"], name="application_history")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "submitted", "correction_asked", "approved", "rejected", "revoked", "reopened",
                        "corrected", "accepted", "declined",
                    ]
                ),
                name="application_step_known",
            )
        ]  # fmt: skip


class Mark(models.Model):
    """One part that a step is about: what was written anew before it was handed in, or what is to be corrected."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    step = models.ForeignKey(Step, models.CASCADE, related_name="marks")
    part = plain(models.CharField(max_length=20, choices=[(part, part) for part in PARTS]), reason=NAME_OF_A_FIELD)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "part"], name="application_marked_once"),
            models.CheckConstraint(condition=Q(part__in=PARTS), name="application_mark_known"),
        ]


class ReviewNote(PersonalModel):
    """What a reviewer wrote to the doctor about one part of the papers, or about the whole (an empty ``part``)."""

    vault: ClassVar[Vault] = Vault(about="doctor", by="reviewer")
    doctor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    reviewer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.CASCADE, related_name="+")
    step = models.ForeignKey(Step, models.CASCADE, related_name="+")
    part = plain(
        models.CharField(max_length=20, blank=True, choices=[(part, part) for part in PARTS]), reason=NAME_OF_A_FIELD
    )
    text = PersonalText(item="review_note")


class Correction(PersonalModel):
    """What an approved doctor wants one field to say (clause 5.2). It waits here for the reviewer while the reviewed
    words stay where they are; accepted it takes their place, and either way this row goes."""

    vault: ClassVar[Vault] = Vault(about="doctor", by="doctor")
    doctor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    application = models.ForeignKey(Application, models.CASCADE, related_name="+")
    part = plain(models.CharField(max_length=20, choices=[(part, part) for part in FIELDS]), reason=NAME_OF_A_FIELD)
    text = PersonalText(item="@part")
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "part"], name="correction_one_a_part"),
            models.CheckConstraint(condition=Q(part__in=FIELDS), name="correction_of_a_field"),
        ]
