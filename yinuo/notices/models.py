"""What is kept of notices (clauses 1.10 and 7): where people want to be reached, and what is to go out, by ids."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yinuo.promise.bindings import holds
from yinuo.promise.columns import plain, uuid7
from yinuo.promise.models import Announcement, Person
from yinuo.promise.policy.built_in import PROVIDED
from yinuo.promise.vault import PersonalJSON, PersonalModel, PersonalText, Vault


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


class PushEndpoint(PersonalModel):
    """A device that takes pushes. It goes with the log-in that made it: at log-out, when it runs out, with the account.

    ``item`` says who carries it (``push/services.py``); each carrier abroad has an item, and a consent, of its own.
    """

    class Item(models.TextChoices):
        HUAWEI = "push_endpoint"
        GOOGLE = "push_endpoint_google"
        MOZILLA = "push_endpoint_mozilla"
        APPLE = "push_endpoint_apple"

    vault: ClassVar[Vault] = Vault(about="person", by="person")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    session = models.OneToOneField("accounts.Session", models.CASCADE, related_name="+")
    item = plain(models.CharField(max_length=32, choices=Item.choices), reason="an item of the policy")
    language = plain(models.CharField(max_length=16), reason="a language of the pages")
    address = PersonalJSON(item="@item")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    item__in=["push_endpoint", "push_endpoint_google", "push_endpoint_mozilla", "push_endpoint_apple"]
                ),
                name="push_item_known",
            )
        ]


class PushChoices(PersonalModel):
    """Which kinds a person does not want, and their quiet hours; without a row the defaults."""

    vault: ClassVar[Vault] = Vault(about="person", by="person")
    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    choices = PersonalJSON(item="push_choices")


class Push(models.Model):
    """One push to one device: the queue's entry, and for a week what a tap on it opens. Ids and a kind, no words.

    Made by the SQL function ``notices_notify``, in the transaction of what it tells of.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        CLOSED = "closed"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    endpoint = models.ForeignKey(PushEndpoint, models.CASCADE, related_name="+")
    person = models.UUIDField()
    kind = plain(models.CharField(max_length=32), reason="one of a closed list of kinds")
    about = models.UUIDField(null=True)
    state = plain(
        models.CharField(max_length=16, choices=State.choices, db_default="waiting"), reason="state of a push"
    )
    tries = models.PositiveSmallIntegerField(db_default=0)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "kind", "about"],
                condition=Q(state="waiting"),
                nulls_distinct=False,
                name="push_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sent", "closed", "failed"]), name="push_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="pushes_waiting"),
            models.Index(fields=["person", "kind", "made_at"], name="pushes_of_a_person"),
        ]


class Told(models.Model):
    """An announcement of which the devices were told: once, whoever comes by."""

    announcement = models.OneToOneField(Announcement, models.PROTECT, primary_key=True, related_name="told_devices")
    at = models.DateTimeField(auto_now_add=True)
    pushes = models.PositiveIntegerField(default=0)


holds(PROVIDED, PolicyMail._meta.db_table, "settled_at", dated=True)
