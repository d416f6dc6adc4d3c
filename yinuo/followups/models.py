"""What is kept of follow-ups (clause 1.7 of doctors, 1.6 of patients).

A table has one ``by``: the plan and the notes are the doctor's, the answers are the patient's. Whatever says something
of health is sealed and ``about`` the patient; plain columns say only who, when and how far.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinuo.media.models import MediaFile
from yinuo.promise.models import Person
from yinuo.promise.vault import PersonalJSON, PersonalModel, PersonalText, Vault, plain, uuid7

ATTACHED = ("followup_photo", "followup_audio")


class Template(PersonalModel):
    """A doctor's own wording of a plan; one that was never changed is the hospital's file."""

    vault: ClassVar[Vault] = Vault(about="doctor", by="doctor")
    doctor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    key = plain(models.CharField(max_length=40), reason="which of the hospital's plans this one came from")
    content = PersonalJSON(item="followup_template")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["doctor", "key"], name="followup_template_once")]


class Tie(PersonalModel):
    """A patient whom a doctor follows up, as the patient agreed to it; ``name`` is how the patient wants to be called.

    It is made when the patient confirms a first plan or takes up an invitation.
    """

    vault: ClassVar[Vault] = Vault(about="patient", by="patient")
    doctor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    patient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = PersonalText(item="name", null=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["doctor", "patient"], name="followup_tie_once")]


class Plan(PersonalModel):
    """A plan that a doctor proposed to one patient, as it was sent: what is changed later is another plan.

    ``need`` and ``since`` are the place in the doctor's list, counted anew by ``actions.settling`` at every change.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("等患者确认")
        RUNNING = "running", _("随访中")
        DECLINED = "declined", _("患者没有参加")
        STOPPED = "stopped", _("患者已退出")
        ENDED = "ended", _("医生已结束")
        DONE = "done", _("已完成")

    class Need(models.IntegerChoices):
        URGENT = 0, _("紧急")
        LOOK = 1, _("要处理")
        OVERDUE = 2, _("漏填")
        NEW = 3, _("等确认")
        FINE = 4, _("按计划")
        OVER = 9, _("已结束")

    LIVE: ClassVar[tuple[str, ...]] = (State.PROPOSED, State.RUNNING)

    vault: ClassVar[Vault] = Vault(about="patient", by="doctor")
    doctor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    patient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    consultation = models.UUIDField(null=True)
    content = PersonalJSON(item="followup_plan")
    state = plain(
        models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED),
        reason="how far the plan is, no person's words",
    )
    need = models.PositiveSmallIntegerField(choices=Need.choices, default=Need.NEW)
    since = models.DateTimeField()
    proposed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["doctor", "need", "since"], name="followup_plan_by_need"),
            models.Index(fields=["patient", "-proposed_at"], name="followup_plan_of_patient"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(doctor=F("patient")), name="followup_plan_two_persons"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "running", "declined", "stopped", "ended", "done"]),
                name="followup_plan_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "running"], ended_at__isnull=True)
                | (~Q(state__in=["proposed", "running"]) & Q(ended_at__isnull=False)),
                name="followup_plan_ended_iff_over",
            ),
            models.UniqueConstraint(
                fields=["doctor", "patient", "consultation"],
                condition=Q(state="proposed"),
                nulls_distinct=False,
                name="followup_plan_proposed_once",
            ),
        ]


class Occasion(models.Model):
    """One time at which the patient is asked; all of a plan's stand here from its confirmation on."""

    class State(models.TextChoices):
        AHEAD = "ahead", _("还没到")
        OPEN = "open", _("可以填写")
        ANSWERED = "answered", _("已填")
        MISSED = "missed", _("漏填")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="occasions")
    step = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = plain(
        models.CharField(max_length=8, choices=State.choices, default=State.AHEAD),
        reason="whether it was answered, not what",
    )
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["opens_at"], condition=Q(state="ahead"), name="followup_occasion_to_open"),
            models.Index(fields=["closes_at"], condition=Q(state="open"), name="followup_occasion_to_close"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="followup_occasion_once"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="followup_occasion_has_time"),
            models.CheckConstraint(
                condition=Q(state="answered", answered_at__isnull=False)
                | (~Q(state="answered") & Q(answered_at__isnull=True)),
                name="followup_occasion_answered_iff",
            ),
        ]

    def __str__(self) -> str:
        return f"occasion {self.pk}"


