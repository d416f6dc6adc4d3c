"""What is kept of a picture or a recording: its measures, its key, and for whom it lies sealed."""

from django.db import models
from django.db.models import Q

from yinuo.promise.models import Person
from yinuo.promise.vault import PersonalBytes, PersonalJSON, PersonalModel, Vault, plain


class MediaFile(PersonalModel):
    """The content lies outside the database, sealed under ``key``, which lies here under the item's class key of
    ``about``. So shredding that class key kills the file, in every backup too.

    A room keeps a foreign key to the row. What nothing refers to after a day is swept.
    """

    class Kind(models.TextChoices):
        PICTURE = "picture"
        SOUND = "sound"

    vault = Vault(about="about", by="by")
    about = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    item = plain(models.CharField(max_length=64), reason="item id of the content")
    kind = plain(models.CharField(max_length=8, choices=Kind.choices), reason="picture or sound")
    mime = plain(models.CharField(max_length=32), reason="the format that media writes itself, the same for all")
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    seconds = models.FloatField(null=True)
    size = models.PositiveIntegerField()
    thumbnail_size = models.PositiveIntegerField(null=True)
    peaks = PersonalJSON(item="@item", null=True)
    key = PersonalBytes(item="@item")
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="media_not_empty"),
            models.CheckConstraint(
                condition=Q(
                    kind="picture", width__gt=0, height__gt=0, thumbnail_size__gt=0,
                    seconds__isnull=True, peaks__isnull=True,
                )
                | Q(
                    kind="sound", width__isnull=True, height__isnull=True, thumbnail_size__isnull=True,
                    seconds__gt=0, peaks__isnull=False,
                ),
                name="media_kind_fits_measures",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["taken_at"], name="media_by_age")]

    def __str__(self) -> str:
        return f"media {self.pk}"
