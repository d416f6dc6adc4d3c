"""What is kept of notices (clause 7): the addresses that people gave, and the mails that are to go out, by ids."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yinuo.promise.bindings import holds
from yinuo.promise.columns import plain, uuid7
from yinuo.promise.models import Announcement, Person
from yinuo.promise.policy.built_in import PROVIDED
from yinuo.promise.vault import PersonalModel, PersonalText, Vault


class EmailAddress(PersonalModel):
    """Where somebody wants material changes of the policy sent."""

    vault: ClassVar[Vault] = Vault(about="person", by="person")
    person = models.OneToOneField(Person, models.CASCADE, related_name="email_address")
    address = PersonalText(item="email")


class Gathering(models.Model):
    """An announcement whose mails were put into the queue: once, whoever comes by."""

    announcement = models.OneToOneField(Announcement, models.PROTECT, primary_key=True)
    at = models.DateTimeField(auto_now_add=True)
    mails = models.PositiveIntegerField(default=0)


class PolicyMail(models.Model):
    """One mail of one announcement to one person; the row is the queue's entry and its receipt.

    ``handing`` is written before the text is handed over: a mail whose fate is unknown after that is never sent
    again (``unknown``), because each goes out once and the page says the same.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        CLAIMED = "claimed"
        HANDING = "handing"
        SENT = "sent"
        CLOSED = "closed"
        UNDELIVERABLE = "undeliverable"
        UNKNOWN = "unknown"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    announcement = models.ForeignKey(Announcement, models.PROTECT, related_name="+")
    person = models.UUIDField()
    state = plain(
        models.CharField(max_length=16, choices=State.choices, db_default="waiting"), reason="state of a mail"
    )
    tries = models.PositiveSmallIntegerField(db_default=0)
    next_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["announcement", "person"], name="one_mail_each"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "claimed", "handing", "sent", "closed", "undeliverable", "unknown"]),
                name="policy_mail_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="mails_waiting"),
            models.Index(fields=["person", "settled_at"], name="mails_of_a_person"),
        ]


holds(PROVIDED, PolicyMail._meta.db_table, "settled_at", dated=True)