class Answer(PersonalModel):
    """What the patient said at one occasion, by the labels of the questions: readable without the plan."""

    vault: ClassVar[Vault] = Vault(about="patient", by="patient")
    patient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    occasion = models.OneToOneField(Occasion, models.PROTECT, related_name="answer")
    answers = PersonalJSON(item="followup_answer")
    values = PersonalJSON(item="followup_value", null=True)
    said_at = models.DateTimeField()


class Note(PersonalModel):
    """The doctor's words to the patient, written once: advice, or a change of drugs from a day on."""

    class Kind(models.TextChoices):
        ADVICE = "advice", _("嘱咐")
        DRUGS = "drugs", _("用药调整")

    vault: ClassVar[Vault] = Vault(about="patient", by="doctor")
    patient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    doctor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="notes")
    kind = plain(models.CharField(max_length=8, choices=Kind.choices), reason="advice or drugs, not which")
    text = PersonalText(item="followup_text")
    on = models.DateField()
    written_at = models.DateTimeField()


class Attachment(models.Model):
    """A photograph or a recording; of the patient for one occasion, of the doctor for the plan."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="attachments")
    occasion = models.ForeignKey(Occasion, models.PROTECT, null=True, related_name="attachments")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    client_id = models.UUIDField()
    item = plain(
        models.CharField(max_length=16, choices=[(item, item) for item in ATTACHED]), reason="item id of the content"
    )
    media = models.OneToOneField(MediaFile, models.PROTECT, related_name="+")
    taken_in_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "client_id"], name="followup_attachment_once")]

    def __str__(self) -> str:
        return f"attachment {self.pk}"


class Task(models.Model):
    """Somebody has to look at an answer, by a deadline. Why is counted from the answer when it is shown."""

    class Level(models.TextChoices):
        LOOK = "look", _("要处理")
        URGENT = "urgent", _("紧急")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks")
    occasion = models.OneToOneField(Occasion, models.CASCADE, related_name="task")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    level = plain(models.CharField(max_length=6, choices=Level.choices), reason="how soon, not why")
    opened_at = models.DateTimeField()
    deadline = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["owner", "deadline"], condition=Q(done_at__isnull=True), name="followup_task_to_do"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(deadline__gt=F("opened_at")), name="followup_task_has_time"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="followup_task_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"task {self.pk}"


class HandOver(PersonalModel):
    """A task that is to go to another doctor; it goes when the patient agrees, and the line stays whatever comes."""

    class State(models.TextChoices):
        ASKED = "asked", _("等患者同意")
        AGREED = "agreed", _("已转交")
        REFUSED = "refused", _("患者不同意")
        TAKEN_BACK = "back", _("已撤回")

    vault: ClassVar[Vault] = Vault(about="patient", by="giver")
    patient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, models.PROTECT, related_name="hand_overs")
    giver = models.ForeignKey(Person, models.PROTECT, related_name="+")
    taker = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = PersonalText(item="followup_text")
    state = plain(
        models.CharField(max_length=8, choices=State.choices, default=State.ASKED), reason="whether it went over"
    )
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(state="asked"), name="followup_hand_over_one_open"),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="followup_hand_over_two_doctors"),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at__isnull=True) | (~Q(state="asked") & Q(decided_at__isnull=False)),
                name="followup_hand_over_decided_iff",
            ),
        ]


class Invitation(PersonalModel):
    """Somebody whom the doctor knows and who said yes to being invited: a name and a number, for 14 days.

    They lie under the doctor's key, for the invited has confirmed nothing yet; both are emptied when the invitation is
    taken up. ``sent`` is about the one message.
    """

    class Sent(models.TextChoices):
        WAITING = "waiting", _("等待发送")
        SENT = "sent", _("短信已发")
        FAILED = "failed", _("短信没有送到")

    vault: ClassVar[Vault] = Vault(about="doctor", by="doctor")
    doctor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    name = PersonalText(item="invited_name", null=True)
    number = PersonalText(item="invited_number", null=True)
    token_hash = plain(models.CharField(max_length=64, unique=True, null=True), reason="keyed hash of a random token")
    stated_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent = plain(
        models.CharField(max_length=8, choices=Sent.choices, default=Sent.WAITING), reason="state of the one message"
    )
    taken_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["doctor", "-stated_at"], name="followup_invitation_of"),
            models.Index(fields=["stated_at"], condition=Q(sent="waiting"), name="followup_invitation_to_send"),
        ]
