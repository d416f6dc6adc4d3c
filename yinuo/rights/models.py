"""Requests and complaints with their clocks, and what the hospital answered (clauses 5.8 and 8)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinuo.promise.models import Person
from yinuo.promise.vault import PersonalModel, PersonalText, Vault, plain

GROUNDS = ("a", "b", "c", "d", "e", "f", "g", "h", "repeated", "disproportionate", "risk", "unrealistic")
"""Why a request may be refused (5.8): the letters of its list, and the four cases of the sentence before it."""


class Request(PersonalModel):
    """What somebody asked or complained of. ``by`` is the person, or the officer who took it down from a letter or a
    call. Both clocks are kept as they were computed; the earlier day rules."""

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", _("投诉或意见")
        ACCESS = "access", _("查看其余的信息")
        CORRECTION = "correction", _("更正信息")
        NUMBER = "number", _("旧手机号已不能用")
        OTHER = "other", _("其他请求")

    class State(models.TextChoices):
        OPEN = "open", _("办理中")
        ANSWERED = "answered", _("已答复")
        REFUSED = "refused", _("未能照办")
        TAKEN_BACK = "taken_back", _("本人已撤回")

    class Identity(models.TextChoices):
        NONE = "none", _("还没有核实身份")
        LOGGED_IN = "logged_in", _("登录后提出，身份已核实")
        CHECKED = "checked", _("专员已核实身份")

    vault: ClassVar[Vault] = Vault(about="person", by="by")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = plain(models.CharField(max_length=12, choices=Kind.choices), reason="kind of the request")
    item = plain(models.CharField(max_length=64, blank=True), reason="an item id of the policy")
    state = plain(models.CharField(max_length=12, choices=State.choices, default=State.OPEN), reason="how far it is")
    identity = plain(models.CharField(max_length=12, choices=Identity.choices), reason="how the person was recognised")
    text = PersonalText(item="rights_request")
    asked_at = models.DateTimeField()
    promised_on = models.DateField()
    capped_on = models.DateField()
    due_on = models.DateField()
    calendar = plain(models.CharField(max_length=10), reason="which calendar the cap was counted by")
    extended_at = models.DateTimeField(null=True)
    ground = plain(models.CharField(max_length=16, blank=True), reason="the letter of clause 5.8 for a refusal")
    assigned_to = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-asked_at"], name="request_of_person"),
            models.Index(fields=["due_on"], condition=Q(state="open"), name="request_running"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["complaint", "access", "correction", "number", "other"]),
                name="request_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | (Q(state__in=["answered", "refused", "taken_back"]) & Q(closed_at__isnull=False)),
                name="request_closed_iff_over",
            ),
            models.CheckConstraint(condition=Q(due_on__lte=F("capped_on")), name="request_due_within_cap"),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "refused"]) | ~Q(identity="none"), name="request_identity_first"
            ),
            models.CheckConstraint(
                condition=Q(state="refused", ground__in=GROUNDS) | (~Q(state="refused") & Q(ground="")),
                name="request_refused_with_ground",
            ),
        ]


class Reply(PersonalModel):
    """One word after the request: the officer's, or one more of the person's."""

    class Kind(models.TextChoices):
        ANSWER = "answer", _("答复")
        REFUSAL = "refusal", _("未能照办的理由")
        EXTENSION = "extension", _("延长期限的理由")
        QUESTION = "question", _("请补充")
        IDENTITY = "identity", _("身份核实")
        MORE = "more", _("本人补充")

    vault: ClassVar[Vault] = Vault(about="person", by="author")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, models.PROTECT, related_name="replies")
    kind = plain(models.CharField(max_length=12, choices=Kind.choices), reason="kind of the reply")
    text = PersonalText(item="rights_request")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["request", "at"], name="reply_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["answer", "refusal", "extension", "question", "identity", "more"]),
                name="reply_kind_known",
            )
        ]
