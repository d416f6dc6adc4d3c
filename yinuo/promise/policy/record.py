"""The tables of a policy's life: drafts, announcements, and who did what. Texts, hashes, ids."""

from django.db import models

from yinuo.promise.columns import plain, uuid7


class Draft(models.Model):
    """The four files of a version to be. ``revision`` counts the saves: who saves over a later one is told.

    ``base`` is the version that the draft started from, empty for the first one of a service policy.
    """

    class State(models.TextChoices):
        OPEN = "open"
        PUBLISHED = "published"
        DISCARDED = "discarded"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    policy = plain(models.CharField(max_length=32), reason="a policy's name")
    base = plain(models.CharField(max_length=32, blank=True), reason="a version number")
    files = plain(models.JSONField(), reason="the text of a policy")
    revision = models.PositiveIntegerField(default=1)
    state = plain(models.CharField(max_length=16, choices=State.choices, default=State.OPEN), reason="state of a draft")
    edited_by = models.UUIDField(null=True)
    edited_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "promise_draft"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "published", "discarded"]), name="draft_state_known"
            )
        ]


class Announcement(models.Model):
    """A version that people are told of: from its publication on, whether it is in force yet or not.

    ``before`` is the version that was in force when it was published; ``letters`` are the material changes of clause 7.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    policy = plain(models.CharField(max_length=32), reason="a policy's name")
    number = plain(models.CharField(max_length=32), reason="a version number")
    before = plain(models.CharField(max_length=32, blank=True), reason="a version number")
    hash = plain(models.CharField(max_length=64), reason="hash of the text")
    letters = plain(models.CharField(max_length=6, blank=True), reason="letters of clause 7")
    effective = models.DateField()
    announced_at = models.DateTimeField(auto_now_add=True)
    in_force_at = models.DateTimeField(null=True)
    retracted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "promise_announcement"
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="announced_once"),
            models.CheckConstraint(
                condition=models.Q(retracted_at__isnull=True) | models.Q(in_force_at__isnull=True),
                name="in_force_is_never_retracted",
            ),
        ]


class PolicyAct(models.Model):
    """Who did what with a version, when, and with which text. Append-only: nothing of the program changes a row."""

    class Kind(models.TextChoices):
        DRAFTED = "drafted"
        SAVED = "saved"
        DISCARDED = "discarded"
        PUBLISHED = "published"
        IN_FORCE = "in_force"
        RETRACTED = "retracted"

    class By(models.TextChoices):
        OFFICER = "officer"
        COMMAND = "command"
        START = "start"
        WORKER = "worker"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    by = plain(models.CharField(max_length=16, choices=By.choices), reason="officer, command line, start or worker")
    person = models.UUIDField(null=True)
    kind = plain(models.CharField(max_length=16, choices=Kind.choices), reason="kind of the act")
    policy = plain(models.CharField(max_length=32), reason="a policy's name")
    number = plain(models.CharField(max_length=32), reason="a version number")
    hash = plain(models.CharField(max_length=64), reason="hash of the text")
    note = plain(models.CharField(max_length=64, blank=True), reason="letters of clause 7 or a date")

    class Meta:
        db_table = "promise_policy_act"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(by="officer", person__isnull=False)
                | (~models.Q(by="officer") & models.Q(person__isnull=True)),
                name="policy_act_has_its_doer",
            )
        ]
