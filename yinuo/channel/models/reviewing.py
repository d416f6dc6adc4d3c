"""The history of an article or an answer, and the reasons that the desk gave."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinuo.channel.models.articles import Article, Revision
from yinuo.channel.models.asking import Answer
from yinuo.promise.models import Person
from yinuo.promise.vault import PersonalModel, PersonalText, Vault, plain, uuid7


class Step(models.Model):
    """Who did what when, no words. ``by`` is None where the worker did what the author had asked for."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("提交审核")
        RECALLED = "recalled", _("撤回提交")
        RETURNED = "returned", _("退回修改")
        APPROVED = "approved", _("审核通过")
        PUBLISHED = "published", _("公开")
        OFFLINE = "offline", _("下线")
        RESTORED = "restored", _("恢复公开")
        TAKEN_DOWN = "taken_down", _("审核员下线")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="steps")
    answer = models.ForeignKey(Answer, models.CASCADE, null=True, related_name="steps")
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    kind = plain(models.CharField(max_length=12, choices=Kind.choices), reason="kind of a step")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["article", "at"], name="channel_history"),
            models.Index(fields=["answer", "at"], name="channel_answer_history"),
            models.Index(fields=["-at"], condition=Q(kind__in=["approved", "returned"]), name="channel_decided"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=False, answer__isnull=True)
                | Q(article__isnull=True, answer__isnull=False),
                name="channel_step_of_one",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "submitted", "recalled", "returned", "approved", "published", "offline", "restored",
                        "taken_down",
                    ]
                ),
                name="channel_step_known",
            ),
        ]  # fmt: skip


class Note(PersonalModel):
    """What the desk wrote to the doctor at a step."""

    vault: ClassVar[Vault] = Vault(about="doctor", by="reviewer")
    doctor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    reviewer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    step = models.OneToOneField(Step, models.CASCADE, related_name="note")
    text = PersonalText(item="channel_note")
