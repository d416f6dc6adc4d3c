"""The engine's tables. Persons and their seats, the ledger, the journal, the versions in force."""

from django.db import models

from yinuo.promise.bindings import holds
from yinuo.promise.columns import plain, uuid7
from yinuo.promise.policy.built_in import PROVIDED
from yinuo.promise.policy.record import Announcement, Draft, PolicyAct

__all__ = [
    "Anchor",
    "Announcement",
    "BlindIndex",
    "ClosedDay",
    "ClosedSockets",
    "ConsentEvent",
    "Draft",
    "ExceptionCase",
    "InForce",
    "JournalRecord",
    "Person",
    "PolicyAct",
    "Role",
    "SeatRow",
]


class Role(models.TextChoices):
    DOCTOR = "doctor"
    PATIENT = "patient"
    STAFF = "staff"


class Person(models.Model):
    """Somebody whose information is held, in one role. A doctor who is also a patient is two persons here: the two
    are never linked without asking."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    role = plain(models.CharField(max_length=16, choices=Role.choices), reason="the role, no words of a person")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(role__in=Role.values), name="person_role_known")]


class SeatRow(models.Model):
    """One row a person: version set, grants, epoch and wrapped class keys (house, "The seat row").

    Deleting the keys here is what erasing means; the row has no foreign key, so that nothing can keep it alive.
    """

    person = models.UUIDField(primary_key=True)
    role = plain(models.CharField(max_length=16), reason="the role, no words of a person")
    confirmed = plain(models.JSONField(default=dict), reason="version numbers by policy")
    grants = plain(models.JSONField(default=dict), reason="yes or no by purpose and item")
    withdrawn = models.BooleanField(default=False)
    keys = plain(models.JSONField(default=dict), reason="class keys, wrapped by the key of the week")
    epoch = models.BigIntegerField(default=0)

    class Meta:
        db_table = "promise_seat"


class InForce(models.Model):
    """The version in force of each role. Every verdict reads it fresh."""

    role = plain(models.CharField(max_length=32, primary_key=True), reason="a policy's name")
    number = plain(models.CharField(max_length=32), reason="a version number")
    generation = models.BigIntegerField(default=0)
    since = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "promise_in_force"


class ConsentEvent(models.Model):
    """The ledger (PIPL 14): append-only, outlives the person's rows. ``notice`` is the hash of what was shown."""

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed"
        GRANTED = "granted"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"
        WITHDRAWN_ALL = "withdrawn_all"
        CAME_BACK = "came_back"
        POSTPONED = "postponed"
        TOLD = "told"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.UUIDField(db_index=True)
    kind = plain(models.CharField(max_length=16, choices=Kind.choices), reason="kind of the act")
    policy = plain(models.CharField(max_length=32), reason="a policy's name")
    version = plain(models.CharField(max_length=32), reason="a version number")
    purpose = plain(models.CharField(max_length=64, blank=True), reason="a purpose id")
    item = plain(models.CharField(max_length=64, blank=True), reason="an item id")
    notice = plain(models.CharField(max_length=64), reason="hash of the text that was shown")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["person", "purpose", "item", "at"], name="consent_by_item")]


class Sharing(models.Model):
    """What was sent of whom to which recipient, for which purpose (clause 3; NDSR 12). Append-only; no value."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.UUIDField()
    recipient = plain(models.CharField(max_length=64), reason="a recipient's id of the policy")
    purpose = plain(models.CharField(max_length=64), reason="a purpose id")
    items = plain(models.JSONField(), reason="item ids")
    version = plain(models.CharField(max_length=32), reason="a version number")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "recipient"], name="sharing_of_person"),
            models.Index(fields=["at"], name="sharing_by_day"),
        ]


class ClosedSockets(models.Model):
    """How long after a withdrawal's commit a gateway let nothing more of that person through: a duration and nothing
    else, neither whose nor when. The newest thousand stay."""

    id = models.BigAutoField(primary_key=True)
    milliseconds = models.FloatField()

    class Meta:
        db_table = "promise_closed_sockets"


class BlindIndex(models.Model):
    """Keyed digests for look-ups of sealed values; one row per key generation while a rotation runs.

    Uniqueness holds within a generation: ``scope`` says among which rows a value must be unique.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    generation = plain(models.CharField(max_length=8), reason="the week of the index key")
    scope = plain(models.CharField(max_length=80), reason="table and column")
    digest = models.BinaryField(max_length=32)
    row = models.UUIDField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "generation", "digest"], name="blind_digest_unique"),
            models.UniqueConstraint(fields=["scope", "generation", "row"], name="blind_row_once"),
        ]


class ExceptionCase(models.Model):
    """Row 1.y: an exception to consent, opened by name, with case, items, expiry and a second person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    letter = plain(models.CharField(max_length=1), reason="a to i of clause 1.y")
    person = models.UUIDField(db_index=True)
    purpose = plain(models.CharField(max_length=64), reason="the purpose id under which the items are held")
    items = plain(models.JSONField(), reason="item ids")
    reference = plain(models.CharField(max_length=80), reason="the authority's or the ticket's case number")
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("opened_by")),
                name="exception_second_person",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True, approved_at__isnull=True)
                | models.Q(approved_by__isnull=False, approved_at__isnull=False),
                name="exception_approved_whole",
            ),
        ]


class JournalRecord(models.Model):
    """One purpose context's record. The table is partitioned by day and append-only (see the migration)."""

    pk = models.CompositePrimaryKey("day", "chain", "seq")
    day = models.DateField()
    chain = models.UUIDField()
    seq = models.BigIntegerField()
    whose = plain(models.JSONField(), reason="sealed pseudonyms")
    body = plain(models.TextField(), reason="ids, hashes, verdicts and sealed pseudonyms, no values")
    hash = models.BinaryField(max_length=32)

    class Meta:
        managed = False
        db_table = "promise_journal"


class Anchor(models.Model):
    """A signed root over the heads of all chains that moved; copied outside the database."""

    id = models.BigAutoField(primary_key=True)
    body = plain(models.TextField(), reason="chain heads and the previous anchor's hash")
    signature = models.BinaryField(max_length=64)


class ClosedDay(models.Model):
    """A day of the journal that was dropped after its term: its closing heads stay."""

    day = models.DateField(primary_key=True)
    body = plain(models.TextField(), reason="closing heads of the chains")
    hash = models.BinaryField(max_length=32)


holds(PROVIDED, Sharing._meta.db_table, "at", dated=True)
