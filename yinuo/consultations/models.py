"""What is kept of a consultation (clause 1.2).

A table has one ``by``: what the patient wrote, what the doctor wrote and what either may write stand apart.
Clinical content is ``about`` the patient, whoever wrote it.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinuo.media.models import MediaFile
from yinuo.promise.bindings import holds
from yinuo.promise.models import Person
from yinuo.promise.vault import PersonalModel, PersonalText, Vault, plain, uuid7

# The items that a message may be.
CONTENT = ("message_text", "photo_taken", "album_picture", "voice_note")


class Consultation(models.Model):
    """One doctor, one patient, one matter. It holds no person's words, only who, when and how far.

    ``fen`` is the price as it was when the patient asked. What is not paid (``UNSEEN``) is no request yet: the doctor
    does not see it, and ``asked_at`` and ``expires_at`` begin anew when it is.
    """

    class State(models.TextChoices):
        UNPAID = "unpaid", _("等待付款")
        WAITING = "waiting", _("等候接诊")
        OPEN = "open", _("问诊中")
        DECLINED = "declined", _("医生未接诊")
        EXPIRED = "expired", _("超时关闭")
        LAPSED = "lapsed", _("未付款，已关闭")
        WITHDRAWN = "withdrawn", _("患者已撤回")
        ENDED = "ended", _("已结束")
        REFERRED = "referred", _("请到线下就诊")

    LIVE: ClassVar[tuple[str, ...]] = (State.UNPAID, State.WAITING, State.OPEN)
    UNSEEN: ClassVar[tuple[str, ...]] = (State.UNPAID, State.LAPSED)
    HELD: ClassVar[tuple[str, ...]] = (State.OPEN, State.ENDED, State.REFERRED)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    doctor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    patient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = plain(
        models.CharField(max_length=12, choices=State.choices, default=State.WAITING),
        reason="state of the consultation, no person's words",
    )
    fen = models.PositiveIntegerField(default=0, db_default=0)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["doctor", "state", "asked_at"], name="consultation_of_doctor"),
            models.Index(fields=["patient", "-asked_at"], name="consultation_of_patient"),
            models.Index(
                fields=["expires_at"], condition=Q(state__in=["unpaid", "waiting"]), name="consultation_running_out"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "unpaid", "waiting", "open", "declined", "expired", "lapsed", "withdrawn", "ended", "referred",
                    ],
                ),
                name="consultation_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["unpaid", "lapsed"]) | Q(fen__gt=0), name="consultation_unpaid_has_price"
            ),
            models.CheckConstraint(condition=~Q(doctor=F("patient")), name="consultation_two_persons"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("asked_at")), name="consultation_expires_after_asking"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "ended", "referred"], accepted_at__isnull=False)
                | Q(
                    state__in=["unpaid", "waiting", "declined", "expired", "lapsed", "withdrawn"],
                    accepted_at__isnull=True,
                ),
                name="consultation_accepted_iff_held",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(accepted_at__lt=F("expires_at")),
                name="consultation_accepted_in_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["unpaid", "waiting", "open"], ended_at__isnull=True)
                | (~Q(state__in=["unpaid", "waiting", "open"]) & Q(ended_at__isnull=False)),
                name="consultation_ended_iff_over",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["expired", "lapsed"]) | Q(ended_at__gte=F("expires_at")),
                name="consultation_never_expired_early",
            ),
            models.UniqueConstraint(
                fields=["doctor", "patient"],
                condition=Q(state__in=["unpaid", "waiting", "open"]),
                name="consultation_one_live_per_pair",
            ),
            models.UniqueConstraint(fields=["id", "patient"], name="consultation_with_patient"),
            models.UniqueConstraint(fields=["id", "doctor"], name="consultation_with_doctor"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"consultation {self.pk}"


class RiskNotice(PersonalModel):
    """The notice of risks as the patient signed it, before anything about health is asked."""

    vault = Vault(about="patient", by="patient")
    patient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    doctor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    consultation = models.OneToOneField(Consultation, models.PROTECT, null=True, related_name="risk_notice")
    notice_hash = plain(
        models.CharField(max_length=64), reason="hash of the hospital's own notice text, the same for every patient"
    )
    signed = PersonalText(item="risk_notice")
    signed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["patient", "doctor", "-signed_at"], name="risk_notice_of_patient")]


class Intake(PersonalModel):
    """What the patient gave when asking. An additional item that was refused stays empty."""

    vault = Vault(about="patient", by="patient")
    patient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="intake")
    patient_name = PersonalText(item="name", null=True)
    age = PersonalText(item="age")
    complaint = PersonalText(item="complaint")
    allergies = PersonalText(item="allergies", null=True)
    current_drugs = PersonalText(item="current_drugs", null=True)


class EarlierDiagnosis(PersonalModel):
    """The document that shows an earlier diagnosis, and when and where it was made: no first visits on line.

    A table of its own because the item is captured through a device permission, and the rest of the intake is not.
    """

    vault = Vault(about="patient", by="patient")
    patient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="earlier")
    picture = models.OneToOneField(MediaFile, models.PROTECT, related_name="+")
    statement = PersonalText(item="earlier_diagnosis")


class Decline(PersonalModel):
    """Why the doctor did not accept."""

    vault = Vault(about="patient", by="doctor")
    patient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    doctor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="decline")
    reason = PersonalText(item="decline_reason")


class RevisitJudgement(PersonalModel):
    """The doctor's judgement that this is a re-visit: there are no first visits on line."""

    vault = Vault(about="patient", by="doctor")
    patient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    doctor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="revisit")
    judgement = PersonalText(item="revisit_judgement")
    judged_at = models.DateTimeField()


