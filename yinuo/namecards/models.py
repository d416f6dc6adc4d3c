"""What is kept of a doctor's cards (clause 1.5): which address is printed on them, and how often it was scanned."""

from django.db import models
from django.db.models import Q

from yinuo.promise.models import Person
from yinuo.promise.vault import plain, uuid7


class Card(models.Model):
    """One printed address. A doctor has at most one that leads anywhere; a new one never brings an old one back."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    doctor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    token = plain(
        models.CharField(max_length=24, unique=True), reason="random; it stands on the printed card and says nothing"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["doctor"], condition=Q(withdrawn_at__isnull=True), name="card_one_live")
        ]


class ScanDay(models.Model):
    """How often a card was scanned on one day: a number, and nothing of who did."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    card = models.ForeignKey(Card, models.CASCADE, related_name="+")
    day = models.DateField()
    scans = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "day"], name="card_scans_one_a_day")]
