"""What is kept of accounts (clause 1.1a), of invitations to the hospital's desks, and of log-in sessions."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yinuo.promise.models import Person
from yinuo.promise.vault import PersonalModel, PersonalText, Vault, plain, uuid7


class Desk(models.TextChoices):
    """The hospital's desks (registrations and incidents join with their rooms)."""

    REVIEWER = "reviewer", "资质审核"
    PRIVACY_OFFICER = "privacy_officer", "个人信息保护"
    SECURITY = "security", "安全"
    AUDIT = "audit", "审计"
    CONTENT = "content", "内容审核"
    FINANCE = "finance", "财务"
    SYSTEM_ADMINISTRATOR = "system_administrator", "系统管理"


class DoctorAccount(PersonalModel):
    """A doctor who registered. A number is held once among doctors; the same number may also be a patient's.

    It is empty after a carrier gave it to somebody else. ``last_in`` is the last day on which the person was here.
    """

    vault: ClassVar[Vault] = Vault(about="person", by="person")
    person = models.OneToOneField(Person, models.CASCADE, related_name="doctor_account")
    phone_number = PersonalText(item="phone_number", indexed=True, null=True)
    demonstration = models.BooleanField(default=False)
    opened_at = models.DateTimeField(auto_now_add=True)
    last_in = models.DateField(null=True)


class PatientAccount(PersonalModel):
    """A patient who registered."""

    vault: ClassVar[Vault] = Vault(about="person", by="person")
    person = models.OneToOneField(Person, models.CASCADE, related_name="patient_account")
    phone_number = PersonalText(item="phone_number", indexed=True, null=True)
    demonstration = models.BooleanField(default=False)
    opened_at = models.DateTimeField(auto_now_add=True)
    last_in = models.DateField(null=True)


class StaffMember(PersonalModel):
    """Somebody of the hospital at one desk. ``desk_number`` is what colleagues call each other by where names are not
    opened: the first at a desk is its 1."""

    vault: ClassVar[Vault] = Vault(about="person", by="person")
    person = models.OneToOneField(Person, models.CASCADE, related_name="staff_member")
    desk = plain(models.CharField(max_length=24, choices=Desk.choices), reason="a desk of the hospital")
    desk_number = models.PositiveSmallIntegerField(null=True)
    name = PersonalText(item="name")
    phone_number = PersonalText(item="phone_number", indexed=True, null=True)
    demonstration = models.BooleanField(default=False)
    opened_at = models.DateTimeField(auto_now_add=True)
    last_in = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(desk__in=Desk.values), name="staff_desk_known"),
            models.UniqueConstraint(fields=["desk", "desk_number"], name="staff_desk_numbered"),
        ]


class Invitation(models.Model):
    """A link to one desk, good once. Nothing is taken down about the invited before they confirm the staff policy."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    desk = plain(models.CharField(max_length=24, choices=Desk.choices), reason="a desk of the hospital")
    token_hash = plain(models.CharField(max_length=64, unique=True), reason="keyed hash of a random token")
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class NumberPass(models.Model):
    """Leave to give an account a new number, once, after a privacy officer checked who it is."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    token_hash = plain(models.CharField(max_length=64, unique=True), reason="keyed hash of a random token")
    given_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class PendingNumber(PersonalModel):
    """The number that a person who is registering has typed and not proven yet."""

    vault: ClassVar[Vault] = Vault(about="person", by="person")
    person = models.OneToOneField(Person, models.CASCADE, related_name="pending_number")
    phone_number = PersonalText(item="phone_number")
    name = PersonalText(item="name", null=True)


class Code(models.Model):
    """What every one-time code has. The code itself is never kept, only its keyed hash."""

    wrong = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class RegistrationCode(PersonalModel, Code):
    """A code for a number that is not an account yet (class ``moment``)."""

    vault: ClassVar[Vault] = Vault(about="person", by="person")
    person = models.ForeignKey(Person, models.CASCADE, related_name="registration_codes")
    digest = PersonalText(item="verification_code")

    class Meta:
        indexes = [models.Index(fields=["person", "-sent_at"], name="registration_code_latest")]


class LoginCode(Code):
    """A code for logging in, under the purpose ``rights``, which takes nothing down.

    SECURITY: for a number that nobody holds a row is made too, without a person and with a code that nobody was
    sent, so that every later answer is the same.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="login_codes")
    digest = plain(models.CharField(max_length=64), reason="keyed hash of a random number, says nothing of a person")


class Session(models.Model):
    """A log-in. ``role`` is the actor's: ``visitor`` until the number is proven."""

    key_hash = plain(models.CharField(max_length=64, primary_key=True), reason="hash of the key in the cookie")
    person = models.UUIDField(null=True, db_index=True)
    role = plain(models.CharField(max_length=16), reason="a role")
    desk = plain(models.CharField(max_length=24, blank=True), reason="a desk of the hospital")
    data = plain(models.JSONField(), reason="ids, a role, a desk, version numbers and instants only")
    expires_at = models.DateTimeField(db_index=True)