class Closing(PersonalModel):
    """The note that ends a consultation; written once, never edited."""

    vault = Vault(about="patient", by="doctor")
    patient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    doctor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="closing")
    note = PersonalText(item="closing_note")
    closed_at = models.DateTimeField()


class Message(PersonalModel):
    """One numbered entry of the thread. A notice is the program's own line and holds no text.

    One look a statement (migration 0006), in place of foreign keys and check constraints, holds that it is its
    consultation's patient's, by one of the two, numbered from one, and that its kind fits what it carries: the insert
    is the busiest statement of the house.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("文字")
        PHOTO = "photo", _("拍照")
        ALBUM = "album", _("图片")
        VOICE = "voice", _("语音")
        NOTICE = "notice", _("提示")

    class Notice(models.TextChoices):
        ACCEPTED = "accepted", _("医生已接诊")
        REVISIT = "revisit", _("医生已判断为复诊")
        ENDED = "ended", _("医生已结束问诊")
        REFERRED = "referred", _("医生建议到线下就诊")

    vault = Vault(about="patient", by="author")
    # Consultation, author and media are the first column of a unique constraint below: an index of their own would only
    # slow every append, as would one of media that holds the nulls of every text.
    consultation = models.ForeignKey(
        Consultation, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    patient = models.ForeignKey(Person, models.PROTECT, related_name="+", db_constraint=False)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    number = models.IntegerField()
    client_id = models.UUIDField()
    kind = plain(models.CharField(max_length=6, choices=Kind.choices), reason="kind of the message, not its content")
    notice = plain(
        models.CharField(max_length=8, choices=Notice.choices, blank=True, default=""),
        reason="which line of the program's own this is",
    )
    item = plain(
        models.CharField(max_length=16, choices=[(item, item) for item in CONTENT], blank=True, default=""),
        reason="item id of the content",
    )
    text = PersonalText(item="@item", null=True)
    media = models.ForeignKey(MediaFile, models.PROTECT, null=True, related_name="+", db_index=False)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="message_number_once"),
            models.UniqueConstraint(fields=["author", "client_id"], name="message_sent_once"),
            models.UniqueConstraint(fields=["media"], condition=Q(media__isnull=False), name="message_media_once"),
        ]


class Upload(models.Model):
    """A picture or voice note taken in for one consultation by one person; a message may then carry it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="uploads")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    client_id = models.UUIDField()
    kind = plain(
        models.CharField(max_length=6, choices=Message.Kind.choices), reason="kind of the message, not its content"
    )
    media = models.OneToOneField(MediaFile, models.PROTECT, related_name="+")
    taken_in_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "client_id"], name="upload_taken_in_once"),
            models.CheckConstraint(condition=Q(kind__in=["photo", "album", "voice"]), name="upload_is_media"),
        ]

    def __str__(self) -> str:
        return f"upload {self.pk}"


class ReadState(models.Model):
    """How far one party has received and read (item ``read_receipt``)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="read_states")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    delivered_upto = models.PositiveIntegerField(default=0)
    read_upto = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "person"], name="read_state_once"),
            models.CheckConstraint(
                condition=Q(read_upto__lte=F("delivered_upto")), name="read_state_read_is_delivered"
            ),
        ]

    def __str__(self) -> str:
        return f"read state {self.pk}"


holds("read_receipt", ReadState._meta.db_table, "delivered_upto", person="person_id")
holds("read_receipt", ReadState._meta.db_table, "read_upto", person="person_id")
